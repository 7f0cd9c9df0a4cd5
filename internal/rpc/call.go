package rpc

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/speech"
	"github.com/ringbook/ringbook/internal/vault"
)

// The headers by which a platform vouches for who is on the line and for which
// conversation a request belongs to.
const (
	headerCaller       = "X-Caller-Number"
	headerConversation = "X-Conversation-Id"
)

// schedulingService is the handler of SchedulingService. HoldSlot, Reschedule,
// FindAppointments, FindCaller and AddNote answer "unimplemented" so far.
type schedulingService struct {
	ringbookv1connect.UnimplementedSchedulingServiceHandler
	projects      *project.Service
	attributes    *attribute.Service
	connections   *connection.Service
	conversations *conversation.Service
	contacts      *contact.Service
	bookings      *booking.Service
	jobs          job.Queue
	sealer        *vault.Handles
	recordURL     func(region, module, id string) string
	now           func() time.Time
	log           *slog.Logger
}

// call is one request of an agent: the project, and what the transport says
// and the store knows about the conversation.
type call struct {
	project      string
	conversation string
	// known is what is stored of the conversation; without anything but its
	// name where that is nothing.
	known conversation.Conversation
	// transport is the caller's number as a header gave it; empty without one.
	transport string
	// set is what steers the call: the settings that the conversation began
	// with.
	set attribute.Settings
	// connected tells whether the project may reach its CRM.
	connected bool
	handles   handles
	voice     speech.Speaker
	now       time.Time
}

// open reads what a request needs that is to be answered from the CRM.
func (s *schedulingService) open(ctx context.Context, conversationID string) (call, error) {
	c, err := s.identify(ctx, conversationID)
	if err != nil {
		return call{}, err
	}
	if c.set, err = s.settings(ctx, c.known); err != nil {
		return call{}, err
	}
	c.voice = speech.For(c.set.Scheduling.Language)
	c.connected, err = s.connected(ctx, c.project)
	return c, err
}

// openReport is open for a report, which is kept whatever state the project is
// in: also where the active revision cannot be read, which publishing mends.
func (s *schedulingService) openReport(ctx context.Context, conversationID string) (call, error) {
	c, err := s.identify(ctx, conversationID)
	if err != nil {
		return call{}, err
	}
	c.set, err = s.settings(ctx, c.known)
	if unreadable, is := errors.AsType[*attribute.UnreadableError](err); is {
		s.log.ErrorContext(ctx, "a report is kept, and waits for settings that can be read", "project", c.project, "error", err)
		c.set, err = unreadable.Rest, nil
	}
	c.voice = speech.For(c.set.Scheduling.Language)
	return c, err
}

// identify reads who asks and about which conversation. Its id in the header
// comes before that in the body.
func (s *schedulingService) identify(ctx context.Context, conversationID string) (call, error) {
	p := asker(ctx)
	c := call{project: p.Project, conversation: conversationID, now: s.now()}
	c.handles = handles{sealer: s.sealer, project: p.Project, now: c.now}
	if info, ok := connect.CallInfoForHandlerContext(ctx); ok {
		c.transport = info.RequestHeader().Get(headerCaller)
		if id := info.RequestHeader().Get(headerConversation); id != "" {
			c.conversation = id
		}
	}
	if !plainID(c.conversation) {
		return call{}, fault.InvalidField(headerConversation, "must be at most 128 printable characters without spaces")
	}
	var err error
	c.known, _, err = s.conversations.Find(ctx, c.project, c.conversation)
	return c, err
}

// settings are those of the revision that a running conversation began with,
// and the active ones for one that is over or not known. Whether the project
// may reach its CRM at all, and with which tokens and keys, is no setting of a
// revision and is as it is now.
func (s *schedulingService) settings(ctx context.Context, c conversation.Conversation) (attribute.Settings, error) {
	if c.Reported() {
		return s.attributes.Settings(ctx, c.Project)
	}
	return s.attributes.SettingsAt(ctx, c.Project, c.Revision)
}

// connected tells whether the project is switched on by the administrator and
// has a grant that works as far as is known.
func (s *schedulingService) connected(ctx context.Context, id string) (bool, error) {
	p, err := s.projects.Project(ctx, id)
	if err != nil || !p.CRMEnabled {
		return false, err
	}
	c, err := s.connections.Get(ctx, id)
	if fault.Is(err, fault.NotConnected) {
		return false, nil
	}
	return err == nil && !c.Revoked, err
}

// granted tells whether the project is switched on and has a grant, be it one
// that does not work: people mend that, and what waits for it is then done.
func (s *schedulingService) granted(ctx context.Context, id string) (bool, error) {
	p, err := s.projects.Project(ctx, id)
	if err != nil || !p.CRMEnabled {
		return false, err
	}
	status, err := s.connections.Status(ctx, id)
	return err == nil && status.State != connection.NotConnected, err
}

// caller tells for whom the request speaks, given the number in its body.
func (c call) caller(claim string) conversation.Caller { return c.known.Caller(c.spoken(claim)) }

func (c call) spoken(claim string) conversation.Spoken {
	return conversation.Spoken{Transport: c.transport, Claim: claim, Region: c.set.Callers.PhoneRegion}
}

func (c call) zoneName() string { return c.set.Scheduling.Zone.String() }

func (c call) stamp() *timestamppb.Timestamp { return timestamppb.New(c.now) }

// say is what may be said aloud, on the business's clock.
func (c call) say() speech.Lines { return c.sayIn(c.set.Scheduling.Zone) }

// sayIn is what may be said aloud to somebody in a zone.
func (c call) sayIn(zone *time.Location) speech.Lines {
	return c.voice.At(c.now, zone).From(c.set.Scheduling.Zone)
}

// plainID reports whether a conversation's id is what validation demands of
// one in a body; a header passes no validation.
func plainID(id string) bool {
	if len(id) > 128 {
		return false
	}
	for i := range len(id) {
		if id[i] < '!' || id[i] > '~' {
			return false
		}
	}
	return true
}
