package attribute

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// workingHours is what zoho_working_hours says, before it is told from where
// the zone comes. A weekday without windows is closed.
type workingHours struct {
	week  slot.Week
	dates map[slot.Date][]slot.Window
}

const (
	hoursExample   = `{"mon":[["09:00","12:00"],["13:00","17:00"]],"dates":{"2027-12-25":[]}}`
	windowsExample = `[["09:00","12:00"],["13:00","17:00"]], or [] for closed`
)

// dayNames are the canonical names, indexed by time.Weekday.
func dayNames() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

func parseWorkingHours(text string) (workingHours, error) {
	root, err := parseJSON(text)
	if err != nil {
		return workingHours{}, err
	}
	members, err := root.object(hoursExample)
	if err != nil {
		return workingHours{}, err
	}
	if len(members) == 0 {
		return workingHours{}, fmt.Errorf("name at least one weekday, such as %s", hoursExample)
	}
	hours := workingHours{dates: map[slot.Date][]slot.Window{}}
	var named [7]bool
	for _, m := range members {
		if m.name == "dates" {
			hours.dates, err = parseDates(m.value)
		} else {
			err = hours.setDay(m, &named)
		}
		if err != nil {
			return workingHours{}, err
		}
	}
	return hours, nil
}

func (h *workingHours) setDay(m member, named *[7]bool) error {
	day, ok := parseWeekday(m.name)
	if !ok {
		return m.value.problem("there is no such day%s", didYouMean(m.name, append(dayNames(), "dates")))
	}
	if named[day] {
		return m.value.problem("this weekday stands twice")
	}
	named[day] = true
	windows, err := parseWindows(m.value)
	h.week[day] = windows
	return err
}

// parseWeekday accepts English names and their first three letters in any
// case.
func parseWeekday(name string) (time.Weekday, bool) {
	word := strings.ToLower(strings.TrimSpace(name))
	for day := time.Sunday; day <= time.Saturday; day++ {
		full := strings.ToLower(day.String())
		if word == full || word == full[:3] {
			return day, true
		}
	}
	return 0, false
}

func parseDates(v jsonValue) (map[slot.Date][]slot.Window, error) {
	members, err := v.object(`{"2027-12-25":[]}`)
	if err != nil {
		return nil, err
	}
	dates := map[slot.Date][]slot.Window{}
	for _, m := range members {
		date, err := slot.ParseDate(m.name)
		if err != nil {
			return nil, m.value.problem("write an existing date as YYYY-MM-DD")
		}
		if dates[date], err = parseWindows(m.value); err != nil {
			return nil, err
		}
	}
	return dates, nil
}

// parseWindows returns the windows in the order of their starts; none may
// reach into the next.
func parseWindows(v jsonValue) ([]slot.Window, error) {
	if v.data == nil {
		return []slot.Window{}, nil
	}
	items, err := v.array(windowsExample)
	if err != nil {
		return nil, err
	}
	windows := []slot.Window{}
	for _, item := range items {
		window, err := parseWindow(item)
		if err != nil {
			return nil, err
		}
		windows = append(windows, window)
	}
	slices.SortFunc(windows, func(a, b slot.Window) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(windows); i++ {
		if before := windows[i-1]; before.To <= before.From || before.To > windows[i].From {
			return nil, v.problem("%s to %s overlaps %s to %s", before.From, before.To, windows[i].From, windows[i].To)
		}
	}
	return windows, nil
}

func parseWindow(v jsonValue) (slot.Window, error) {
	ends, err := v.array(`["09:00","17:00"]`)
	if err != nil {
		return slot.Window{}, err
	}
	if len(ends) != 2 {
		return slot.Window{}, v.problem(`write beginning and end, such as ["09:00","17:00"]`)
	}
	from, err := parseClock(ends[0])
	if err != nil {
		return slot.Window{}, err
	}
	to, err := parseClock(ends[1])
	if err != nil {
		return slot.Window{}, err
	}
	if from == slot.EndOfDay || from == to {
		return slot.Window{}, v.problem(`this window has no length; for a whole day write ["00:00","24:00"]`)
	}
	return slot.Window{From: from, To: to}, nil
}

// parseClock also reads "9:00", which slot.ParseClock does not.
func parseClock(v jsonValue) (slot.Clock, error) {
	text, _ := v.data.(string)
	text = strings.TrimSpace(text)
	if len(text) == len("9:00") {
		text = "0" + text
	}
	clock, err := slot.ParseClock(text)
	if err != nil {
		return 0, v.problem(`write a time of day in 24 hours, such as "09:00"`)
	}
	return clock, nil
}

// String renders the canonical JSON: the week from Monday, closed days left
// out, then the dates in their order.
func (h workingHours) String() string {
	var parts []string
	for i := range 7 {
		day := (int(time.Monday) + i) % 7
		if len(h.week[day]) > 0 {
			parts = append(parts, fmt.Sprintf("%q:%s", dayNames()[day], renderWindows(h.week[day])))
		}
	}
	if len(h.dates) > 0 {
		var dates []string
		for _, date := range slices.SortedFunc(maps.Keys(h.dates), slot.Date.Compare) {
			dates = append(dates, fmt.Sprintf("%q:%s", date, renderWindows(h.dates[date])))
		}
		parts = append(parts, `"dates":{`+strings.Join(dates, ",")+"}")
	}
	if len(parts) == 0 {
		return `{"mon":[]}` // closed on every day; "{}" would say nothing
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func renderWindows(windows []slot.Window) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, w := range windows {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "[%q,%q]", w.From, w.To)
	}
	b.WriteByte(']')
	return b.String()
}
