// Package conversation owns one phone call or chat: who is on the line and how
// that is known, which CRM record stands for the caller, and what was reported
// when it ended.
//
// # Identity and claim
//
// A number is an identity where the transport vouches for it: a header that
// the platform sets, a signed webhook, or StartConversation, which the
// platform's own code calls. A number in any other request is a claim: the
// caller, or a language model, said so. The first identity of a conversation
// stays; nothing that is said later can replace it. [Caller] keeps the two
// apart so that every subject above can ask for the one it needs.
//
// # Revision
//
// A conversation keeps the settings it began with: what the caller was told a
// minute ago must not turn out otherwise because a builder published. So the
// number of the revision that was active when the conversation was first stored
// stays with it. The package does not know what the revision says.
//
// # Reports
//
// The end of a call is reported by more than one party, in parts, late and
// twice. [Service.End] merges: what is there is kept, what was missing is
// filled in, the longer transcript and the more turns win. What follows from
// a call is enqueued in the transaction that stores the report; a further report
// enqueues it again, and repeats nothing that is done.
//
// The package knows no CRM, no wire form and no phrase that is spoken.
package conversation

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/phone"
)

// Channel is how the caller talks to the agent.
type Channel string

// Direction is who called whom.
type Direction string

// The channels and directions. An empty value means nobody said.
const (
	Voice Channel = "voice"
	Chat  Channel = "chat"

	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// Conversation is one call, from its first request on.
type Conversation struct {
	Project string
	// ID is chosen by the platform and unique in the project.
	ID string
	// Line is the caller's identity; empty when unknown or withheld.
	Line phone.Number
	// Withheld is set where the transport said that the caller hides the number.
	Withheld  bool
	Channel   Channel
	Direction Direction
	// StartedAt is when the call began as far as anybody said, else when
	// ringbook first heard of it.
	StartedAt time.Time
	// Standing is the CRM record that stands for the caller, once known.
	Standing *Standing
	// Deal is what was decided to write about the caller's deal; nil while
	// nothing was.
	Deal *DealDecision
	// Withdrawn counts the decisions about the deal that were withdrawn.
	Withdrawn int
	// Report is all that was reported at the end, merged.
	Report Report
	// ReportedAt is when the first report arrived; zero before.
	ReportedAt time.Time
	// Steps are the results of what was done after the call.
	Steps []Step
	// Revision is the number of the attribute revision that was active when
	// the conversation was first stored, and that it keeps while it runs; 0
	// where nobody knows.
	Revision int64
	// CreatedAt is when ringbook first heard of the conversation.
	CreatedAt time.Time
}

// Standing refers to the CRM record that stands for the caller.
type Standing struct {
	// Module is the CRM's module, such as Contacts or Leads.
	Module string
	ID     string
	// Name is what the record is called; it may be empty.
	Name string
	// Number is the one under which the record was found or made.
	Number phone.Number
	// Made tells that the record was made for this conversation; false, that
	// the CRM knew the caller before.
	Made bool
}

// StepState is how far a step after the call has come.
type StepState string

// The states of a step.
const (
	StepDone    StepState = "done"
	StepSkipped StepState = "skipped"
	StepFailed  StepState = "failed"
)

// Step is one thing done in the CRM after the call.
type Step struct {
	// Kind says what was done, such as "record" or "note".
	Kind  string
	State StepState
	// Module and Record name the CRM record that the step wrote.
	Module, Record string
	// Detail says why a step was skipped or failed; it is safe to show.
	Detail string
	// Refusals counts how often the CRM refused the step for good.
	Refusals int
}

// Step returns the result of a kind; a zero one of it where there is none.
func (c Conversation) Step(kind string) Step {
	for _, s := range c.Steps {
		if s.Kind == kind {
			return s
		}
	}
	return Step{Kind: kind}
}

// WithStep returns the conversation with one result added, in the place of an
// earlier result of the same kind.
func (c Conversation) WithStep(s Step) Conversation {
	c.Steps = slices.Clone(c.Steps)
	at := slices.IndexFunc(c.Steps, func(old Step) bool { return old.Kind == s.Kind })
	if at < 0 {
		c.Steps = append(c.Steps, s)
	} else {
		c.Steps[at] = s
	}
	return c
}

// Reported reports whether the end of the conversation was reported.
func (c Conversation) Reported() bool { return !c.ReportedAt.IsZero() }
