package speech

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/slot"
)

func english() *language {
	return &language{
		phrases: englishPhrases(),
		words: words{
			and: "and", or: "or", on: "on ", from: "from ", until: " until ",
			midnight: "midnight", yours: "your time",
		},
		join:    englishList,
		day:     englishDay,
		clock:   englishClock,
		part:    englishPart,
		at:      englishAt,
		days:    func(count int) string { return englishCount(count, "day") },
		minutes: func(count int) string { return englishCount(count, "minute") },
		small:   englishNumber,
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

// englishDay leaves out the month within a week, where the weekday with its
// number says enough.
func englishDay(date slot.Date, fromToday int, withYear bool) day {
	switch fromToday {
	case -1:
		return day{"yesterday", fromToday, true}
	case 0:
		return day{"today", fromToday, true}
	case 1:
		return day{"tomorrow", fromToday, true}
	}
	name := fmt.Sprintf("%s %s %s", date.Weekday(), date.Month, englishOrdinal(date.Day))
	switch {
	case withYear:
		name += ", " + strconv.Itoa(date.Year)
	case fromToday > 0 && fromToday < 7:
		name = fmt.Sprintf("%s the %s", date.Weekday(), englishOrdinal(date.Day))
	}
	return day{name, fromToday, false}
}

func englishClock(hour, minute int) string {
	switch {
	case hour == 0 && minute == 0:
		return "midnight as the day begins"
	case hour == 0 && minute == 15:
		return "quarter past midnight"
	case hour == 0 && minute == 30:
		return "half past midnight"
	case hour == 0 && minute < 30:
		return englishCount(minute, "minute") + " past midnight"
	case hour == 12 && minute == 0:
		return "noon"
	}
	name, next := englishNumber((hour+11)%12+1), englishNumber(hour%12+1)
	switch {
	case minute == 0:
		return name
	case minute == 15:
		return "quarter past " + name
	case minute == 30:
		return "half past " + name
	case minute == 45:
		return "quarter to " + next
	case minute < 10:
		return name + " oh " + englishNumber(minute)
	}
	return name + " " + englishNumber(minute)
}

// englishPart leaves it out from nine in the morning to six in the evening:
// there an hour means one thing to anybody who makes appointments.
func englishPart(hour, minute int) string {
	switch {
	case hour == 0 && minute <= 30: // "midnight" has said it
		return ""
	case hour < 9:
		return "in the morning"
	case hour >= 18 && hour < 21:
		return "in the evening"
	case hour >= 21:
		return "at night"
	}
	return ""
}

func englishAt(m moment) string {
	short := map[string]string{
		"today in the morning": "this morning", "today in the evening": "this evening", "today at night": "tonight",
		"tomorrow in the morning": "tomorrow morning", "tomorrow in the evening": "tomorrow evening", "tomorrow at night": "tomorrow night",
	}
	if day, ok := short[m.day.name+" "+m.part]; ok {
		return day + " at " + m.clock
	}
	return strings.TrimSpace(m.day.name + " at " + m.clock + " " + m.part)
}

func englishCount(count int, thing string) string {
	if count == 1 {
		return "one " + thing
	}
	return counted(count, englishNumber) + " " + thing + "s"
}

// englishNumber says 0 to 59.
func englishNumber(n int) string {
	small := []string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tens := []string{"", "", "twenty", "thirty", "forty", "fifty"}
	switch {
	case n < 20:
		return small[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + "-" + small[n%10]
}

// englishOrdinal says the day of a month.
func englishOrdinal(n int) string {
	irregular := map[int]string{1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth", 20: "twentieth", 30: "thirtieth"}
	switch name, ok := irregular[n]; {
	case ok:
		return name
	case n > 20:
		return englishNumber(n/10*10) + "-" + englishOrdinal(n%10)
	}
	return englishNumber(n) + "th"
}
