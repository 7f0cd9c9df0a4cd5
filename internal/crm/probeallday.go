package crm

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// allDayProbe looks at an event that somebody made; with writing, one is made
// for that. How Zoho places such events in the day is not documented
// (zoho-crm-api §3.3, §11.8).
func (p *probing) allDayProbe() probe {
	return probe{"all-day-storage", "How are events stored that take the whole day?", moduleScopes("events", "READ"), p.allDaySeen}
}

func (p *probing) allDaySeen(ctx context.Context) (doctor.Answer, error) {
	rows, err := p.some(ctx, "Events", coql.Eq("All_day", true), 1, "id", "Start_DateTime", "End_DateTime")
	if err != nil {
		return doctor.Answer{}, err
	}
	if len(rows) == 0 {
		return untold("there is no such event to look at"), nil
	}
	return allDayReading(rows[0], time.Time{}, time.Time{}), nil
}

// allDayWritten writes ten to eleven of the user's day, and reads what became
// of it.
func (p *probing) allDayWritten(ctx context.Context) (doctor.Answer, error) {
	u, err := p.currentUser(ctx)
	if err != nil {
		return doctor.Answer{}, err
	}
	zone, err := time.LoadLocation(u.TimeZone)
	if err != nil {
		return untold("the user's time zone is not known here"), nil
	}
	date := zoho.DateOf(p.day())
	start := date.In(zone).Add(10 * time.Hour)
	made, err := p.event(ctx, row{"All_day": true, "Start_DateTime": zoho.At(start), "End_DateTime": zoho.At(start.Add(time.Hour))})
	if err != nil {
		return doctor.Answer{}, err
	}
	stored, err := p.get(ctx, "Events", made.ID, "Start_DateTime", "End_DateTime", "All_day")
	if err != nil {
		return doctor.Answer{}, err
	}
	return allDayReading(stored, start, start.Add(time.Hour)), nil
}

// allDayReading compares with midnights on the clock of the answer, and with
// what was sent; zero where nothing was.
func allDayReading(r row, start, end time.Time) doctor.Answer {
	first, bad := zoho.ParseDateTime(text(r["Start_DateTime"]))
	last, worse := zoho.ParseDateTime(text(r["End_DateTime"]))
	if bad != nil || worse != nil {
		return told("other than date-times", "start and end are not date-times")
	}
	from, to := first.Format("15:04"), last.Format("15:04")
	switch {
	case first.Equal(start) && last.Equal(end):
		return told("as sent", "the times stay as they are written, beside the mark")
	case from == "00:00" && to == "00:00" && last.After(first.Time):
		return told("midnight to midnight", "from the beginning of the day to that of the next, with the offset %s", first.Format("-07:00"))
	case from == "00:00" && to == "23:59":
		return told("midnight to 23:59", "from the beginning of the day to its last minute, with the offset %s", first.Format("-07:00"))
	}
	return told("other times", "an event from %s to %s with the offset %s", from, to, first.Format("-07:00"))
}
