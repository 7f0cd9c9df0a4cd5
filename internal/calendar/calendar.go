// Package calendar knows when the staff are busy.
//
// It keeps, for each project, one view of the bookable horizon in memory, read
// from the CRM at most once in the staleness that the project allows and
// shared by all who wait for it. A read that fails is an error and never an
// empty calendar. [Service.Look] bypasses the view: a booking looks at its own
// interval once more just before it writes, because people edit calendars by
// hand.
//
// Busy time is half-open. An event without length blocks nothing. An all-day
// event blocks its owner's whole dates. The package knows no CRM's field
// names, no bookings and no holds.
package calendar

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// Event is a busy time of one member of staff.
type Event struct {
	ID    string
	Owner string
	slot.Interval
	// Text is where a reference of ours may stand: the value of the reference
	// field, or the description.
	Text string
}

// Carries reports whether the event holds a reference of ours.
func (e Event) Carries(reference string) bool {
	return reference != "" && strings.Contains(e.Text, reference)
}

// Source is the CRM as far as this package needs it.
type Source interface {
	// Events returns the events of the owners that overlap the interval, as
	// they are now. An all-day event covers its dates in the zone.
	Events(ctx context.Context, project string, owners []string, within slot.Interval, zone *time.Location) ([]Event, error)
}

// View is what the calendars showed at a moment.
type View struct {
	Events []Event
	// AsOf is when the read that brought them began.
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

// Query names the calendars to look at.
type Query struct {
	Project string
	Owners  []string
	// Within is the time that matters to the asker.
	Within slot.Interval
	Zone   *time.Location
	// MaxAge is how old a view may be.
	MaxAge time.Duration
}

// Service answers from views of the calendars.
type Service struct {
	source Source
	now    func() time.Time

	mu    sync.Mutex
	views map[string]*entry
}

// entry is a view that is there or under way.
type entry struct {
	ready  chan struct{}
	within slot.Interval
	view   View
	err    error
}

// NewService returns the service over its source and a clock.
func NewService(source Source, now func() time.Time) *Service {
	return &Service{source: source, now: now, views: make(map[string]*entry)}
}

// View returns a view that covers the query and is not older than it allows,
// reading the CRM where needed. Askers at the same time share one read, which
// goes on when one of them leaves.
func (s *Service) View(ctx context.Context, q Query) (View, error) {
	e := s.entryFor(ctx, q)
	select {
	case <-e.ready:
		return e.view, e.err
	case <-ctx.Done():
		return View{}, ctx.Err()
	}
}

func (s *Service) entryFor(ctx context.Context, q Query) *entry {
	key := viewKey(q)
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.views[key]; ok && s.serves(e, q) {
		return e
	}
	e := &entry{ready: make(chan struct{}), within: q.Within}
	s.views[key] = e
	go s.read(context.WithoutCancel(ctx), key, e, q)
	return e
}

// readLimit bounds a shared read, which outlives the asker who caused it.
const readLimit = 10 * time.Second

func (s *Service) read(ctx context.Context, key string, e *entry, q Query) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	asOf := s.now()
	var events []Event
	err := fault.Safely(func() (err error) {
		events, err = s.source.Events(ctx, q.Project, q.Owners, q.Within, q.Zone)
		return err
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	e.view, e.err = View{Events: events, AsOf: asOf}, err
	if err != nil && s.views[key] == e {
		delete(s.views, key)
	}
	close(e.ready)
}

// serves reports whether an entry, ready or under way, answers the query.
func (s *Service) serves(e *entry, q Query) bool {
	if q.Within.Start.Before(e.within.Start) || q.Within.End.After(e.within.End) {
		return false
	}
	select {
	case <-e.ready:
		age := s.now().Sub(e.view.AsOf)
		return age >= 0 && age <= q.MaxAge
	default:
		return true
	}
}

// Look reads one interval of one calendar as it is now, past every view.
func (s *Service) Look(ctx context.Context, project, owner string, within slot.Interval, zone *time.Location) ([]Event, error) {
	return s.source.Events(ctx, project, []string{owner}, within, zone)
}

// Forget drops the project's views, after a write that changed a calendar.
func (s *Service) Forget(project string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range s.views {
		if strings.HasPrefix(key, project+"\x00") {
			delete(s.views, key)
		}
	}
}

func viewKey(q Query) string {
	owners := slices.Sorted(slices.Values(q.Owners))
	return q.Project + "\x00" + strings.Join(owners, ",") + "\x00" + q.Zone.String()
}
