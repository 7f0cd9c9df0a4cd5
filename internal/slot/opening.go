package slot

import "iter"

// track is an arithmetic progression of possible starts inside one opening:
// first, first+step and so on, all before until. A slot that begins on it must
// end by closing. All in Unix seconds.
type track struct{ first, step, until, closing int64 }

// holds reports whether a start is on the track.
func (t track) holds(start int64) bool {
	return start >= t.first && start < t.until && (start-t.first)%t.step == 0
}

// from returns the first start on the track that is not before an instant. It
// may lie at or beyond the end of the track.
func (t track) from(instant int64) int64 {
	if instant <= t.first {
		return t.first
	}
	return t.first + (instant-t.first+t.step-1)/t.step*t.step
}

// openings returns the merged opening hours around a stretch of time, exact
// for that stretch. An opening that began days earlier may be cut off at the
// front, which changes no start inside the stretch (see windowTracks).
func (e *engine) openings(s span) []span {
	first, last := e.clocks.day(s.start)-3, e.clocks.day(s.end)+1
	spans := make([]span, 0, 2*(last-first+1))
	midnight := e.clocks.midnight(first)
	for day := first; day <= last; day++ {
		next := e.clocks.midnight(day + 1)
		if midnight < next { // else the zone skipped this date
			spans = e.appendWindows(spans, day)
		}
		midnight = next
	}
	return union(spans)
}

func (e *engine) appendWindows(spans []span, day int64) []span {
	for _, w := range e.rules.windowsOn(day) {
		from, to := day*secondsPerDay+int64(w.From)*60, day*secondsPerDay+int64(w.To)*60
		if w.To <= w.From {
			to += secondsPerDay
		}
		opening := span{e.clocks.resolve(from), e.clocks.resolve(to)}
		if opening.start < opening.end { // else a clock change swallowed it
			spans = append(spans, opening)
		}
	}
	return spans
}

// tracks returns the possible starts of an opening by the rules' alignment.
func (e *engine) tracks(opening span) iter.Seq[track] {
	if e.rules.Alignment == AlignGrid {
		return func(yield func(track) bool) { e.gridTracks(opening, yield) }
	}
	return func(yield func(track) bool) { e.windowTracks(opening, yield) }
}

// windowTracks steps from the beginning of the opening, and anew from each
// midnight before which the opening has lasted a whole civil day. The second
// rule makes the starts of a day depend on a few days before it only.
func (e *engine) windowTracks(opening span, yield func(track) bool) {
	day := e.firstWholeDay(opening)
	for start := opening.start; start < opening.end; {
		day++
		until := min(e.clocks.midnight(day), opening.end)
		if until > start && !yield(track{start, e.step, until, opening.end}) {
			return
		}
		start = until
	}
}

// firstWholeDay returns the first civil day that begins inside an opening or
// after it and that the zone did not skip.
func (e *engine) firstWholeDay(opening span) int64 {
	day := e.clocks.day(opening.start)
	for e.clocks.midnight(day) < opening.start || e.clocks.midnight(day) == e.clocks.midnight(day+1) {
		day++
	}
	return day
}

// gridTracks cuts the opening at midnights and at clock changes; in each piece
// the multiples of the interval since 00:00 on the wall are evenly spaced.
func (e *engine) gridTracks(opening span, yield func(track) bool) {
	for start := opening.start; start < opening.end; {
		wall := e.clocks.wall(start)
		sinceMidnight := floorMod(wall, secondsPerDay)
		until := min(start+secondsPerDay-sinceMidnight, e.clocks.until, opening.end)
		first := start + floorMod(-sinceMidnight, e.step)
		if first < until && !yield(track{first, e.step, until, opening.end}) {
			return
		}
		start = until
	}
}
