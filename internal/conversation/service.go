package conversation

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// Store keeps conversations.
type Store interface {
	// Get returns a conversation, or fault.NotFound.
	Get(ctx context.Context, project, id string) (Conversation, error)
	// Update changes one conversation in one transaction, together with the
	// jobs that follow from the change. Where there is none yet, change gets
	// one with only Project and ID set. The function must be pure: the store
	// may run it again.
	Update(ctx context.Context, project, id string, change func(Conversation) (Conversation, []job.New, error)) (Conversation, error)
}

// Service is the conversations of all projects.
type Service struct {
	store  Store
	active func(ctx context.Context, project string) (int64, error)
	now    func() time.Time
}

// NewService returns the service over a store, the number of the attribute
// revision that is active in a project, and a clock. The number is asked for
// with every change, so it should come from memory.
func NewService(store Store, active func(ctx context.Context, project string) (int64, error), now func() time.Time) *Service {
	return &Service{store: store, active: active, now: now}
}

// Start is what a platform tells when a conversation begins.
type Start struct {
	Spoken    Spoken
	Channel   Channel
	Direction Direction
	// StartedAt may be zero: now.
	StartedAt time.Time
}

// Begin records that a conversation has begun. It may be called again: what is
// known stays, what was missing is filled in. An empty id gives a conversation
// that is not kept.
func (s *Service) Begin(ctx context.Context, project, id string, start Start) (Conversation, error) {
	revision, err := s.active(ctx, project)
	if err != nil {
		return Conversation{}, err
	}
	begin := func(c Conversation) (Conversation, []job.New, error) {
		caller := c.Caller(start.Spoken)
		c.Line, c.Withheld = caller.Line, caller.Withheld
		c.Channel = first(c.Channel, start.Channel)
		c.Direction = first(c.Direction, start.Direction)
		return s.born(c, revision, start.StartedAt), nil, nil
	}
	if id == "" {
		c, _, err := begin(Conversation{Project: project})
		return c, err
	}
	return s.store.Update(ctx, project, id, begin)
}

// Find returns a conversation; ok is false where ringbook has not heard of it.
func (s *Service) Find(ctx context.Context, project, id string) (c Conversation, ok bool, err error) {
	if id == "" {
		return Conversation{Project: project}, false, nil
	}
	c, err = s.store.Get(ctx, project, id)
	if fault.Is(err, fault.NotFound) {
		return Conversation{Project: project, ID: id}, false, nil
	}
	return c, err == nil, err
}

// Stand records which CRM record stands for the caller. A later record
// replaces an earlier one, but not the line's own by that of somebody else,
// for whom the caller has booked. A record that was made for the conversation
// stays so when it is found again.
func (s *Service) Stand(ctx context.Context, project, id string, standing Standing) error {
	if id == "" {
		return nil
	}
	revision, err := s.active(ctx, project)
	if err != nil {
		return err
	}
	_, err = s.store.Update(ctx, project, id, func(c Conversation) (Conversation, []job.New, error) {
		c = s.born(c, revision, time.Time{})
		if own := c.Standing; own != nil && c.Line != "" && own.Number == c.Line && standing.Number != c.Line {
			return c, nil, nil
		}
		now := standing
		now.Made = standing.Made || c.Standing != nil && c.Standing.Made && c.Standing.ID == standing.ID
		c.Standing = &now
		return c, nil, nil
	})
	return err
}

// End stores a report of the conversation's end, merged with earlier ones, and
// enqueues what follows in the same transaction. merged tells that another
// report came before. The job carries its own unique key, so that several
// reports cause its effects once.
func (s *Service) End(ctx context.Context, project, id string, spoken Spoken, report Report, follow []job.New) (c Conversation, merged bool, err error) {
	revision, err := s.active(ctx, project)
	if err != nil {
		return Conversation{}, false, err
	}
	c, err = s.store.Update(ctx, project, id, func(c Conversation) (Conversation, []job.New, error) {
		merged = c.Reported()
		caller := c.Caller(spoken)
		c.Line, c.Withheld = caller.Line, caller.Withheld
		report.CallerPhone = caller.Claim
		c.Report = c.Report.Merge(report)
		c.Direction = first(c.Direction, report.Direction)
		c = s.born(c, revision, report.StartedAt)
		if !merged {
			c.ReportedAt = s.now()
		}
		if c.Report.EndedAt.IsZero() {
			c.Report.EndedAt = c.ReportedAt
		}
		return c, follow, nil
	})
	return c, merged, err
}

// Record keeps the result of a step after the call.
func (s *Service) Record(ctx context.Context, project, id string, step Step) error {
	_, err := s.store.Update(ctx, project, id, func(c Conversation) (Conversation, []job.New, error) {
		return c.WithStep(step), nil, nil
	})
	return err
}

// born fills in what every conversation has from its first moment. Whoever
// tells when it began knows better than the moment when ringbook first heard
// of it, which is later. The revision is that of the first moment: a
// conversation of which nobody kept it has none for good.
func (s *Service) born(c Conversation, revision int64, startedAt time.Time) Conversation {
	if c.CreatedAt.IsZero() {
		c.CreatedAt, c.Revision = s.now(), revision
	}
	c.StartedAt = earlier(c.StartedAt, startedAt)
	if c.StartedAt.IsZero() {
		c.StartedAt = c.CreatedAt
	}
	return c
}
