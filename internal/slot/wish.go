package slot

import (
	"slices"
	"time"
)

// PartOfDay is a part of the local day that a caller may ask for.
type PartOfDay string

// The parts of the day: before noon, noon to five, five and later.
const (
	AnyTime   PartOfDay = ""
	Morning   PartOfDay = "morning"
	Afternoon PartOfDay = "afternoon"
	Evening   PartOfDay = "evening"
)

// Wish is what a caller would like, in the caller's own words of time.
type Wish struct {
	// Zone is where the parts of the day and the weekdays are meant.
	Zone *time.Location
	Part PartOfDay
	// Weekdays are those that suit; none means all.
	Weekdays []time.Weekday
}

// Grants reports whether a start is as wished.
func (w Wish) Grants(start time.Time) bool {
	local := start.In(w.Zone)
	if len(w.Weekdays) > 0 && !slices.Contains(w.Weekdays, local.Weekday()) {
		return false
	}
	switch hour := local.Hour(); w.Part {
	case Morning:
		return hour < 12
	case Afternoon:
		return hour >= 12 && hour < 17
	case Evening:
		return hour >= 17
	}
	return true
}
