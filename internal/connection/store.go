package connection

import (
	"context"
	"time"
)

// Outcome is what a code came to.
type Outcome string

// The outcomes of an attempt.
const (
	// Unknown: handed over, and no answer is recorded.
	Unknown Outcome = ""
	// Accepted: tokens were had for it.
	Accepted Outcome = "accepted"
	// Rejected: surely no tokens were had, so it may be tried again.
	Rejected Outcome = "rejected"
)

// Attempt is one authorization code on its way to Zoho and back. What became of
// a link, when a project was last disconnected and whether access was refused last
// are kept alike, each under a mark that no code has.
type Attempt struct {
	Project string
	// Code is the code's SHA-256 with the project, in hex: it tells one code
	// from another and cannot be turned back into any.
	Code             string
	BegunAt, EndedAt time.Time
	Outcome          Outcome
}

// Store keeps sealed connections, at most one in use and one aside for each
// project, and the attempts. Each method is one transaction, of all processes
// that share the store. Times are kept to the millisecond. Functions that are
// handed in must be pure: the store may run them again.
type Store interface {
	// Load returns the project's connection in use or aside, or
	// fault.NotFound.
	Load(ctx context.Context, project string, aside bool) (Sealed, error)
	// All returns every connection, those aside included.
	All(ctx context.Context) ([]Sealed, error)
	// Save replaces the project's connection in the place that c names.
	Save(ctx context.Context, c Sealed) error
	// Update changes a connection; an absent one is fault.NotFound. An error of
	// change is returned as it is and nothing is stored.
	Update(ctx context.Context, project string, aside bool, change func(Sealed) (Sealed, error)) error
	// Promote puts live in use and forgets the one that is aside, which must
	// still have aside's refresh token; otherwise it is fault.Conflict, and
	// fault.NotFound where there is none.
	Promote(ctx context.Context, aside, live Sealed) error
	// Forget removes the connection from c's place if it still has c's sealed
	// refresh token. One that is not there is no failure.
	Forget(ctx context.Context, c Sealed) error
	// Attempt returns what is known of a code; an absent attempt comes with
	// project and code only.
	Attempt(ctx context.Context, project, code string) (Attempt, error)
	// UpdateAttempt changes what is known of a code. An absent attempt is
	// handed in with project and code only.
	UpdateAttempt(ctx context.Context, project, code string, change func(Attempt) (Attempt, error)) error
}
