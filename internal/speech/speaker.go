package speech

import (
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Speaker speaks one language.
type Speaker struct{ language *language }

// For returns the speaker of a language by its code ("en", "es-MX"); English
// stands in for languages that are not there.
func For(code string) Speaker {
	base, _, _ := strings.Cut(strings.ToLower(code), "-")
	return Speaker{languageOf(base)}
}

// languageOf is the list of languages.
func languageOf(code string) *language {
	switch code {
	case "es":
		return spanish()
	case "de":
		return german()
	}
	return english()
}

// yearIsClear is how far from now a date without its year is understood.
const yearIsClear = 304 * 24 * time.Hour

// When says an instant as the clocks of a zone show it: "tomorrow at half past
// two". The part of the day is named only where the hour leaves a doubt, the
// year only where it could be mistaken.
func (s Speaker) When(t, now time.Time, zone *time.Location) string {
	return s.language.at(s.moment(t, now, zone))
}

// Date says a date as seen from today: "tomorrow", "Wednesday the tenth".
func (s Speaker) Date(date, today slot.Date) string { return s.day(date, today).name }

// Range says what lies between two instants, the second not included, on the
// clocks of a zone: "tomorrow", "tomorrow from ten until noon", "from tomorrow
// until Friday the twelfth".
func (s Speaker) Range(from, to, now time.Time, zone *time.Location) string {
	w, today := s.language.words, slot.DateOf(now, zone)
	begins, ends := slot.DateOf(from, zone), slot.DateOf(to, zone)
	untilMidnight := startsDay(to, zone) && from.Before(to)
	if untilMidnight {
		ends = ends.AddDays(-1)
	}
	switch {
	case startsDay(from, zone) && untilMidnight && begins == ends:
		return s.on(begins, today)
	case startsDay(from, zone) && untilMidnight:
		return w.from + s.Date(begins, today) + w.until + s.Date(ends, today)
	case begins == ends:
		first, last := s.moment(from, now, zone), moment{clock: w.midnight}
		if !untilMidnight {
			last = s.moment(to, now, zone)
		}
		if first.part == last.part {
			first.part = ""
		}
		return s.on(begins, today) + " " + w.from + first.time() + w.until + last.time()
	}
	first, last := s.moment(from, now, zone), s.moment(to, now, zone)
	first.day.relative, last.day.relative = true, true // whose place "from" takes in front
	return w.from + s.language.at(first) + w.until + s.language.at(last)
}

// Code spells a confirmation code symbol by symbol: "K, 7, M, P".
func (s Speaker) Code(code string) string {
	var symbols []string
	for _, r := range strings.ToUpper(code) {
		if !isHeard(r) || len(symbols) == longestCode {
			continue
		}
		name, named := s.language.symbols[r]
		if !named {
			name = string(r)
		}
		symbols = append(symbols, name)
	}
	return strings.Join(symbols, ", ")
}

// And joins items for "all of them": "Ann, Bob, and Eve".
func (s Speaker) And(items []string) string { return s.language.join(items, s.language.words.and) }

// Or joins items for "one of them": "Ann, Bob, or Eve".
func (s Speaker) Or(items []string) string { return s.language.join(items, s.language.words.or) }

// Times says several instants in the order given, one item each. An item on
// the same day as the one before it says the time only, unless one of them
// leaves out its part of the day and could be taken for being in the other's.
func (s Speaker) Times(times []time.Time, now time.Time, zone *time.Location) []string {
	items := make([]string, len(times))
	var before moment
	for i, t := range times {
		m := s.moment(t, now, zone)
		switch {
		case i == 0 || m.day != before.day || (m.part == "") != (before.part == ""):
			items[i] = s.language.at(m)
		case m.part == before.part:
			items[i] = s.language.words.at + m.clock
		default:
			items[i] = s.language.words.at + m.time()
		}
		before = m
	}
	return items
}

// At returns the lines of a conversation, said at an instant to somebody in a
// zone.
func (s Speaker) At(now time.Time, zone *time.Location) Lines {
	return Lines{speaker: s, say: s.language.phrases, now: now, zone: zone, home: zone}
}

func (s Speaker) moment(t, now time.Time, zone *time.Location) moment {
	local := t.In(zone)
	date, today := slot.DateOf(t, zone), slot.DateOf(now, zone)
	return moment{
		day:   s.language.day(date, today.DaysUntil(date), t.Sub(now).Abs() > yearIsClear),
		clock: s.language.clock(local.Hour(), local.Minute()),
		part:  s.language.part(local.Hour(), local.Minute()),
	}
}

func (s Speaker) day(date, today slot.Date) day {
	days := today.DaysUntil(date)
	return s.language.day(date, days, max(days, -days) > int(yearIsClear/(24*time.Hour)))
}

// on says a date that stands alone: "tomorrow", "on Wednesday the tenth".
func (s Speaker) on(date, today slot.Date) string {
	d := s.day(date, today)
	if d.relative {
		return d.name
	}
	return s.language.words.on + d.name
}

// time is the moment without its day.
func (m moment) time() string { return strings.TrimSpace(m.clock + " " + m.part) }

// startsDay reports whether the civil day begins at an instant, which is not at
// midnight where clocks go forward then.
func startsDay(t time.Time, zone *time.Location) bool {
	return slot.Resolve(slot.DateOf(t, zone), 0, zone).Equal(t)
}

// counted says a count: in a word up to twenty, which is how people read it
// aloud, and in digits beyond.
func counted(n int, word func(int) string) string {
	if n >= 0 && n <= 20 {
		return word(n)
	}
	return strconv.Itoa(n)
}
