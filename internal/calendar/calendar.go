package calendar

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// Owner is a member of staff whose calendar matters.
type Owner struct {
	ID string
	// Zone is where the owner's whole days are.
	Zone *time.Location
}

// Event is a busy time of one member of staff.
type Event struct {
	ID    string
	Owner string
	slot.Interval
	// Text is where a reference of ours may stand: the value of the reference
	// field, or the description.
	Text string
	// Changed is when the event was last changed.
	Changed time.Time
}

// Carries reports whether the event holds a reference of ours.
func (e Event) Carries(reference string) bool {
	return reference != "" && strings.Contains(e.Text, reference)
}

// Absence is a time for which a member of staff is away.
type Absence struct {
	Owner string
	slot.Interval
}

// Source is the CRM as far as this package needs it.
type Source interface {
	// Events returns the events of the owners that overlap the interval, as
	// they are now, cancelled ones among them. An all-day event covers its
	// dates in its owner's zone.
	Events(ctx context.Context, project string, owners []Owner, within slot.Interval) ([]Event, error)
	// Absences returns when the owners are away, whenever that is. It is
	// fault.Denied where the CRM does not let ringbook see it.
	Absences(ctx context.Context, project string, owners []Owner) ([]Absence, error)
	// Cancelled returns those of some events that are cancelled.
	Cancelled(ctx context.Context, project string, events []string) ([]string, error)
}

// View is what the calendars showed at a moment.
type View struct {
	Events   []Event
	Absences []Absence
	// AsOf is when the read that brought the events began.
	AsOf time.Time
}

// Busy returns the busy intervals of one owner.
func (v View) Busy(owner string) []slot.Interval {
	var busy []slot.Interval
	for _, e := range v.Events {
		if e.Owner == owner {
			busy = append(busy, e.Interval)
		}
	}
	return busy
}

// Away returns when one owner is away.
func (v View) Away(owner string) []slot.Interval { return awayOf(v.Absences, owner) }

func awayOf(absences []Absence, owner string) []slot.Interval {
	var away []slot.Interval
	for _, a := range absences {
		if a.Owner == owner {
			away = append(away, a.Interval)
		}
	}
	return away
}

// Query names the calendars to look at.
type Query struct {
	Project string
	Owners  []Owner
	// Within is the time that matters to the asker.
	Within slot.Interval
	// MaxAge is how old a view may be.
	MaxAge time.Duration
}

// Service answers from views of the calendars.
type Service struct {
	source Source
	now    func() time.Time

	events   reads[[]Event]
	absences reads[[]Absence]
	verdicts verdicts
}

// NewService returns the service over its source, over the same for what
// nobody waits for, and a clock.
func NewService(source, unhurried Source, now func() time.Time) *Service {
	s := &Service{source: source, now: now}
	s.events.now, s.absences.now = now, now
	s.verdicts.ask, s.verdicts.now = unhurried.Cancelled, now
	return s
}

// View returns a view that covers the query and is not older than it allows,
// reading the CRM where needed. Askers at the same time share one read, which
// goes on when one of them leaves.
func (s *Service) View(ctx context.Context, q Query) (View, error) {
	var view View
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		view.Events, view.AsOf, err = s.eventsOf(bothCtx, q)
		return err
	})
	both.Go(func() (err error) {
		view.Absences, err = s.absencesOf(bothCtx, q)
		return err
	})
	if err := both.Wait(); err != nil {
		return View{}, err
	}
	view.Events = s.verdicts.standing(q.Project, view.Events)
	return view, nil
}

func (s *Service) eventsOf(ctx context.Context, q Query) ([]Event, time.Time, error) {
	return s.events.get(ctx, keyOf(q), q.Within, q.MaxAge, func(ctx context.Context) ([]Event, error) {
		events, err := s.source.Events(ctx, q.Project, q.Owners, q.Within)
		if err == nil {
			s.verdicts.findOut(ctx, q.Project, events)
		}
		return events, err
	})
}

// absencesOf are all that are known, which does not depend on the interval.
func (s *Service) absencesOf(ctx context.Context, q Query) ([]Absence, error) {
	absences, _, err := s.absences.get(ctx, keyOf(q), slot.Interval{}, q.MaxAge, func(ctx context.Context) ([]Absence, error) {
		absences, err := s.source.Absences(ctx, q.Project, q.Owners)
		if fault.Is(err, fault.Denied) {
			return nil, nil
		}
		return absences, err
	})
	return absences, err
}

// Look reads one interval of one calendar as it is now, past every view, with
// events that are cancelled: see Standing.
func (s *Service) Look(ctx context.Context, project string, owner Owner, within slot.Interval) ([]Event, error) {
	return s.source.Events(ctx, project, []Owner{owner}, within)
}

// Standing returns those of some events that are not cancelled. The CRM is
// asked about those of which that is not known.
func (s *Service) Standing(ctx context.Context, project string, events []Event) ([]Event, error) {
	unknown := s.verdicts.unknown(project, events)
	if len(unknown) > 0 {
		if err := s.verdicts.learn(ctx, s.source.Cancelled, project, unknown); err != nil {
			return nil, err
		}
	}
	return s.verdicts.standing(project, events), nil
}

// Away returns when the owner of a query with one owner is away, as a view
// shows it.
func (s *Service) Away(ctx context.Context, project string, owner Owner, maxAge time.Duration) ([]slot.Interval, error) {
	absences, err := s.absencesOf(ctx, Query{Project: project, Owners: []Owner{owner}, MaxAge: maxAge})
	return awayOf(absences, owner.ID), err
}

// Forget drops what is known of the project's events, after a write that
// changed a calendar.
func (s *Service) Forget(project string) { s.events.forget(project + "\x00") }

func keyOf(q Query) string {
	parts := make([]string, 0, len(q.Owners))
	for _, o := range q.Owners {
		parts = append(parts, o.ID+"\x00"+o.Zone.String())
	}
	slices.Sort(parts)
	return q.Project + "\x00" + strings.Join(parts, "\x00")
}
