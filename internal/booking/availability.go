package booking

import (
	"context"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/slot"
)

// PartOfDay narrows a search to a part of the local day.
type PartOfDay = slot.PartOfDay

// The parts of the day, as package slot divides it.
const (
	AnyTime   = slot.AnyTime
	Morning   = slot.Morning
	Afternoon = slot.Afternoon
	Evening   = slot.Evening
)

// SlotQuery asks what is free.
type SlotQuery struct {
	Project        string
	Service, Staff string
	// Duration is zero for the service's own.
	Duration time.Duration
	// From and To are the first and last local date, both included; the zero
	// date leaves that side to the booking window.
	From, To slot.Date
	Part     PartOfDay
	// Wish are the stretches of time in one of which the appointment shall
	// begin, in order; empty for any. From and To are not looked at beside it.
	Wish []slot.Interval
	// Limit is how many to offer; zero for the project's own number.
	Limit int
	// Already are starts that were offered before and shall not be repeated.
	Already []time.Time
	// Zone is the caller's where it was given, for the parts of the day; nil
	// for the business's.
	Zone      *time.Location
	Connected bool
}

// SlotStatus is what a search came to.
type SlotStatus string

// The statuses of a search for slots.
const (
	SlotsFound         SlotStatus = "ok"
	SlotsNone          SlotStatus = "none in range"
	SlotsInPast        SlotStatus = "in past"
	SlotsBeyondWindow  SlotStatus = "beyond window"
	SlotsServiceWrong  SlotStatus = "service unknown"
	SlotsStaffWrong    SlotStatus = "staff unknown"
	SlotsDisabled      SlotStatus = "disabled"
	SlotsNotConnected  SlotStatus = "not connected"
	SlotsNotAnswerable SlotStatus = "retry later"
)

// Offer is a slot with what it is for.
type Offer struct {
	slot.Interval
	Staff, Service string
	// Wished tells that the caller asked for this member of staff.
	Wished bool
}

// Listing is the answer to a SlotQuery.
type Listing struct {
	Status SlotStatus
	// Offers are the few to say, in order of time.
	Offers []Offer
	// More tells that there are free slots beside them.
	More bool
	// Next is the first slot after a range that has none.
	Next *Offer
	// AsOf is when the calendars were read.
	AsOf time.Time
}

// Slots answers which few free slots to offer. It writes nothing.
func (s *Service) Slots(ctx context.Context, set attribute.Settings, q SlotQuery) (Listing, error) {
	svc, ok := serviceOf(set, q.Service, q.Staff, q.Duration)
	switch {
	case !set.Features.SlotCheck:
		return Listing{Status: SlotsDisabled}, nil
	case !q.Connected:
		return Listing{Status: SlotsNotConnected}, nil
	case !ok && svc.wished:
		return Listing{Status: SlotsStaffWrong}, nil
	case !ok:
		return Listing{Status: SlotsServiceWrong}, nil
	}
	now := s.Now()
	horizon := horizonOf(set, now)
	within, status := rangeOf(set, q, horizon, now)
	if status != "" {
		return Listing{Status: status}, nil
	}
	// The last slots of all begin before the horizon and may end after it.
	lasting := slot.Interval{Start: horizon.Start, End: horizon.End.Add(svc.duration)}
	free, asOf, err := s.free(ctx, roster{set: set, project: q.Project, service: svc, within: lasting, now: now})
	if err != nil {
		s.Logger.Warn("the calendars could not be read", "project", q.Project, "error", err)
		return Listing{Status: statusOf(unreachable(err)), AsOf: asOf}, nil
	}
	free = slices.DeleteFunc(free, func(o Offer) bool { return !o.Start.Before(horizon.End) })
	list := choose(free, q, within, set)
	list.AsOf = asOf
	return list, nil
}

func statusOf(r Result) SlotStatus {
	if r.Status == NotConnected {
		return SlotsNotConnected
	}
	return SlotsNotAnswerable
}

