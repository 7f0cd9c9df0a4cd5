package zohosim

import (
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/recurrence"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// made is the records that an item becomes: one, or one for each occurrence of a
// meeting that recurs (zoho-crm-api §2.2).
func (j judge) made(in item) ([]*record.Record, *problem.Problem) {
	first, p := j.created(in)
	if p != nil {
		return nil, p
	}
	rule := first.Values["Recurring_Activity"]
	if rule == nil || first.Module != schema.EventsModule {
		return []*record.Record{first}, nil
	}
	return j.occurrences(first, rule)
}

// occurrences makes a record of every occurrence. Each keeps the wall clock of
// the user's zone, and the rule. Unique and external values stay with the first,
// since two records cannot have them; the documents do not say.
func (j judge) occurrences(first *record.Record, activity any) ([]*record.Record, *problem.Problem) {
	fields, _ := activity.(map[string]any)
	rule, _ := fields["RRULE"].(string)
	zone := j.zone()
	starts, err := recurrence.Starts(rule, first.Time("Start_DateTime"), zone)
	if err != nil {
		return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "RRULE"}).At("Recurring_Activity", j.path+".Recurring_Activity.RRULE")
	}
	all := make([]*record.Record, len(starts))
	for i, start := range starts {
		next := first.With(record.Values{
			"Start_DateTime": start.UTC(),
			"End_DateTime":   endOf(first, start, zone).UTC(),
		})
		if i > 0 {
			next.ID = j.world.store.NewID()
			j.dropKeys(next)
		}
		all[i] = next
	}
	return all, nil
}

// endOf is when the occurrence that begins at start ends: as many days later as
// it begins, by the wall clock. Where the hour that daylight saving leaves out
// would put that before the start, the meeting keeps its length.
func endOf(first *record.Record, start time.Time, zone *time.Location) time.Time {
	from, to := first.Time("Start_DateTime"), first.Time("End_DateTime")
	end := moved(to, from, start, zone)
	if length := to.Sub(from); end.Before(start) && length >= 0 {
		return start.Add(length)
	}
	return end
}

// moved shifts an end by as many days as a start moved, keeping its wall clock.
func moved(end, start, next time.Time, zone *time.Location) time.Time {
	days := func(t time.Time) int {
		y, m, d := t.In(zone).Date()
		return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
	}
	return end.In(zone).AddDate(0, 0, days(next)-days(start))
}

func (j judge) dropKeys(r *record.Record) {
	for _, f := range j.module.Fields {
		if f.Unique || f.External != schema.NotExternal {
			delete(r.Values, f.APIName)
		}
	}
}

// zone is that of the user who writes.
func (j judge) zone() *time.Location {
	return location(j.world.directory().zoneOf(j.userID, j.rules.Settings))
}
