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
	// alive ends with the service, and with it every run of settle; die ends it.
	alive context.Context
	die   context.CancelFunc
}

// NewService returns the service.
func NewService(c Config) *Service {
	s := &Service{Config: c, flights: make(map[string]*flight)}
	s.alive, s.die = context.WithCancel(context.Background())
	return s
}

// writeLimit bounds one run of settle. It is longer than a caller waits: a
// write that has begun is finished although nobody waits any more.
const writeLimit = 15 * time.Second

// settleAfter is when the job looks at a booking that the request has claimed.
// It is longer than writeLimit, so that the request is surely through.
const settleAfter = 20 * time.Second

// holdFor is how long a hold lasts.
const holdFor = 2 * time.Minute

// update changes one booking as the store has it at that moment.
func (s *Service) update(ctx context.Context, b Booking, change func(*Booking)) (Booking, error) {
	return s.Store.Update(ctx, b.Project, b.ID, func(b Booking) (Booking, Effects, error) {
		change(&b)
		b.UpdatedAt = s.Now()
		return b, Effects{}, nil
	})
}
