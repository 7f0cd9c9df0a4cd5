package slot

import "time"

// Event is an entry of a calendar, as far as it matters to slots.
type Event struct {
	// Interval is when it takes place, unless it is an all-day event.
	Interval
	// First and Last are the dates of an all-day event, both included; zero
	// dates for any other.
	First, Last Date
	Status      EventStatus
}

// EventStatus says whether an event keeps its owner busy. Anything not listed
// here does, since to offer a taken hour is worse than not to offer a free one.
type EventStatus string

const (
	// Confirmed is an ordinary event.
	Confirmed EventStatus = ""
	// Tentative events block: who may come needs the time.
	Tentative EventStatus = "tentative"
	// Shown as free, an event blocks nothing.
	ShownFree EventStatus = "free"
	// Cancelled events block nothing.
	Cancelled EventStatus = "cancelled"
)

// BusyTimes returns the time that events take from an owner who lives in a
// zone: an all-day event takes the whole of its dates there, be they of 23
// hours or 25. Events without length, cancelled ones and those shown as free
// take none.
func BusyTimes(events []Event, zone *time.Location) []Interval {
	var busy []Interval
	for _, e := range events {
		taken := e.Interval
		if e.First != (Date{}) {
			taken = Interval{Resolve(e.First, 0, zone), Resolve(e.Last.AddDays(1), 0, zone)}
		}
		if e.Status != ShownFree && e.Status != Cancelled && taken.Start.Before(taken.End) {
			busy = append(busy, taken)
		}
	}
	return busy
}
