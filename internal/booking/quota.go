package booking

import (
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/slot"
)

// quota is how many appointments a member of staff takes on one date; the zero
// value is no limit. It counts as package slot does when it lists: every live
// booking of ours that begins on the date.
type quota struct {
	day  slot.Interval
	most int
}

// quotaOf is that of the date on which a booking begins, where its staff works.
func quotaOf(set attribute.Settings, b Booking) quota {
	rules := set.RulesFor(b.Staff, b.Interval.Duration())
	if rules.DailyLimit == 0 {
		return quota{}
	}
	return quota{day: slot.DateOf(b.Start, rules.Zone).In(rules.Zone), most: rules.DailyLimit}
}

// around is a block together with the whole of the date.
func (q quota) around(block slot.Interval) slot.Interval {
	if q.most == 0 {
		return block
	}
	if q.day.Start.Before(block.Start) {
		block.Start = q.day.Start
	}
	if q.day.End.After(block.End) {
		block.End = q.day.End
	}
	return block
}

// reached reports whether a booking would be one too many beside others of the
// same member of staff.
func (q quota) reached(others []Booking, want Booking) bool {
	if q.most == 0 {
		return false
	}
	n := 0
	for _, b := range others {
		if b.ID != want.ID && !b.Start.Before(q.day.Start) && b.Start.Before(q.day.End) {
			n++
		}
	}
	return n >= q.most
}
