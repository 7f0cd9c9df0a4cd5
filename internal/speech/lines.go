package speech

import (
	"strconv"
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
}

// values are what a phrase may ask for.
type values struct {
	name, when, code, count string
	list                    []string
	or                      bool // what stands before the last item: or, else and
}

// line fills a phrase. Everything but the list has a bounded length; the list
// gets the room that the rest leaves.
func (l Lines) line(phrase string, v values) string {
	rest := strings.NewReplacer("{name}", v.name, "{when}", v.when, "{code}", v.code, "{count}", v.count).Replace(phrase)
	before, after, asked := strings.Cut(rest, "{list}")
	if !asked {
		return clip(rest, Longest)
	}
	room := Longest - utf8.RuneCountInString(before) - utf8.RuneCountInString(after)
	return clip(before+l.fitting(v, room)+after, Longest)
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

func (l Lines) when(t time.Time) string { return l.speaker.When(t, l.now, l.zone) }

// choice are times of which the caller takes one.
func (l Lines) choice(times []time.Time) values {
	return values{list: l.speaker.Times(times, l.now, l.zone), or: true}
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
	return l.line(next, values{when: l.when(t)})
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
	return l.line(phrase, values{when: l.when(start), code: l.speaker.Code(code)})
}

func number(n int) string { return strconv.Itoa(n) }
