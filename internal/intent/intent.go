package intent

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// State is what is known of a write.
type State string

const (
	// Ready is recorded and surely not applied.
	Ready State = "ready"
	// Sending is an attempt that began and whose outcome is not recorded: it
	// is being made now, or the process died during it.
	Sending State = "sending"
	// Unknown is an attempt whose answer was lost.
	Unknown State = "unknown"
	// Done is applied; Record names the result.
	Done State = "done"
	// Refused will never be applied.
	Refused State = "refused"
)

// Settled reports whether the state is final.
func (s State) Settled() bool { return s == Done || s == Refused }

// Intent is one intended write.
type Intent struct {
	// ID is chosen by the subject and unique in the project, such as
	// "booking/7f3a/create": the same thing intended twice has one id.
	ID      string
	Project string
	// Kind says what is written, such as "event.create".
	Kind string
	// Marker is what the written record carries so that it can be found.
	Marker string

	State State
	// Attempts counts the attempts that began.
	Attempts int
	// RecordedAt is when the intention was recorded, AttemptedAt when the
	// last attempt began, SettledAt when it became done or refused. The last
	// two are zero while that has not happened.
	RecordedAt, AttemptedAt, SettledAt time.Time
	// Record is the result of a done write, usually a record id.
	Record string
	// Refusal is the kind of a refused write's fault, else zero, and Detail
	// its user-safe text. In the other states Detail is the last error.
	Refusal fault.Kind
	Detail  string
}

// refusal is the fault that a refused write keeps answering.
func (i Intent) refusal() error { return &fault.Error{Kind: i.Refusal, Text: i.Detail} }

// Write is how an intended write is made.
type Write struct {
	// Do makes the write once and returns the id of what it made. Its error
	// decides what is known (see [Ledger.Run]), so it must not claim more than
	// it knows: fault.Unavailable says that nothing was applied.
	Do func(ctx context.Context) (record string, err error)
	// Find looks for an earlier attempt's result by the marker, without any
	// effect. Nil says that repeating Do is harmless by nature, as with a
	// deletion by id.
	Find Find
}

// Find looks for what an earlier attempt made. It must read where the CRM
// shows its own writes at once, which search indexes do not.
type Find func(ctx context.Context) (record string, found bool, err error)

// Store keeps intentions.
type Store interface {
	// Record stores a new intention as it is, unless the project has one of
	// that id already, and returns what is stored.
	Record(ctx context.Context, in Intent) (Intent, error)
	// Get returns an intention, or fault.NotFound.
	Get(ctx context.Context, project, id string) (Intent, error)
	// Advance replaces what is stored, if it still has the state and count of
	// attempts of from; otherwise it changes nothing and answers
	// fault.Conflict. ID, Project, Kind, Marker and RecordedAt never change.
	Advance(ctx context.Context, from, to Intent) error
	// Unsettled returns intentions that are neither done nor refused and were
	// attempted, or else recorded, before the time; oldest first.
	Unsettled(ctx context.Context, before time.Time, limit int) ([]Intent, error)
}
