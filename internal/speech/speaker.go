package speech

import (
	"strings"
	"time"
	"unicode"

	"github.com/ringbook/ringbook/internal/slot"
)

// Speaker speaks one language.
type Speaker struct{ language *language }

// For returns the speaker of a language by its code ("en", "en-GB"); English
// stands in for languages that are not there.
func For(code string) Speaker {
	base, _, _ := strings.Cut(strings.ToLower(code), "-")
	return Speaker{languageOf(base)}
}

// languageOf is the list of languages.
func languageOf(code string) *language {
	switch code {
	default:
		return english()
	}
}

// yearIsClear is how far from now a date without its year is understood.
const yearIsClear = 304 * 24 * time.Hour

// When says an instant as the clocks of a zone show it: "tomorrow, Tuesday
// March 9 at 10 AM". The year is named only where it could be mistaken.
func (s Speaker) When(t, now time.Time, zone *time.Location) string {
	local := t.In(zone)
	day := s.day(slot.DateOf(t, zone), slot.DateOf(now, zone), t.Sub(now).Abs() > yearIsClear)
	return s.language.at(day, s.Clock(local.Hour(), local.Minute()))
}

// Date says a date as seen from today: "tomorrow, Tuesday March 9".
func (s Speaker) Date(date, today slot.Date) string {
	days := today.DaysUntil(date)
	return s.day(date, today, max(days, -days) > int(yearIsClear/(24*time.Hour)))
}

func (s Speaker) day(date, today slot.Date, withYear bool) string {
	return s.language.day(date, today.DaysUntil(date), withYear)
}

// Clock says a time of day, hour 0 to 23: "2:30 PM", "noon".
func (s Speaker) Clock(hour, minute int) string { return s.language.clock(hour, minute) }

// longestCode is how many symbols of a code are said; ours have 4 to 6.
const longestCode = 8

// Code spells a confirmation code symbol by symbol: "K, 7, M, P".
func (s Speaker) Code(code string) string {
	var symbols []string
	for _, r := range strings.ToUpper(code) {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && len(symbols) < longestCode {
			symbols = append(symbols, string(r))
		}
	}
	return strings.Join(symbols, ", ")
}

// And joins items for "all of them": "Ann, Bob, and Eve".
func (s Speaker) And(items []string) string { return s.language.join(items, s.language.and) }

// Or joins items for "one of them": "Ann, Bob, or Eve".
func (s Speaker) Or(items []string) string { return s.language.join(items, s.language.or) }

// Times says several instants in the order given, one item each; an item on
// the same day as the one before it says the time only.
func (s Speaker) Times(times []time.Time, now time.Time, zone *time.Location) []string {
	items := make([]string, len(times))
	for i, t := range times {
		if i > 0 && slot.DateOf(t, zone) == slot.DateOf(times[i-1], zone) {
			local := t.In(zone)
			items[i] = s.Clock(local.Hour(), local.Minute())
			continue
		}
		items[i] = s.When(t, now, zone)
	}
	return items
}

// At returns the lines of a conversation, said at an instant to somebody in a
// zone.
func (s Speaker) At(now time.Time, zone *time.Location) Lines {
	return Lines{speaker: s, say: s.language.phrases, now: now, zone: zone}
}
