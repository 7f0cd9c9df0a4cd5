package when

import (
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/slot"
)

// clockAt reads a time of day, with or without AM or PM.
func (r *reader) clockAt(at int) []argument {
	if found, known := r.clocks[at]; known {
		return found
	}
	var found []argument
	for _, rule := range r.vocabulary.clocks {
		args, end, ok := r.match(rule.symbols, at, nil)
		if !ok {
			continue
		}
		c, ok := clockOf(rule.steps[0], args)
		if !ok {
			continue
		}
		c.bare = len(rule.symbols) == 1 && rule.symbols[0].slot == "hour"
		if rule.steps[0].verb != "halved" {
			found = append(found, argument{end: end, clock: c})
		}
		found = append(found, r.halved(c, end)...)
	}
	longestFirst(found)
	r.clocks[at] = found
	return found
}

// halved reads AM or PM after a time.
func (r *reader) halved(c clock, at int) []argument {
	if at >= len(r.tokens) || !c.loose {
		return nil
	}
	var found []argument
	for _, half := range append(r.words("am", at), r.words("pm", at)...) {
		found = append(found, argument{end: half.end, clock: clock{at: c.at + slot.Clock(half.number)}})
	}
	return found
}

// clockOf does what a clock pattern means: "hour 30" is half an hour after
// {hour}, "hour -" is {minutes} before it, "sharp 12:00" is noon, "given" a
// time in digits, and "halved" such a one that stands before AM or PM.
func clockOf(s step, args arguments) (clock, bool) {
	if s.verb == "sharp" {
		c, err := slot.ParseClock(s.argument)
		return clock{at: c}, err == nil
	}
	hour, minutes := args.number("hour"), args.number("minutes")+args.number("fives")+args.number("digit")
	sum := hour * 60
	if s.verb != "hour" {
		sum = args.number("time") + args.number("digits")
		hour = sum / 60
	}
	for change := range strings.FieldsSeq(s.argument) {
		switch change {
		case "+":
			sum += minutes
		case "-":
			sum -= minutes
		default:
			n, err := strconv.Atoi(change)
			if err != nil {
				return clock{}, false
			}
			sum += n
		}
	}
	if hour >= 1 && hour <= 12 {
		return clock{at: slot.Clock(((sum % halfDay) + halfDay) % halfDay), loose: true}, true
	}
	return clock{at: slot.Clock(sum)}, sum >= 0 && sum <= int(slot.EndOfDay)
}
