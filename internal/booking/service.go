package booking

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/slot"
)

// Events is the CRM as far as this package writes to it.
type Events interface {
	// CreateEvent writes an event and returns its id.
	CreateEvent(ctx context.Context, project string, e Draft) (id string, err error)
	// DeleteEvent removes an event; one that is gone already is fault.NotFound.
	DeleteEvent(ctx context.Context, project, id string) error
}

// Draft is an event about to be written.
type Draft struct {
	Title string
	slot.Interval
	Owner string
	// Attendee is the CRM record who attends; nil for nobody.
	Attendee *contact.Record
	// Description is for people; the reference is added to it.
	Description string
	Reference   string
	// Venue is the value of the meeting venue; empty leaves it out.
	Venue string
	// Invite sends an invitation to the attendee.
	Invite bool
}

// Config is what a Service is made of; every field is required.
type Config struct {
	Store         Store
	Events        Events
	Calendar      *calendar.Service
	Contacts      *contact.Service
	Conversations *conversation.Service
	Attributes    *attribute.Service
	Intents       *intent.Ledger
	Now           func() time.Time
	Logger        *slog.Logger
}

// Service offers slots and keeps appointments.
type Service struct {
	Config

	mu      sync.Mutex
	flights map[string]*flight
	flying  sync.WaitGroup
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{Config: c, flights: make(map[string]*flight)}
}

// writeLimit bounds one run of settle. It is longer than a caller waits: a
// write that has begun is finished although nobody waits any more.
const writeLimit = 15 * time.Second

// settleAfter is when the job looks at a booking that the request has claimed.
// It is longer than writeLimit, so that the request is surely through.
const settleAfter = 20 * time.Second

// holdFor is how long a hold lasts.
const holdFor = 2 * time.Minute

// flight is one run of settle that several may wait for.
type flight struct {
	done    chan struct{}
	outcome outcome
	err     error
}

// fly runs settle for a booking, or joins the run that is under way, and waits
// for it as long as the context lives. landed is false when the wait ended
// first; the run goes on.
func (s *Service) fly(ctx context.Context, project, id string, mayAsk bool) (out outcome, landed bool, err error) {
	f := s.flightOf(ctx, project, id, mayAsk)
	select {
	case <-f.done:
		return f.outcome, true, f.err
	case <-ctx.Done():
		return outcome{}, false, nil
	}
}

func (s *Service) flightOf(ctx context.Context, project, id string, mayAsk bool) *flight {
	key := project + "\x00" + id
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.flights[key]; ok {
		return f
	}
	f := &flight{done: make(chan struct{})}
	s.flights[key] = f
	s.flying.Add(1)
	go func() {
		defer s.flying.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeLimit)
		defer cancel()
		f.outcome, f.err = s.settle(ctx, project, id, mayAsk)
		s.mu.Lock()
		delete(s.flights, key)
		s.mu.Unlock()
		close(f.done)
	}()
	return f
}

// Wait returns when no run of settle is under way; for an orderly end.
func (s *Service) Wait() { s.flying.Wait() }

// update changes one booking as the store has it at that moment.
func (s *Service) update(ctx context.Context, b Booking, change func(*Booking)) (Booking, error) {
	return s.Store.Update(ctx, b.Project, b.ID, func(b Booking) (Booking, Effects, error) {
		change(&b)
		b.UpdatedAt = s.Now()
		return b, Effects{}, nil
	})
}
