package rpc

import (
	"slices"
	"strings"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/speech"
	"github.com/ringbook/ringbook/internal/when"
)

// wish is what a request says of the time in the caller's own words.
type wish struct {
	// clear is false where the words, or the dates without words, have to be
	// asked for again; choices are then the readings, if there are any.
	clear   bool
	choices []speech.Reading
	// ranges are those to begin in; empty where the dates decide.
	ranges []slot.Interval
	// understoodAs says the words back; remark says what was wrong in them.
	understoodAs, remark string
}

// wish reads the words on the clock that is spoken to the caller. They come
// before the dates. Dates that can be read help where the words have two
// readings, or none.
func (c call) wish(req *ringbookv1.CheckSlotsRequest, zone *time.Location, dated bool) wish {
	words := strings.TrimSpace(req.GetWhen())
	if words == "" {
		return wish{clear: dated}
	}
	u := when.Understand(words, c.now, zone, c.set.Scheduling.Language)
	dated = dated && (req.GetFrom() != "" || req.GetTo() != "")
	switch u.Outcome {
	case when.Clear:
		return settled(u.Readings[0])
	case when.Ambiguous:
		if dated {
			if reading, one := c.dated(req, u.Readings); one {
				return settled(reading)
			}
		}
		return wish{choices: told(u.Readings[0], u.Readings[1])}
	case when.Past:
		return wish{clear: true, ranges: []slot.Interval{{Start: c.now.Add(-time.Minute), End: c.now}}}
	case when.TooFar:
		far := slot.DateOf(c.now, zone).AddDays(when.Horizon + 1).In(zone)
		return wish{clear: true, ranges: []slot.Interval{far}}
	}
	return wish{clear: dated}
}

// told are two readings by the first range in which they differ.
func told(a, b when.Reading) []speech.Reading {
	i := 0
	for i+1 < min(len(a.Ranges), len(b.Ranges)) && a.Ranges[i] == b.Ranges[i] {
		i++
	}
	return []speech.Reading{
		{From: a.Ranges[i].Start, To: a.Ranges[i].End, Exact: a.Exact},
		{From: b.Ranges[i].Start, To: b.Ranges[i].End, Exact: b.Exact},
	}
}

func settled(r when.Reading) wish {
	w := wish{clear: true, ranges: r.Ranges, understoodAs: r.Text, remark: r.Note}
	if r.Note != "" {
		w.understoodAs += " (" + r.Note + ")"
	}
	return w
}

// dated picks the one reading that has time on the dates of the request.
func (c call) dated(req *ringbookv1.CheckSlotsRequest, readings []when.Reading) (when.Reading, bool) {
	from, _ := date(req.GetFrom())
	to, _ := date(req.GetTo())
	within := slot.Interval{Start: c.now, End: slot.DateOf(c.now, c.set.Scheduling.Zone).AddDays(when.Horizon).In(c.set.Scheduling.Zone).End}
	if req.GetFrom() != "" {
		within.Start = from.In(c.set.Scheduling.Zone).Start
	}
	if req.GetTo() != "" {
		within.End = to.In(c.set.Scheduling.Zone).End
	}
	fitting := slices.DeleteFunc(slices.Clone(readings), func(r when.Reading) bool {
		return !slices.ContainsFunc(r.Ranges, within.Overlaps)
	})
	if len(fitting) != 1 {
		return when.Reading{}, false
	}
	return fitting[0], true
}
