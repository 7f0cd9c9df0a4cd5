package slot

import (
	"slices"
	"time"
)

// apart is how far two offers should lie from each other where that is
// possible: 11:30 and 12:00 are hardly a choice.
const apart = 2 * time.Hour

// half names one half of one day: before noon, or from noon on.
type half struct {
	date      Date
	afternoon bool
}

// Offer picks the few of the free slots that a voice should read out: of those
// that are as wished the earliest, then one in another half of the day, then
// another day, so that a refusal of one is not a refusal of all.
//
// Starts in already were offered before: they are never repeated, and their
// half-days count as tried. Who hands them back with each page thus gets all
// slots, each once. The result is sorted by time and depends on nothing but
// the arguments; the order of free does not matter.
func Offer(free []Interval, wish Wish, limit int, already []time.Time) []Interval {
	tried := make(map[half]int)
	for _, t := range already {
		tried[halfOf(t, wish.Zone)]++
	}
	taken := slices.Clone(already)
	rest := candidatesOf(unoffered(free, wish, already), wish.Zone)
	var offers []Interval
	for len(offers) < limit && len(rest) > 0 {
		best := choose(rest, tried, taken)
		tried[rest[best].half]++
		taken = append(taken, rest[best].Start)
		offers = append(offers, rest[best].Interval)
		rest = slices.Delete(rest, best, best+1)
	}
	slices.SortFunc(offers, byStart)
	return offers
}

// candidate is a slot that may be offered, with its half-day, which the zone
// database is asked for once and not at every choice.
type candidate struct {
	Interval
	half half
}

func candidatesOf(slots []Interval, zone *time.Location) []candidate {
	all := make([]candidate, len(slots))
	for i, s := range slots {
		all[i] = candidate{s, halfOf(s.Start, zone)}
	}
	return all
}

// choose returns the index of the earliest slot in the half-day tried least,
// well apart from what was taken if there is such a one.
func choose(rest []candidate, tried map[half]int, taken []time.Time) int {
	best, bestTried, bestNear := -1, 0, false
	for i, s := range rest {
		count := tried[s.half]
		if best < 0 || count < bestTried || count == bestTried && bestNear && !isNear(s.Start, taken) {
			best, bestTried, bestNear = i, count, isNear(s.Start, taken)
		}
	}
	return best
}

// unoffered returns the free slots that are as wished, sorted by start, each
// start once, without those offered before.
func unoffered(free []Interval, wish Wish, already []time.Time) []Interval {
	rest := slices.Clone(free)
	slices.SortStableFunc(rest, byStart)
	rest = slices.CompactFunc(rest, func(a, b Interval) bool { return a.Start.Equal(b.Start) })
	return slices.DeleteFunc(rest, func(s Interval) bool {
		return !wish.Grants(s.Start) || slices.ContainsFunc(already, s.Start.Equal)
	})
}

func halfOf(t time.Time, zone *time.Location) half {
	return half{DateOf(t, zone), t.In(zone).Hour() >= 12}
}

func isNear(t time.Time, taken []time.Time) bool {
	return slices.ContainsFunc(taken, func(other time.Time) bool { return t.Sub(other).Abs() < apart })
}

func byStart(a, b Interval) int { return a.Start.Compare(b.Start) }
