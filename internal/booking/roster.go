package booking

import (
	"context"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/slot"
)

// roster asks who of those who do a service is free when.
type roster struct {
	set     attribute.Settings
	project string
	service service
	// within is the time in which slots may lie.
	within slot.Interval
	now    time.Time
	// mine marks bookings that are in nobody's way; nil for none.
	mine func(Booking) bool
}

// team is the staff of a service with the rules and the diary of each, and
// when their calendars were read. It answers listing and booking alike.
func (s *Service) team(ctx context.Context, r roster) (*slot.Team, time.Time, error) {
	view, err := s.Calendar.View(ctx, calendar.Query{
		Project: r.project, Owners: ownersOf(r.set, r.service.staff), Within: r.calendars(), MaxAge: r.set.Scheduling.Staleness,
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	claimed, err := s.Store.Live(ctx, r.project, r.service.staff, r.counted(), r.now)
	if err != nil {
		return nil, time.Time{}, err
	}
	if r.mine != nil {
		claimed = slices.DeleteFunc(claimed, r.mine)
	}
	members := make([]slot.Member, len(r.service.staff))
	for i, person := range r.service.staff {
		members[i] = slot.Member{ID: person, Rules: r.set.RulesFor(person, r.service.duration), Diary: diary(view, claimed, person)}
	}
	team, err := slot.NewTeam(choiceOf(r.set), r.within, members...)
	return team, view.AsOf, err
}

// calendars is the time that matters: with the buffers, and the whole of the
// first and the last day, for all of it makes a day busy.
func (r roster) calendars() slot.Interval {
	zone, slots := r.set.Scheduling.Zone, r.set.Scheduling.Slots
	first, last := slot.DateOf(r.within.Start, zone), slot.DateOf(r.within.End.Add(-time.Second), zone)
	return slot.Interval{Start: first.In(zone).Start.Add(-slots.BufferBefore), End: last.In(zone).End.Add(slots.BufferAfter)}
}

// counted is the time whose bookings are looked at. It covers the whole of
// every date, wherever its clocks hang, so that daily limits count all of it.
func (r roster) counted() slot.Interval {
	const day = 48 * time.Hour
	return slot.Interval{Start: r.within.Start.Add(-day), End: r.within.End.Add(day)}
}

// diary is what a member of staff already has to do: the calendar, and our own
// bookings, which may not be in it yet. A new slot keeps its buffers from the
// bookings and lies in the buffers of none; see collide.
func diary(view calendar.View, claimed []Booking, person string) slot.Diary {
	d := slot.Diary{Busy: view.Busy(person), Away: view.Away(person)}
	for _, b := range claimed {
		if b.Staff == person {
			d.Busy = append(d.Busy, b.Interval)
			d.Reserved = append(d.Reserved, b.Block)
			d.Booked = append(d.Booked, b.Start)
		}
	}
	return d
}

func choiceOf(set attribute.Settings) slot.Choice {
	if set.Scheduling.Staff.Choice == attribute.LeastBusyStaff {
		return slot.LeastBusy
	}
	return slot.Anyone
}

func ownersOf(set attribute.Settings, staff []string) []calendar.Owner {
	owners := make([]calendar.Owner, len(staff))
	for i, person := range staff {
		owners[i] = ownerOf(set, person)
	}
	return owners
}

func ownerOf(set attribute.Settings, person string) calendar.Owner {
	return calendar.Owner{ID: person, Zone: set.Scheduling.ZoneOf(person)}
}

// free lists every free slot, once for each start, with the one who takes it.
func (s *Service) free(ctx context.Context, r roster) ([]Offer, time.Time, error) {
	team, asOf, err := s.team(ctx, r)
	if err != nil {
		return nil, time.Time{}, err
	}
	open := team.Open(r.within, r.now)
	free := make([]Offer, len(open))
	for i, v := range open {
		free[i] = Offer{Interval: v.Interval, Staff: v.Staff[0], Service: r.service.name, Wished: r.service.wished}
	}
	return free, asOf, nil
}

// orderWithin bounds how long a claim waits for calendars that only say with
// whom to try first.
const orderWithin = time.Second

// order is with whom of several staff to try for a start, and who comes first:
// the one in the offer, else as the choice of staff says. Only those count who
// are free, as when slots are listed; where nobody is, the first is tried all
// the same, since the claim knows better what the caller has already. Where
// the calendars cannot be read in time, everybody is tried in turn.
func (s *Service) order(ctx context.Context, set attribute.Settings, req Request, svc service) []string {
	staff := offeredFirst(svc.staff, req.Choice.Offered)
	if len(staff) == 1 {
		return staff
	}
	ctx, cancel := context.WithTimeout(ctx, orderWithin)
	defer cancel()
	start, now, number := req.Choice.Start, s.Now(), req.Caller.Number()
	team, _, err := s.team(ctx, roster{
		set: set, project: req.Project, service: svc, now: now,
		within: slot.Interval{Start: start, End: start.Add(svc.duration)},
		mine:   func(b Booking) bool { return b.Phone == number && b.Start.Equal(start) },
	})
	if err != nil {
		s.Logger.Warn("it is not known who is free", "project", req.Project, "error", err)
		return staff
	}
	if verdict, free := team.Judge(start, now); verdict == slot.Free {
		return offeredFirst(free, req.Choice.Offered)
	}
	return staff[:1]
}

// offeredFirst puts the one who was offered in front.
func offeredFirst(staff []string, offered string) []string {
	at := slices.Index(staff, offered)
	if at < 1 {
		return staff
	}
	return append([]string{offered}, slices.Delete(slices.Clone(staff), at, at+1)...)
}