// horizonOf is the time in which what may be booked at all begins, in whole
// local days.
func horizonOf(set attribute.Settings, now time.Time) slot.Interval {
	today := slot.DateOf(now, set.Scheduling.Zone)
	last := today.AddDays(set.Scheduling.Slots.DaysAhead + 1)
	return slot.Interval{Start: now, End: slot.Resolve(last, 0, set.Scheduling.Zone)}
}

// rangeOf cuts the dates that were asked for to the horizon.
func rangeOf(set attribute.Settings, q SlotQuery, horizon slot.Interval, now time.Time) (slot.Interval, SlotStatus) {
	within := horizon
	if len(q.Wish) > 0 {
		return withinWish(q.Wish, horizon, now)
	}
	if q.From != (slot.Date{}) {
		if start := slot.Resolve(q.From, 0, set.Scheduling.Zone); start.After(within.Start) {
			within.Start = start
		}
	}
	if q.To != (slot.Date{}) {
		end := slot.Resolve(q.To.AddDays(1), 0, set.Scheduling.Zone)
		if !end.After(now) {
			return within, SlotsInPast
		}
		if end.Before(within.End) {
			within.End = end
		}
	}
	if !within.Start.Before(horizon.End) {
		return within, SlotsBeyondWindow
	}
	return within, ""
}

// withinWish cuts the horizon to where a wish begins.
func withinWish(wish []slot.Interval, horizon slot.Interval, now time.Time) (slot.Interval, SlotStatus) {
	first, last := wish[0], wish[len(wish)-1]
	switch {
	case !last.End.After(now):
		return horizon, SlotsInPast
	case !first.Start.Before(horizon.End):
		return horizon, SlotsBeyondWindow
	case first.Start.After(horizon.Start):
		horizon.Start = first.Start
	}
	return horizon, ""
}

// suits reports whether a start is at one of the wished times.
func (q SlotQuery) suits(start time.Time) bool {
	return len(q.Wish) == 0 || slices.ContainsFunc(q.Wish, func(i slot.Interval) bool {
		return !start.Before(i.Start) && start.Before(i.End)
	})
}

// choose picks what to say out of all that is free. A slot is one of the date on
// which it begins, though it may end on the next.
func choose(free []Offer, q SlotQuery, within slot.Interval, set attribute.Settings) Listing {
	zone := set.Scheduling.Zone
	if q.Zone != nil {
		zone = q.Zone
	}
	wish := slot.Wish{Zone: zone, Part: q.Part}
	var fitting, later []Offer
	for _, o := range free {
		switch {
		case o.Start.Before(within.Start):
		case !o.Start.Before(within.End):
			later = append(later, o)
		case wish.Grants(o.Start) && q.suits(o.Start):
			fitting = append(fitting, o)
		default:
			later = append(later, o)
		}
	}
	limit := q.Limit
	if limit == 0 {
		limit = set.Scheduling.Offered
	}
	offers := few(fitting, wish, limit, q.Already)
	if len(offers) == 0 {
		list := Listing{Status: SlotsNone}
		if len(later) > 0 {
			list.Next = &later[0]
		}
		return list
	}
	return Listing{Status: SlotsFound, Offers: offers, More: unsaid(fitting, q.Already) > len(offers)}
}

// unsaid counts the offers that were not made before. Some that were may be
// taken meanwhile.
func unsaid(offers []Offer, already []time.Time) (n int) {
	for _, o := range offers {
		if !slices.ContainsFunc(already, o.Start.Equal) {
			n++
		}
	}
	return n
}

// few lets package slot choose the starts and gives them back as offers.
func few(from []Offer, wish slot.Wish, limit int, already []time.Time) []Offer {
	intervals := make([]slot.Interval, len(from))
	byStart := make(map[int64]Offer, len(from))
	for i, o := range from {
		intervals[i] = o.Interval
		byStart[o.Start.Unix()] = o
	}
	var out []Offer
	for _, i := range slot.Offer(intervals, wish, limit, already) {
		out = append(out, byStart[i.Start.Unix()])
	}
	return out
}
