package speech

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Longest is the greatest length of a line in characters.
const Longest = 200

// Lines says one line for each thing that can come of a request. Names,
// services and codes may be any text; a zero time means that none is known.
type Lines struct {
	speaker Speaker
	say     phrases
	now     time.Time
	zone    *time.Location
	// home is the business's zone.
	home *time.Location
}

// From returns the lines of a business in another zone than the person it
// talks to: a time that its clocks show differently is said to be the caller's
// own.
func (l Lines) From(home *time.Location) Lines {
	l.home = home
	return l
}

// When says an instant by itself: "tomorrow at half past two", "tomorrow at
// noon your time".
func (l Lines) When(t time.Time) string { return l.plain(t) + l.aside(t) }

// Code spells a confirmation code symbol by symbol.
func (l Lines) Code(code string) string { return l.speaker.Code(code) }

func (l Lines) plain(t time.Time) string { return l.speaker.When(t, l.now, l.zone) }

// aside tells that times are the caller's, where that makes a difference.
func (l Lines) aside(times ...time.Time) string {
	for _, t := range times {
		_, here := t.In(l.zone).Zone()
		_, there := t.In(l.home).Zone()
		if here != there {
			return " " + l.speaker.language.words.yours
		}
	}
	return ""
}

// values are what a phrase may ask for.
type values struct {
	name, when, code, count, span string
	list                          []string
	or                            bool // what stands before the last item: or, else and
	// aside follows the list, or else when.
	aside string
}

// line fills a phrase. Everything but the list has a bounded length; the list
// gets the room that the rest leaves. Where all does not fit, the aside is the
// first to go.
func (l Lines) line(phrase string, v values) string {
	text := l.fill(phrase, v)
	if v.aside != "" && utf8.RuneCountInString(text) > Longest {
		v.aside = ""
		text = l.fill(phrase, v)
	}
	return clip(text, Longest)
}

func (l Lines) fill(phrase string, v values) string {
	if v.when != "" {
		v.when += v.aside
	}
	before, after, asked := strings.Cut(phrase, "{list}")
	fixed := strings.NewReplacer("{name}", v.name, "{when}", v.when, "{code}", v.code, "{count}", v.count, "{range}", v.span)
	before, after = fixed.Replace(before), fixed.Replace(after)
	if !asked {
		return before
	}
	room := Longest - utf8.RuneCountInString(before+v.aside+after)
	return before + l.fitting(v, room) + v.aside + after
}

// fitting joins as many items from the front as there is room for, and at least
// the first, for which every phrase leaves room.
func (l Lines) fitting(v values, room int) string {
	join := l.speaker.And
	if v.or {
		join = l.speaker.Or
	}
	for count := len(v.list); count > 1; count-- {
		if text := join(v.list[:count]); utf8.RuneCountInString(text) <= room {
			return text
		}
	}
	return join(v.list[:min(1, len(v.list))])
}

// at are the values of a single time.
func (l Lines) at(t time.Time) values { return values{when: l.plain(t), aside: l.aside(t)} }

// all are times of which every one is meant.
func (l Lines) all(times []time.Time) values {
	return values{list: l.speaker.Times(times, l.now, l.zone), aside: l.aside(times...)}
}

// choice are times of which the caller takes one.
func (l Lines) choice(times []time.Time) values {
	v := l.all(times)
	v.or = true
	return v
}

func (l Lines) names(raw []string) []string { return l.speaker.language.names(raw) }

// withOthers takes the second phrase where there are other times to offer.
func (l Lines) withOthers(alone, others string, times []time.Time) string {
	if len(times) == 0 {
		return alone
	}
	return l.line(others, l.choice(times))
}

// withNext takes the second phrase where a next time is known.
func (l Lines) withNext(alone, next string, t time.Time) string {
	if t.IsZero() {
		return alone
	}
	return l.line(next, l.at(t))
}

// withNames takes the second phrase where names are left after cleaning.
func (l Lines) withNames(alone, named string, raw []string, or bool) string {
	names := l.names(raw)
	if len(names) == 0 {
		return alone
	}
	return l.line(named, values{list: names, or: or})
}

// appointment says a phrase of one time and its code.
func (l Lines) appointment(phrase string, start time.Time, code string) string {
	v := l.at(start)
	v.code = l.Code(code)
	return l.line(phrase, v)
}
