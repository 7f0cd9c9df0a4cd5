package speech

import "github.com/ringbook/ringbook/internal/slot"

// language is everything that differs between languages.
type language struct {
	phrases phrases
	// and and or are the words between the last two items of a list.
	and, or string
	// join says a list of any length with one of those words.
	join func(items []string, word string) string
	// day says a date that is so many days from today, with or without year.
	day func(date slot.Date, fromToday int, withYear bool) string
	// clock says a time of day.
	clock func(hour, minute int) string
	// at puts a day and a time of day together.
	at func(day, clock string) string
	// days and minutes count: "1 day", "30 days".
	days, minutes func(count int) string
}

// phrases are the lines. A value in braces is filled in; beside each group
// stands what its phrases may ask for, in any order. Where a line can be said
// with less, the form with less is a phrase of its own.
type phrases struct {
	// Free times. {list} is of times; the next free one is {when}.
	Offer, OfferOne        string // {list}
	NoneFree, NoneFreeNext string // Next: {when}
	TooSoon, TooSoonNext   string // Next: {when}
	Held                   string // {when}, and {count} of minutes

	// What was not understood or cannot be.
	WhenMissing, WhenUnclear            string // Unclear: {list} of readings
	ServiceUnknown, ServiceUnknownNames string // Names: {list}
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

	// The call itself.
	Greeting, GreetingName, GreetingWithheld string // Name: {name}
	NoteAdded, Ended                         string
}
