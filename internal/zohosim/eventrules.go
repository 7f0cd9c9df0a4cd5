package zohosim

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// eventRules: whether an event may end before it starts, and what an all-day
// event stores, are settings, for no document tells. Overlaps are accepted: no
// document knows of any protection (zoho-crm-api §2.2). An omitted
// $send_notification is a setting too.
func (j judge) eventRules(before, next *record.Record, in item) []*problem.Problem {
	notify, said := in["$send_notification"].(bool)
	if !said {
		notify = j.rules.SendNotificationDefault
	}
	if all := participantsOf(next); len(all) > 0 {
		next.Values["Participants"] = invited(all, participantsOf(before), notify)
	}
	start, end := next.Time("Start_DateTime"), next.Time("End_DateTime")
	if start.IsZero() || end.IsZero() {
		return nil
	}
	if end.Before(start) && j.rules.EndBeforeStart == "reject" {
		return []*problem.Problem{j.invalid("End_DateTime", nil)}
	}
	if allDay, _ := next.Values["All_day"].(bool); allDay {
		next.Values["Start_DateTime"], next.Values["End_DateTime"] = j.wholeDays(start, end)
	}
	return nil
}

// wholeDays is what is stored of an all-day event (the setting allDayStorage).
// An end at midnight belongs to the day before it.
func (j judge) wholeDays(start, end time.Time) (from, to time.Time) {
	if j.rules.AllDayStorage == "asSent" {
		return start, end
	}
	zone := j.zone()
	first, last := midnight(start, zone, 0), midnight(end, zone, 0)
	if last.Equal(end) && last.After(first) {
		last = midnight(end, zone, -1)
	}
	after := midnight(last, zone, 1)
	if j.rules.AllDayStorage == "lastMinute" {
		return first.UTC(), after.Add(-time.Minute).UTC()
	}
	return first.UTC(), after.UTC()
}

// midnight is where the day of an instant begins, or one some days away.
func midnight(at time.Time, zone *time.Location, days int) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, zone)
}

func participantsOf(r *record.Record) []record.Participant {
	if r == nil {
		return nil
	}
	all, _ := r.Values["Participants"].([]record.Participant)
	return all
}

// invited marks participants as invited: all when notifications go out, else
// those who had been invited before.
func invited(all, before []record.Participant, notify bool) []record.Participant {
	out := make([]record.Participant, len(all))
	for i, p := range all {
		p.Invited = notify || slices.ContainsFunc(before, func(b record.Participant) bool {
			return b.Invited && b.Type == p.Type && b.Participant == p.Participant
		})
		out[i] = p
	}
	return out
}
