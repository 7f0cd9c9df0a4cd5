package speech

import "github.com/ringbook/ringbook/internal/slot"

// language is everything that differs between languages.
type language struct {
	phrases phrases
	words   words
	// join says a list of any length with one of the words and and or.
	join func(items []string, word string) string
	// day names a date that is so many days from today, with or without year.
	day func(date slot.Date, fromToday int, withYear bool) day
	// clock says a time of day without its part: "half past two".
	clock func(hour, minute int) string
	// part says which part of the day an hour belongs to, and nothing where
	// clock leaves no doubt of it.
	part func(hour, minute int) string
	// at puts a day and a time of day together.
	at func(m moment) string
	// days and minutes count: "one day", "30 days".
	days, minutes func(count int) string
	// small says a number up to twenty in a word.
	small func(n int) string
	// symbols says those of a code that are not said by writing them down.
	symbols map[rune]string
}

// day is a date as it is said.
type day struct {
	name      string
	fromToday int
	// relative names hang on today: "tomorrow".
	relative bool
}

// moment is a time on a day. part is empty where there is no doubt of it.
type moment struct {
	day         day
	clock, part string
}

// words are the small words between the others.
type words struct {
	and, or string // between the last two items of a list
	on      string // before a weekday that stands alone: "on "
	at      string // before a time of a day that was said before: "um "
	from    string // before the beginning of a range: "from "
	until   string // before its end: " until "
	// midnight is the end of a day.
	midnight string
	// yours says that the times are the caller's and not the business's.
	yours string
}

// phrases are the lines. A value in braces is filled in; beside each group
// stands what its phrases may ask for, in any order. Where a line can be said
// with less, the form with less is a phrase of its own.
type phrases struct {
	// Free times. {list} is of times; the next free one is {when}; what was
	// asked for is {range}.
	Offer, OfferOne            string // {list}
	NoneFree, NoneFreeNext     string // Next: {when}
	NoneFreeIn, NoneFreeInNext string // {range}; Next: {when} too
	TooSoon, TooSoonNext       string // Next: {when}
	Held                       string // {when}, and {count} of minutes

	// What was not understood or cannot be.
	WhenMissing, WhenUnclear            string // Unclear: {list} of readings
	ServiceUnknown, ServiceUnknownNames string // Names: {list}
	StaffUnknown, StaffUnknownNames     string // Names: {list}
	BeyondWindow, BeyondDays            string // Days: {count} of days
	InPast, KeyReused                   string
	NotConnected, RetryLater            string

	// Switched off.
	CheckingOff, BookingOff, CancellingOff, ReschedulingOff string

	// Booking.
	Booked, BookedName               string // {when} {code}; Name: {name} too
	BookingPending, AlreadyBooked    string // {when} {code}
	SlotTaken, SlotTakenOthers       string // Others: {list} of times
	SlotUnknown, SlotUnknownOthers   string // Others: {list} of times
	OutsideHours, OutsideHoursOthers string // Others: {list} of times
	WhichPerson, WhichPersonNames    string // Names: {list}
	NeedPhone, NeedName              string

	// Appointments that exist.
	Cancelled, AlreadyCancelled, CancelPending string // {when}
	Rescheduled                                string // {when} {code}
	ReschedulePending                          string // {when}
	Found, FoundOne                            string // {list} of times; Found: {count} too
	WhichOne, WhichOneTimes                    string // Times: {list}
	NoneFound, NotFound, NotYours, CodeUnknown string
	Over                                       string

	// The call itself.
	Greeting, GreetingName, GreetingWithheld string // Name: {name}
	CallerIs, CallerNew                      string // Is: {name}
	NoteAdded, Ended                         string
}
