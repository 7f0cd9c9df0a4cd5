package speech

import (
	"testing"
	"time"
)

// now is a Monday morning in New York.
var now = time.Date(2027, 3, 8, 14, 20, 0, 0, time.UTC)

func newYork(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// marches reads local times in March 2027, "09T10:00".
func marches(t testing.TB, texts ...string) []time.Time {
	t.Helper()
	times := make([]time.Time, len(texts))
	for i, text := range texts {
		at, err := time.ParseInLocation("2006-01-02T15:04", "2027-03-"+text, newYork(t))
		if err != nil {
			t.Fatal(err)
		}
		times[i] = at
	}
	return times
}

// TestLines shows each line as it is said.
func TestLines(t *testing.T) {
	l := For("en").At(now, newYork(t))
	one, none := marches(t, "09T10:00")[0], time.Time{}
	three := marches(t, "09T10:00", "09T14:30", "10T09:00")
	for _, tt := range []struct{ got, want string }{
		{l.Offer(three), "I have tomorrow, Tuesday March 9 at 10 AM, 2:30 PM, or Wednesday March 10 at 9 AM. Which works best for you?"},
		{l.Offer(three[:2]), "I have tomorrow, Tuesday March 9 at 10 AM or 2:30 PM. Which works best for you?"},
		{l.Offer(three[:1]), "I have tomorrow, Tuesday March 9 at 10 AM. Would that work for you?"},
		{l.Offer(nil), "I'm sorry, nothing is free then. Is there another day that works for you?"},
		{l.NoneFree(one), "I'm sorry, nothing is free then. The next opening is tomorrow, Tuesday March 9 at 10 AM. Would that work?"},
		{l.WhenUnclear([]string{"this Friday", "Friday next week"}), "Just to be sure, did you mean this Friday or Friday next week?"},
		{l.WhenUnclear(nil), "Which day would you like?"},
		{l.InPast(), "That time has already passed. Which other time works for you?"},
		{l.TooSoon(none), "That's a little too soon for us. Would a later time work?"},
		{l.TooSoon(one), "That's a little too soon for us. The first time I have is tomorrow, Tuesday March 9 at 10 AM. Would that work?"},
		{l.BeyondWindow(30), "I can book up to 30 days ahead. Would an earlier day work?"},
		{l.BeyondWindow(1), "I can book up to 1 day ahead. Would an earlier day work?"},
		{l.BeyondWindow(0), "That's further ahead than I can book. Would an earlier day work?"},
		{l.ServiceUnknown([]string{"Cut & colour", "Beard trim", "Perm"}), "I don't know that service. We offer Cut and colour, Beard trim, and Perm. Which would you like?"},
		{l.ServiceUnknown(nil), "I don't know that service. What would you like to come in for?"},
		{l.Held(one, 2*time.Minute), "I'm holding tomorrow, Tuesday March 9 at 10 AM for you for 2 minutes. Shall I book it?"},
		{l.Held(one, 10*time.Second), "I'm holding tomorrow, Tuesday March 9 at 10 AM for you for 1 minute. Shall I book it?"},
		{l.Booked(one, "Ann", "K7MP"), "You're all set, Ann: tomorrow, Tuesday March 9 at 10 AM. Your code is K, 7, M, P."},
		{l.Booked(one, " \n", "K7MP"), "You're all set for tomorrow, Tuesday March 9 at 10 AM. Your code is K, 7, M, P."},
		{l.BookingPending(one, "K7MP"), "I have you down for tomorrow, Tuesday March 9 at 10 AM; the calendar is still confirming it. Your code is K, 7, M, P."},
		{l.SlotTaken(nil), "I'm sorry, that time was just taken. Shall I look for another?"},
		{l.SlotTaken(three[:2]), "I'm sorry, that time was just taken. I still have tomorrow, Tuesday March 9 at 10 AM or 2:30 PM. Which works for you?"},
		{l.SlotUnknown(three[:1]), "I don't have that time on my list. I do have tomorrow, Tuesday March 9 at 10 AM. Which works for you?"},
		{l.OutsideHours(nil), "We don't take appointments then. Which other time works for you?"},
		{l.WhichPerson([]string{"Ann Bell", "Bob Bell"}), "I find more than one person with this number. Am I speaking with Ann Bell or Bob Bell?"},
		{l.WhichPerson([]string{"<>", ""}), "I find more than one person with this number. What is your full name?"},
		{l.AlreadyBooked(one, "K7MP"), "You already have that one: tomorrow, Tuesday March 9 at 10 AM. Your code is K, 7, M, P."},
		{l.Cancelled(one), "That's cancelled for you: tomorrow, Tuesday March 9 at 10 AM. Is there anything else I can do?"},
		{l.WhichOne(three[1:]), "I find more than one appointment: tomorrow, Tuesday March 9 at 2:30 PM or Wednesday March 10 at 9 AM. Which one do you mean?"},
		{l.Rescheduled(one, "K7MP"), "Done, I've moved you to tomorrow, Tuesday March 9 at 10 AM. Your code is K, 7, M, P."},
		{l.Found(three), "You have 3 appointments: tomorrow, Tuesday March 9 at 10 AM, 2:30 PM, and Wednesday March 10 at 9 AM."},
		{l.Found(three[:1]), "You have one appointment: tomorrow, Tuesday March 9 at 10 AM."},
		{l.Found(nil), "I don't see an appointment. Do you have a confirmation code?"},
		{l.Greeting("Ann"), "Hello Ann, good to hear from you. How can I help you today?"},
		{l.Greeting(""), "Hello, thanks for calling. How can I help you today?"},
	} {
		if tt.got != tt.want {
			t.Errorf("got  %s\nwant %s", tt.got, tt.want)
		}
	}
}

// TestListsAreCut offers a whole week of times: as many are said as fit, in
// order, and the sentence stays whole.
func TestListsAreCut(t *testing.T) {
	var times []time.Time
	for day := range 7 {
		times = append(times, now.AddDate(0, 0, day+1), now.AddDate(0, 0, day+1).Add(5*time.Hour))
	}
	const want = "I have tomorrow, Tuesday March 9 at 9:20 AM, 2:20 PM, Wednesday March 10 at 9:20 AM, 2:20 PM, Thursday March 11 at 9:20 AM, 2:20 PM, Friday March 12 at 9:20 AM, or 2:20 PM. Which works best for you?"
	if got := For("en").At(now, newYork(t)).Offer(times); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
