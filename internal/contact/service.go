package contact

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/phone"
)

// CRM is what this package needs of one.
type CRM interface {
	// Propose returns the records of the given modules whose phone fields may
	// hold the number. It may return too many; it must not miss a record
	// because it was written a moment ago.
	Propose(ctx context.Context, project string, modules []Module, number phone.Number) ([]Record, error)
	// CreateContact makes a contact and returns its id. The reference is kept
	// in the record so that the write can be found again.
	CreateContact(ctx context.Context, project string, p Person, reference string) (id string, err error)
	// CreateLead makes a lead likewise.
	CreateLead(ctx context.Context, project string, p Person, reference string) (id string, err error)
	// FindReference returns the record of a module that carries the
	// reference, made for the person at or after the time.
	FindReference(ctx context.Context, project string, module Module, p Person, reference string, since time.Time) (id string, found bool, err error)
}

// Store is the local directory of records that ringbook made.
type Store interface {
	// Remember keeps a record under its number.
	Remember(ctx context.Context, project string, number phone.Number, r Record) error
	// Recall returns what was remembered for the number, newest first.
	Recall(ctx context.Context, project string, number phone.Number) ([]Record, error)
}

// Person is somebody to make a record of.
type Person struct {
	// Name is the full name as it was said.
	Name  string
	Phone phone.Number
	Email string
	// Company is for leads, where the CRM may demand one.
	Company string
	// Account is the id of the account that the person belongs to; contacts only.
	Account string
}

// Config is what a Service is made of; every field is required.
type Config struct {
	CRM     CRM
	Store   Store
	Intents *intent.Ledger
	Now     func() time.Time
}

// Service finds and makes the records of callers.
type Service struct {
	Config
	memo *memo
	// making shares the creation of a number's record among all who want it
	// at the same time.
	making *singleflight.Group
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{Config: c, memo: &memo{}, making: &singleflight.Group{}}
}

// Over returns the service over another way to the same CRM. Both know the same
// of each number.
func (s *Service) Over(crm CRM) *Service {
	other := *s
	other.CRM = crm
	return &other
}

// Find looks a number up by the project's settings, which say how long an
// earlier answer may serve again. An empty number gives NotChecked. A CRM that
// does not answer is an error: it never means New.
func (s *Service) Find(ctx context.Context, project string, set attribute.Callers, number phone.Number) (Match, error) {
	if number == "" {
		return Match{Outcome: NotChecked}, nil
	}
	if !set.CheckExisting {
		return s.recall(ctx, project, number)
	}
	if match, ok := s.memo.get(project, number, s.Now(), set.CacheFor); ok {
		return match, nil
	}
	order := modules(set.LookupOrder)
	proposals, err := s.CRM.Propose(ctx, project, order, number)
	if err != nil {
		return Match{Outcome: NotChecked}, err
	}
	match := judge(proposals, order, number, set.PhoneRegion)
	s.memo.put(project, number, match, s.Now())
	return match, nil
}

// Forget drops what is remembered of a number, where it has turned out wrong.
func (s *Service) Forget(project string, number phone.Number) { s.memo.drop(project, number) }

// recall answers from the local directory, where the project wants no look-up
// in the CRM: a record that ringbook made for this number before still counts.
func (s *Service) recall(ctx context.Context, project string, number phone.Number) (Match, error) {
	made, err := s.Store.Recall(ctx, project, number)
	if err != nil || len(made) == 0 {
		return Match{Outcome: NotChecked}, err
	}
	return Match{Outcome: Known, Record: made[0]}, nil
}

// Make creates the record of a person, exactly once for an intention's id, and
// remembers it. Where several intentions want a record for one number at once,
// as after an outage, the first one's record serves all: none of them could
// have found it before.
func (s *Service) Make(ctx context.Context, project string, module Module, p Person, intention string) (Record, error) {
	if p.Phone == "" {
		return s.make(ctx, project, module, p, intention)
	}
	made, err, shared := s.making.Do(project+"\x00"+string(p.Phone), func() (any, error) {
		if r, ok := s.memo.made(project, p.Phone, s.Now()); ok {
			return r, nil
		}
		return s.makeKnown(ctx, project, module, p, intention)
	})
	if err != nil && shared {
		// It may have failed for reasons of the one whose turn it was.
		return s.makeKnown(ctx, project, module, p, intention)
	}
	return made.(Record), err
}

// makeKnown makes a record and remembers it under its number.
func (s *Service) makeKnown(ctx context.Context, project string, module Module, p Person, intention string) (Record, error) {
	r, err := s.make(ctx, project, module, p, intention)
	if err != nil {
		return Record{}, err
	}
	s.memo.putMade(project, p.Phone, r, s.Now())
	return r, s.Store.Remember(ctx, project, p.Phone, r)
}

func (s *Service) make(ctx context.Context, project string, module Module, p Person, intention string) (Record, error) {
	began, reference := s.Now(), "ringbook/"+intention
	write := intent.Write{
		Do: func(ctx context.Context) (string, error) {
			if module == Leads {
				return s.CRM.CreateLead(ctx, project, p, reference)
			}
			return s.CRM.CreateContact(ctx, project, p, reference)
		},
		Find: func(ctx context.Context) (string, bool, error) {
			return s.CRM.FindReference(ctx, project, module, p, reference, began.Add(-maxLookBack))
		},
	}
	id, err := s.Intents.Run(ctx, intent.Intent{ID: intention, Project: project, Kind: kindOf(module), Marker: reference}, write)
	r := Record{Module: module, ID: id, Name: p.Name}
	if p.Phone != "" {
		r.Numbers = []string{string(p.Phone)}
	}
	return r, err
}

// maxLookBack bounds how long ago an attempt may have been made that a look-up
// by reference still has to find.
const maxLookBack = 7 * 24 * time.Hour

func kindOf(m Module) string {
	if m == Leads {
		return "lead.create"
	}
	return "contact.create"
}

// modules reads zoho_lookup_order and sees to it that a person who is both
// contact and lead counts as the contact.
func modules(order []string) []Module {
	out := make([]Module, 0, len(order))
	for _, name := range order {
		out = append(out, Module(name))
	}
	c, l := slices.Index(out, Contacts), slices.Index(out, Leads)
	if c > l && l >= 0 {
		out[c], out[l] = out[l], out[c]
	}
	return out
}
