package speech

import (
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/slot"
)

func english() *language {
	return &language{
		phrases: englishPhrases(),
		and:     "and", or: "or",
		join:    englishList,
		day:     englishDay,
		clock:   englishClock,
		at:      func(day, clock string) string { return day + " at " + clock },
		days:    func(count int) string { return englishCount(count, "day") },
		minutes: func(count int) string { return englishCount(count, "minute") },
	}
}

// englishList keeps the comma before the last word: it is heard as a pause.
func englishList(items []string, word string) string {
	switch last := len(items) - 1; {
	case last < 0:
		return ""
	case last == 0:
		return items[0]
	case last == 1:
		return items[0] + " " + word + " " + items[1]
	default:
		return strings.Join(items[:last], ", ") + ", " + word + " " + items[last]
	}
}

func englishDay(date slot.Date, fromToday int, withYear bool) string {
	name := fmt.Sprintf("%s %s %d", date.Weekday(), date.Month, date.Day)
	if withYear {
		name = fmt.Sprintf("%s, %d", name, date.Year)
	}
	switch fromToday {
	case 0:
		return "today"
	case 1:
		return "tomorrow, " + name
	}
	return name
}

func englishClock(hour, minute int) string {
	switch {
	case hour == 12 && minute == 0:
		return "noon"
	case hour == 0 && minute == 0:
		return "midnight"
	case minute == 0:
		return fmt.Sprintf("%d %s", (hour+11)%12+1, englishHalf(hour))
	}
	return fmt.Sprintf("%d:%02d %s", (hour+11)%12+1, minute, englishHalf(hour))
}

func englishHalf(hour int) string {
	if hour < 12 {
		return "AM"
	}
	return "PM"
}

func englishCount(count int, thing string) string {
	if count == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", count, thing)
}

func englishPhrases() phrases {
	return phrases{
		Offer:        "I have {list}. Which works best for you?",
		OfferOne:     "I have {list}. Would that work for you?",
		NoneFree:     "I'm sorry, nothing is free then. Is there another day that works for you?",
		NoneFreeNext: "I'm sorry, nothing is free then. The next opening is {when}. Would that work?",
		TooSoon:      "That's a little too soon for us. Would a later time work?",
		TooSoonNext:  "That's a little too soon for us. The first time I have is {when}. Would that work?",
		Held:         "I'm holding {when} for you for {count}. Shall I book it?",

		WhenMissing:         "Which day would you like?",
		WhenUnclear:         "Just to be sure, did you mean {list}?",
		ServiceUnknown:      "I don't know that service. What would you like to come in for?",
		ServiceUnknownNames: "I don't know that service. We offer {list}. Which would you like?",
		BeyondWindow:        "That's further ahead than I can book. Would an earlier day work?",
		BeyondDays:          "I can book up to {count} ahead. Would an earlier day work?",
		InPast:              "That time has already passed. Which other time works for you?",
		KeyReused:           "I mixed up two requests there. Let me go over the details with you once more.",
		NotConnected:        "I can't get to our calendar from here. Let me find someone who can help you.",
		RetryLater:          "Our calendar is slow to answer just now. Give me a moment and I'll try again.",

		CheckingOff:     "I can't look up free times on this line. Let me find someone who can help you.",
		BookingOff:      "I can't book appointments on this line. Let me find someone who can help you.",
		CancellingOff:   "I can't cancel appointments on this line. Let me find someone who can help you.",
		ReschedulingOff: "I can't move appointments on this line. Let me find someone who can help you.",

		Booked:             "You're all set for {when}. Your code is {code}.",
		BookedName:         "You're all set, {name}: {when}. Your code is {code}.",
		BookingPending:     "I have you down for {when}; the calendar is still confirming it. Your code is {code}.",
		AlreadyBooked:      "You already have that one: {when}. Your code is {code}.",
		SlotTaken:          "I'm sorry, that time was just taken. Shall I look for another?",
		SlotTakenOthers:    "I'm sorry, that time was just taken. I still have {list}. Which works for you?",
		SlotUnknown:        "I don't have that time on my list. Shall I check what is free?",
		SlotUnknownOthers:  "I don't have that time on my list. I do have {list}. Which works for you?",
		OutsideHours:       "We don't take appointments then. Which other time works for you?",
		OutsideHoursOthers: "We don't take appointments then. I do have {list}. Which works for you?",
		WhichPerson:        "I find more than one person with this number. What is your full name?",
		WhichPersonNames:   "I find more than one person with this number. Am I speaking with {list}?",
		NeedPhone:          "Which phone number may I put down for you?",
		NeedName:           "May I have your name, please?",

		Cancelled:         "That's cancelled for you: {when}. Is there anything else I can do?",
		AlreadyCancelled:  "That one was already cancelled: {when}. Is there anything else I can do?",
		CancelPending:     "I'm cancelling it for you: {when}; the calendar is still confirming it.",
		Rescheduled:       "Done, I've moved you to {when}. Your code is {code}.",
		ReschedulePending: "I'm moving you to {when}; the calendar is still confirming it.",
		Found:             "You have {count} appointments: {list}.",
		FoundOne:          "You have one appointment: {list}.",
		WhichOne:          "I find more than one appointment. What is the date of the one you mean?",
		WhichOneTimes:     "I find more than one appointment: {list}. Which one do you mean?",
		NoneFound:         "I don't see an appointment. Do you have a confirmation code?",
		NotFound:          "I can't find that appointment. Do you have the confirmation code?",
		CodeUnknown:       "I can't find that code. Could you say it once more, letter by letter?",
		NotYours:          "I need to be sure it's yours first. What is the confirmation code, please?",

		Greeting:         "Hello, thanks for calling. How can I help you today?",
		GreetingName:     "Hello {name}, good to hear from you. How can I help you today?",
		GreetingWithheld: "Hello, thanks for calling. I can't see your number. How can I help you today?",
		NoteAdded:        "I've made a note of that.",
		Ended:            "Thank you for calling. Goodbye.",
	}
}
