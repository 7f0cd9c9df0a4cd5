package speech

import (
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// german counts hours to twelve, as people do when they talk, so that "halb
// drei" and "drei Uhr" stand well in one sentence. "Viertel drei" and "drei
// viertel drei" are not said: half the country takes them for other times.
func german() *language {
	return &language{
		phrases: germanPhrases(),
		words: words{
			and: "und", or: "oder", on: "am ", at: "um ", from: "von ", until: " bis ",
			midnight: "Mitternacht", yours: "Ihrer Ortszeit",
		},
		join:    germanList,
		day:     germanDay,
		clock:   germanClock,
		part:    germanPart,
		at:      germanAt,
		days:    func(count int) string { return germanCount(count, "einen Tag", "Tage") },
		minutes: func(count int) string { return germanCount(count, "eine Minute", "Minuten") },
		small:   germanNumber,
	}
}

func germanList(items []string, word string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " " + word + " " + items[last]
}

func germanDay(date slot.Date, fromToday int, withYear bool) day {
	switch fromToday {
	case -1:
		return day{"gestern", fromToday, true}
	case 0:
		return day{"heute", fromToday, true}
	case 1:
		return day{"morgen", fromToday, true}
	case 2:
		return day{"übermorgen", fromToday, true}
	}
	name := germanWeekday(date.Weekday()) + ", den " + germanOrdinal(date.Day)
	if fromToday < 0 || fromToday > 6 {
		name += " " + germanMonth(date.Month)
	}
	if withYear {
		name += " " + strconv.Itoa(date.Year)
	}
	return day{name, fromToday, false}
}

func germanClock(hour, minute int) string {
	switch {
	case hour == 0 && minute == 0:
		return "null Uhr"
	case hour == 0:
		return "null Uhr " + germanNumber(minute)
	}
	this, next := (hour+11)%12+1, hour%12+1
	switch minute {
	case 0:
		return germanHour(this)
	case 15:
		return "Viertel nach " + germanNumber(this)
	case 30:
		return "halb " + germanNumber(next)
	case 45:
		return "Viertel vor " + germanNumber(next)
	}
	return germanHour(this) + " " + germanNumber(minute)
}

func germanHour(hour int) string {
	if hour == 1 {
		return "ein Uhr"
	}
	return germanNumber(hour) + " Uhr"
}

// germanPart leaves it out from nine in the morning to six in the evening, and
// where "null Uhr" has said it.
func germanPart(hour, _ int) string {
	switch {
	case hour >= 1 && hour < 5:
		return "nachts"
	case hour >= 5 && hour < 9:
		return "morgens"
	case hour >= 18:
		return "abends"
	}
	return ""
}

func germanAt(m moment) string {
	short := map[string]string{
		"heute morgens": "heute früh", "morgen morgens": "morgen früh",
		"heute abends": "heute Abend", "morgen abends": "morgen Abend",
	}
	if day, ok := short[m.day.name+" "+m.part]; ok {
		return day + " um " + m.clock
	}
	name := m.day.name
	if !m.day.relative {
		name = "am " + name
	}
	return strings.TrimSpace(name + " um " + m.clock + " " + m.part)
}

func germanCount(count int, one, many string) string {
	if count == 1 {
		return one
	}
	return counted(count, germanNumber) + " " + many
}

// germanNumber says 0 to 59.
func germanNumber(n int) string {
	small := []string{
		"null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn",
		"vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
	}
	tens := []string{"", "", "zwanzig", "dreißig", "vierzig", "fünfzig"}
	switch {
	case n < 20:
		return small[n]
	case n%10 == 0:
		return tens[n/10]
	}
	if n%10 == 1 {
		return "einund" + tens[n/10]
	}
	return small[n%10] + "und" + tens[n/10]
}

// germanOrdinal says the day of a month after "den".
func germanOrdinal(n int) string {
	irregular := map[int]string{1: "ersten", 3: "dritten", 7: "siebten", 8: "achten"}
	switch name, ok := irregular[n]; {
	case ok:
		return name
	case n < 20:
		return germanNumber(n) + "ten"
	}
	return germanNumber(n) + "sten"
}

func germanWeekday(d time.Weekday) string {
	return [...]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}[d]
}

func germanMonth(m time.Month) string {
	return [...]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
	}[m-1]
}
