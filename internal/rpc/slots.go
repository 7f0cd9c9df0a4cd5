package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/slot"
)

var slotStatuses = map[booking.SlotStatus]ringbookv1.CheckSlotsStatus{
	booking.SlotsFound:         ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK,
	booking.SlotsNone:          ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NONE_IN_RANGE,
	booking.SlotsInPast:        ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_IN_PAST,
	booking.SlotsBeyondWindow:  ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_BEYOND_WINDOW,
	booking.SlotsServiceWrong:  ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_SERVICE_UNKNOWN,
	booking.SlotsStaffWrong:    ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_SERVICE_UNKNOWN,
	booking.SlotsDisabled:      ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED,
	booking.SlotsNotConnected:  ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED,
	booking.SlotsNotAnswerable: ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_RETRY_LATER,
}

// CheckSlots implements the RPC. It writes nothing.
func (s *schedulingService) CheckSlots(ctx context.Context, req *ringbookv1.CheckSlotsRequest) (*ringbookv1.CheckSlotsResponse, error) {
	c, err := s.open(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	zone := c.callerZone(req.GetCallerTimeZone())
	query, dated := c.slotQuery(req, zone)
	wish := c.wish(req, zone, dated)
	if !wish.clear {
		return &ringbookv1.CheckSlotsResponse{
			Status: ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_WHEN_UNCLEAR,
			Say:    c.sayIn(zone).WhenUnclear(wish.choices), Next: ringbookv1.Next_NEXT_ASK_DATE,
			Now: c.stamp(), TimeZone: c.zoneName(),
		}, nil
	}
	query.Wish = wish.ranges
	list, err := s.bookings.Slots(ctx, c.set, query)
	if err != nil {
		return nil, err
	}
	say, next := c.offering(list, query, zone)
	var shorter []string // with fewer times, where a remark needs the room
	for n := len(list.Offers) - 1; n > 0 && wish.remark != "" && list.Status == booking.SlotsFound; n-- {
		shorter = append(shorter, c.sayIn(zone).Offer(starts(list.Offers[:n])))
	}
	res := &ringbookv1.CheckSlotsResponse{
		Status: slotStatuses[list.Status], Say: c.voice.Remarked(wish.remark, say, shorter...), Next: next, Now: c.stamp(), TimeZone: c.zoneName(),
		Slots: c.slots(list.Offers, zone), UnderstoodAs: wish.understoodAs,
	}
	if !list.AsOf.IsZero() {
		res.AsOf = timestamppb.New(list.AsOf)
	}
	if list.Next != nil {
		res.NextAvailable = c.slot(*list.Next, zone)
	}
	if list.More {
		res.NextPageToken = c.handles.page(append(query.Already, starts(list.Offers)...))
	}
	return res, nil
}

// slotQuery reads the request without the caller's own words. dated is false
// where its dates cannot be read: a model gets those wrong, so that is an
// outcome and not an error.
func (c call) slotQuery(req *ringbookv1.CheckSlotsRequest, zone *time.Location) (q booking.SlotQuery, dated bool) {
	from, fromOK := date(req.GetFrom())
	to, toOK := date(req.GetTo())
	backwards := req.GetFrom() != "" && req.GetTo() != "" && to.Compare(from) < 0
	return booking.SlotQuery{
		Project: c.project, Service: req.GetService(), Staff: req.GetStaff(),
		Duration: time.Duration(req.GetDurationMinutes()) * time.Minute,
		From:     from, To: to, Part: parts[req.GetPartOfDay()],
		Limit: int(req.GetLimit()), Already: c.handles.offered(req.GetPageToken()),
		Zone: zone, Connected: c.connected,
	}, fromOK && toOK && !backwards
}

func date(text string) (slot.Date, bool) {
	if text == "" {
		return slot.Date{}, true
	}
	d, err := slot.ParseDate(text)
	return d, err == nil
}

// callerZone is the zone to speak in: the caller's where it was given and
// exists, else the business's. The local times in the answer tell which.
func (c call) callerZone(name string) *time.Location {
	if name == "" || name == "Local" {
		return c.set.Scheduling.Zone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return c.set.Scheduling.Zone
	}
	return zone
}

func starts(offers []booking.Offer) []time.Time {
	out := make([]time.Time, 0, len(offers))
	for _, o := range offers {
		out = append(out, o.Start)
	}
	return out
}

// offering is the line for what was found, and what to do next.
func (c call) offering(list booking.Listing, q booking.SlotQuery, zone *time.Location) (string, ringbookv1.Next) {
	say := c.sayIn(zone)
	switch list.Status {
	case booking.SlotsFound:
		return say.Offer(starts(list.Offers)), ringbookv1.Next_NEXT_OFFER_SLOTS
	case booking.SlotsNone:
		if list.Next != nil {
			return c.noneFree(q, zone, list.Next.Start), ringbookv1.Next_NEXT_OFFER_SLOTS
		}
		return c.noneFree(q, zone, time.Time{}), ringbookv1.Next_NEXT_ASK_DATE
	case booking.SlotsInPast:
		return say.InPast(), ringbookv1.Next_NEXT_ASK_DATE
	case booking.SlotsBeyondWindow:
		return say.BeyondWindow(c.set.Scheduling.Slots.DaysAhead), ringbookv1.Next_NEXT_ASK_DATE
	case booking.SlotsServiceWrong:
		return say.ServiceUnknown(serviceNames(c.set)), ringbookv1.Next_NEXT_ASK_WHICH
	case booking.SlotsStaffWrong:
		return say.StaffUnknown(staffNames(c.set, q.Service)), ringbookv1.Next_NEXT_ASK_WHICH
	case booking.SlotsDisabled:
		return say.CheckingOff(), ringbookv1.Next_NEXT_HAND_OFF
	case booking.SlotsNotConnected:
		return say.NotConnected(), ringbookv1.Next_NEXT_HAND_OFF
	}
	return say.RetryLater(), ringbookv1.Next_NEXT_CONFIRM
}

// noneFree names the days that were asked for where nothing else was. They are
// days of the business, and no whole ones on other clocks.
func (c call) noneFree(q booking.SlotQuery, zone *time.Location, next time.Time) string {
	say, home := c.sayIn(zone), c.set.Scheduling.Zone
	days := q.From.Compare(slot.DateOf(c.now, home)) >= 0 && q.To.Compare(q.From) >= 0
	narrowed := q.Service != "" || q.Staff != "" || q.Part != booking.AnyTime || len(q.Already) > 0
	if !days || narrowed || zone.String() != home.String() {
		return say.NoneFree(next)
	}
	return say.NoneFreeIn(slot.Resolve(q.From, 0, home), slot.Resolve(q.To.AddDays(1), 0, home), next)
}
