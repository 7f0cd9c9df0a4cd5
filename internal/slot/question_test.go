package slot

import (
	"fmt"
	"math/rand/v2"
	"time"

	"pgregory.net/rapid"
)

// dice throws a number from low to high, both included. The properties throw
// it through rapid, which finds the smallest failure; the long comparison
// through a plain source, which is faster.
type dice func(low, high int, label string) int

func rapidDice(t *rapid.T) dice {
	return func(low, high int, label string) int { return rapid.IntRange(low, high).Draw(t, label) }
}

func plainDice(source *rand.Rand) dice {
	return func(low, high int, _ string) int { return low + source.IntN(high-low+1) }
}

// oneIn is true in one of n throws.
func (d dice) oneIn(n int, label string) bool { return d(1, n, label) == n }

func pick[T any](d dice, label string, from ...T) T { return from[d(0, len(from)-1, label)] }

func (d dice) minutes(low, high int, label string) time.Duration {
	return minutes(d(low, high, label))
}

// oddZones change their clocks, or once did, in every way that zones do, or
// never; all by whole minutes in the years that are drawn.
func oddZones() []string {
	return []string{
		"UTC", "America/New_York", "Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "America/St_Johns",
		"Pacific/Chatham", "Antarctica/Troll", "Africa/Casablanca", "Africa/Cairo", "America/Santiago",
		"America/Havana", "Pacific/Apia", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "Asia/Tehran",
		"America/Sao_Paulo", "America/Asuncion", "Asia/Gaza", "Asia/Beirut", "Asia/Amman", "Europe/Lisbon",
		"Europe/Chisinau", "America/Godthab", "America/Caracas", "Asia/Pyongyang", "Pacific/Kiritimati",
		"Pacific/Kwajalein", "Pacific/Tongatapu", "Pacific/Fiji", "Asia/Colombo", "Europe/Volgograd",
		"Antarctica/Casey", "America/Metlakatla", "Africa/Juba", "Etc/GMT+12", "Pacific/Marquesas",
	}
}

// place is a zone and a moment at which its clocks are changed, as a rule.
type place struct {
	zone   *time.Location
	around time.Time
}

func drawPlace(d dice) (place, error) {
	zone, err := time.LoadLocation(pick(d, "zone", oddZones()...))
	if err != nil {
		return place{}, fmt.Errorf("the zones of the test: %w", err)
	}
	around := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(d(0, 47*365*24, "hours since 1990")) * time.Hour)
	if _, change := around.In(zone).ZoneBounds(); !change.IsZero() && change.Year() < 2038 && !d.oneIn(8, "no change") {
		around = change.UTC()
	}
	return place{zone, around}, nil
}

// question is one drawn call of Team.Open.
type question struct {
	choice  Choice
	members []Member
	within  Interval
	now     time.Time
}

// drawQuestion asks one member of staff at a place, or a few in several zones.
func drawQuestion(d dice, at place, staff int) question {
	from := at.around.Add(d.minutes(-48*60, 12*60, "from"))
	q := question{
		choice: pick(d, "choice", Anyone, LeastBusy, Everyone),
		within: Interval{from, from.Add(d.minutes(6*60, 60*60, "length of range"))},
		now:    at.around.Add(d.minutes(-5*24*60, 12*60, "now") + time.Duration(d(0, 59, "seconds"))*time.Second),
	}
	shared := drawLengths(d)
	for i := range staff {
		m := Member{ID: string(rune('a' + i)), Rules: shared, Diary: drawDiary(d, at.around)}
		m.Rules.Zone = at.zone
		drawHours(d, &m.Rules, at.around)
		q.members = append(q.members, m)
	}
	return q
}

func drawLengths(d dice) Rules {
	return Rules{
		Duration:      minutes(pick(d, "duration", 15, 30, 45, 50, 60, 90, 480)),
		Interval:      minutes(pick(d, "interval", 0, 5, 15, 25, 60, 7*60)),
		Alignment:     pick(d, "alignment", AlignWindow, AlignGrid),
		BufferBefore:  d.minutes(0, 40, "before"),
		BufferAfter:   d.minutes(0, 40, "after"),
		MinimumNotice: d.minutes(0, 300, "notice"),
		MaxAdvance:    pick(d, "advance", 0, 0, 0, 96*time.Hour),
		DaysAhead:     pick(d, "days ahead", 0, 0, 0, 3, 21),
		DailyLimit:    pick(d, "daily limit", 0, 0, 1, 2),
	}
}

func drawHours(d dice, r *Rules, around time.Time) {
	r.Hours = drawWeek(d)
	if d.oneIn(3, "with breaks") {
		r.Breaks = drawWeek(d)
	}
	today := DateOf(around, r.Zone)
	if d.oneIn(4, "with a shift") {
		shift := Shift{Hours: drawWeek(d), Breaks: drawWeek(d), From: today.AddDays(d(-3, 2, "shift from"))}
		if d.oneIn(2, "shift ends") {
			shift.Until = shift.From.AddDays(d(0, 3, "days of shift"))
		}
		r.Shifts = []Shift{shift, {Until: today, Hours: drawWeek(d)}}
	}
	if d.oneIn(4, "with holiday") {
		r.Holidays = []Date{today.AddDays(d(-2, 2, "holiday"))}
	}
	if d.oneIn(2, "with exception") {
		r.Exceptions = map[Date][]Window{today.AddDays(d(-2, 2, "exception")): drawWindows(d)}
	}
}

func drawWeek(d dice) (week Week) {
	for day := range week {
		week[day] = drawWindows(d)
	}
	return week
}

func drawWindows(d dice) []Window {
	if d.oneIn(4, "open all day") {
		return []Window{{0, EndOfDay}}
	}
	var windows []Window
	for range d(0, 3, "windows") {
		windows = append(windows, Window{Clock(5 * d(0, 287, "opens")), Clock(5 * d(0, 288, "closes"))})
	}
	return windows
}

func drawDiary(d dice, around time.Time) Diary {
	var diary Diary
	for range d(0, 6, "busy") {
		diary.Busy = append(diary.Busy, drawEntry(d, around))
	}
	for range max(0, d(-2, 2, "reserved")) {
		diary.Reserved = append(diary.Reserved, drawEntry(d, around))
	}
	for range max(0, d(-4, 2, "away")) {
		diary.Away = append(diary.Away, drawEntry(d, around))
	}
	for range max(0, d(-2, 3, "booked")) {
		diary.Booked = append(diary.Booked, around.Add(d.minutes(-60*60, 60*60, "booked at")))
	}
	return diary
}

func drawEntry(d dice, around time.Time) Interval {
	start := around.Add(d.minutes(-60*60, 60*60, "busy from") + time.Duration(d(0, 1999, "ms"))*time.Millisecond)
	return Interval{start, start.Add(pick(d, "busy for", 0, time.Second, minutes(10), minutes(55), 26*time.Hour))}
}

// team panics where the drawn rules are refused, which would be a fault of the
// test; both ways of drawing report a panic with what was drawn.
func (q question) team() *Team {
	team, err := NewTeam(q.choice, q.within, q.members...)
	if err != nil {
		panic(err)
	}
	return team
}

func (q question) ask() []Vacancy { return q.team().Open(q.within, q.now) }
