package slot

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestWeeksRepeat shifts everything by a week where no clock changes.
func TestWeeksRepeat(t *testing.T) {
	const week = 7 * 24 * time.Hour
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Phoenix"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		d := rapidDice(t)
		at := place{zone, time.Date(2027, 6, 7, 0, 0, 0, 0, time.UTC)}
		q := drawQuestion(d, at, d(1, 3, "staff"))
		mustEqual(t, q.later(week).ask(), q.ask(), week)
	})
}

// later moves everything that has a date, by whole days.
func (q question) later(by time.Duration) question {
	q = q.clone()
	days := int(by / (24 * time.Hour))
	q.now, q.within = q.now.Add(by), Interval{q.within.Start.Add(by), q.within.End.Add(by)}
	for i := range q.members {
		q.members[i].move(by, days)
	}
	return q
}

func (m *Member) move(by time.Duration, days int) {
	for _, list := range [][]Interval{m.Diary.Busy, m.Diary.Reserved, m.Diary.Away} {
		for i, b := range list {
			list[i] = Interval{b.Start.Add(by), b.End.Add(by)}
		}
	}
	for i, at := range m.Diary.Booked {
		m.Diary.Booked[i] = at.Add(by)
	}
	r := &m.Rules
	exceptions := map[Date][]Window{}
	for date, windows := range r.Exceptions {
		exceptions[date.AddDays(days)] = windows
	}
	r.Exceptions, r.Holidays, r.Shifts = exceptions, slices.Clone(r.Holidays), slices.Clone(r.Shifts)
	for i, date := range r.Holidays {
		r.Holidays[i] = date.AddDays(days)
	}
	for i := range r.Shifts {
		for _, date := range []*Date{&r.Shifts[i].From, &r.Shifts[i].Until} {
			if *date != (Date{}) {
				*date = date.AddDays(days)
			}
		}
	}
}

// TestZonesOfArguments writes the same instants in other zones.
func TestZonesOfArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		plain := q.ask()
		odd := time.FixedZone("odd", 5*3600+45*60)
		q = q.clone()
		q.now = q.now.In(odd)
		q.within = Interval{q.within.Start.In(odd), q.within.End.Local()}
		for _, m := range q.members {
			for i, b := range m.Diary.Busy {
				m.Diary.Busy[i] = Interval{b.Start.In(odd), b.End.Local()}
			}
		}
		mustEqual(t, q.ask(), plain)
	})
}
