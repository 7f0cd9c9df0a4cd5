package slot

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// span is an interval in whole Unix seconds, which is all the engine needs:
// every start and end of a slot is a whole second.
type span struct{ start, end int64 }

func (s span) in(zone *time.Location) Interval {
	return Interval{time.Unix(s.start, 0).In(zone), time.Unix(s.end, 0).In(zone)}
}

// union sorts spans and merges in place those that touch or overlap.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	merged := spans[:0]
	for _, s := range spans {
		if last := len(merged) - 1; last >= 0 && s.start <= merged[last].end {
			merged[last].end = max(merged[last].end, s.end)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// subtract returns what of some spans lies outside others. Both are sorted and
// do not overlap among themselves; so is the result.
func subtract(from, out []span) []span {
	if len(out) == 0 {
		return from
	}
	rest := make([]span, 0, len(from)+len(out))
	for _, s := range from {
		for _, hole := range endingAfter(out, s.start) {
			if hole.start >= s.end {
				break
			}
			if s.start < hole.start {
				rest = append(rest, span{s.start, hole.start})
			}
			s.start = hole.end
		}
		if s.start < s.end {
			rest = append(rest, s)
		}
	}
	return rest
}

// intersect returns what lies in spans of both kinds; see subtract.
func intersect(a, b []span) []span {
	var both []span
	for _, s := range a {
		for _, t := range endingAfter(b, s.start) {
			if t.start >= s.end {
				break
			}
			both = append(both, span{max(s.start, t.start), min(s.end, t.end)})
		}
	}
	return both
}

// endingAfter returns the tail of sorted spans that end after an instant.
func endingAfter(spans []span, instant int64) []span {
	return spans[sort.Search(len(spans), func(i int) bool { return spans[i].end > instant }):]
}

// holds reports whether sorted spans contain an instant.
func holds(spans []span, instant int64) bool {
	rest := endingAfter(spans, instant)
	return len(rest) > 0 && rest[0].start <= instant
}
