package slot

import (
	"sort"
	"time"
)

// track is an arithmetic progression of possible starts inside one opening:
// first, first+step and so on up to last, from where a slot still ends in the
// opening. All in Unix seconds.
type track struct {
	first, step, last int64
	// at is the index of the first slot in Plan.slots, where those are kept.
	at int
}

// holds reports whether a start is on the track.
func (t track) holds(start int64) bool {
	return start >= t.first && start <= t.last && (start-t.first)%t.step == 0
}

// from returns the first start on the track that is not before an instant. It
// may lie beyond the end of the track.
func (t track) from(instant int64) int64 {
	if instant <= t.first {
		return t.first
	}
	return t.first + (instant-t.first+t.step-1)/t.step*t.step
}

func (t track) count() int { return int((t.last-t.first)/t.step) + 1 }

// tracksFrom returns the tail of sorted tracks that reach an instant.
func tracksFrom(tracks []track, instant int64) []track {
	return tracks[sort.Search(len(tracks), func(i int) bool { return tracks[i].last >= instant }):]
}

// countUntil counts the starts of sorted tracks that begin by an instant.
func countUntil(tracks []track, last int64) (n int) {
	for _, t := range tracks {
		if t.first > last {
			break
		}
		n += t.count()
	}
	return n
}

// daysBack is how far before a range its openings are looked for. An opening
// that began still earlier is cut off, which changes no start in the range:
// see windowTracks. Two days would do, were it not for staff in other zones.
const daysBack = 4

// openings returns the merged opening hours around a stretch of time, exact
// for that stretch.
func (r *Rules) openings(s span) []span {
	c := clocks{location: r.Zone}
	first, last := c.day(s.start)-daysBack, c.day(s.end)+1
	open := make([]span, 0, 2*(last-first+1))
	var closed []span
	midnight := c.midnight(first)
	for day := first; day <= last; day++ {
		next := c.midnight(day + 1)
		if midnight < next { // else the zone skipped this date
			hours, breaks := r.windowsOn(day)
			open = c.appendWindows(open, hours, day)
			closed = c.appendWindows(closed, breaks, day)
		}
		midnight = next
	}
	return subtract(union(open), union(closed))
}

func (c *clocks) appendWindows(spans []span, windows []Window, day int64) []span {
	for _, w := range windows {
		from, to := day*secondsPerDay+int64(w.From)*60, day*secondsPerDay+int64(w.To)*60
		if w.To <= w.From {
			to += secondsPerDay
		}
		opening := span{c.resolve(from), c.resolve(to)}
		if opening.start < opening.end { // else a clock change swallowed it
			spans = append(spans, opening)
		}
	}
	return spans
}

// tracker lays tracks into openings by the alignment of some rules.
type tracker struct {
	covered      span
	clocks       clocks
	length, step int64
	tracks       []track
}

func newTracker(r *Rules, covered span) tracker {
	t := tracker{covered: covered, clocks: clocks{location: r.Zone}, length: seconds(r.Duration), step: seconds(r.Interval)}
	if t.step == 0 {
		t.step = t.length
	}
	return t
}

func (t *tracker) lay(openings []span, by Alignment) []track {
	t.tracks = make([]track, 0, len(openings))
	for _, o := range openings {
		if by == AlignGrid {
			t.layGrid(o)
		} else {
			t.layWindow(o)
		}
	}
	return t.tracks
}

// add lays a track of the starts before until, as far as its slots lie in the
// covered range.
func (t *tracker) add(first, until int64, opening span) {
	tr := track{first: first, step: t.step, last: min(until-1, min(opening.end, t.covered.end)-t.length)}
	if tr.first = tr.from(t.covered.start); tr.first <= tr.last {
		t.tracks = append(t.tracks, tr)
	}
}

// layWindow steps from the beginning of the opening, and anew from each
// midnight before which the opening has lasted a whole civil day. The second
// rule makes the starts of a day depend on a few days before it only.
func (t *tracker) layWindow(opening span) {
	if opening.end-opening.start < shortestDay {
		t.add(opening.start, opening.end, opening)
		return
	}
	day := t.firstWholeDay(opening)
	for start := opening.start; start < opening.end; {
		day++
		until := min(t.clocks.midnight(day), opening.end)
		if until > start {
			t.add(start, until, opening)
		}
		start = max(start, until)
	}
}

// shortestDay is less than any civil day that a zone did not skip.
const shortestDay = 12 * 60 * 60

// firstWholeDay returns the first civil day that begins inside an opening or
// after it and that the zone did not skip.
func (t *tracker) firstWholeDay(opening span) int64 {
	c := &t.clocks
	day := c.day(opening.start)
	for c.midnight(day) < opening.start || c.midnight(day) == c.midnight(day+1) {
		day++
	}
	return day
}

// layGrid cuts the opening at midnights and at clock changes; in each piece
// the multiples of the interval since 00:00 on the wall are evenly spaced.
func (t *tracker) layGrid(opening span) {
	for start := opening.start; start < opening.end; {
		wall := t.clocks.wall(start)
		sinceMidnight := floorMod(wall, secondsPerDay)
		until := min(start+secondsPerDay-sinceMidnight, t.clocks.until, opening.end)
		t.add(start+floorMod(-sinceMidnight, t.step), until, opening)
		start = until
	}
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
