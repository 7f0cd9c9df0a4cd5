package attribute

import (
	"context"
	"time"
)

// Draft is what a builder has set and not yet published. It holds only
// values that were set, canonical and with secrets sealed; never a read-only
// attribute.
type Draft struct {
	Project string
	// Revision counts the saves of this draft, from 1. It is not the number
	// of a published revision.
	Revision int64
	Values   map[string]string
	// SetAt is when each one-time value of Values was typed, by name. They
	// are good for minutes only (zoho-crm-api §1.3).
	SetAt     map[string]time.Time
	UpdatedAt time.Time
	// UpdatedBy is the id of the key that saved it, or "" for the system.
	UpdatedBy string
}

// Revision is what was published once: what the builder had set, and the
// system-owned values that publishing filled in. It never changes in meaning;
// see Store.ResealRevision.
type Revision struct {
	Project string
	// Number counts the project's revisions from 1 without a gap. The
	// newest is the active one.
	Number    int64
	Values    map[string]string
	CreatedAt time.Time
	// Author is the id of the key that published, or "" for the system.
	Author string
	// Note is one line about why, or "".
	Note string
}

// Store keeps drafts and revisions. Each method is one transaction. Times
// are kept to the millisecond. What is not there is a NotFound fault; a write
// that comes too late is a Conflict fault and changes nothing.
type Store interface {
	// Seed stores the first revision and the first draft of a project. It is
	// a Conflict where the project has any.
	Seed(ctx context.Context, first Revision, draft Draft) error
	// Draft returns the project's draft.
	Draft(ctx context.Context, project string) (Draft, error)
	// SaveDraft replaces the draft whose Revision is expected by one whose
	// Revision is draft.Revision, which may be the same one; any other is a
	// Conflict.
	SaveDraft(ctx context.Context, expected int64, draft Draft) error
	// Activate stores a revision, which is active from then on. Its Number
	// must be one above the active one's; any other is a Conflict.
	Activate(ctx context.Context, r Revision) error
	// Active returns the newest revision.
	Active(ctx context.Context, project string) (Revision, error)
	// ActiveNumber returns the number of the newest revision alone; it is
	// asked often and must be cheap.
	ActiveNumber(ctx context.Context, project string) (int64, error)
	// Revision returns one revision by its number.
	Revision(ctx context.Context, project string, number int64) (Revision, error)
	// Revisions returns at most limit revisions, newest first, whose number
	// is below before; before 0 begins at the newest.
	Revisions(ctx context.Context, project string, before int64, limit int) ([]Revision, error)
	// ResealRevision replaces the values of a revision by the same ones with
	// their secrets sealed anew: the only change that a revision ever sees,
	// and none in what it means.
	ResealRevision(ctx context.Context, project string, number int64, values map[string]string) error
	// Projects returns the ids of at most limit projects that have
	// attributes, in their order, beginning above after.
	Projects(ctx context.Context, after string, limit int) ([]string, error)
}
