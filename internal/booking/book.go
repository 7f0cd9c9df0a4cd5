package booking

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// Status is what a request for an appointment came to. None of them is an
// error: each has an answer that an agent can say.
type Status string

// The statuses of Book and Cancel.
const (
	Booked           Status = "booked"
	StillPending     Status = "pending"
	SlotTaken        Status = "slot taken"
	SlotUnknown      Status = "slot unknown"
	OutsideHours     Status = "outside hours"
	InPast           Status = "in past"
	BeyondWindow     Status = "beyond window"
	ServiceUnknown   Status = "service unknown"
	CallerAmbiguous  Status = "caller ambiguous"
	CallerUnknown    Status = "caller unknown"
	AlreadyBooked    Status = "already booked"
	KeyReused        Status = "key reused"
	Disabled         Status = "disabled"
	NotConnected     Status = "not connected"
	RetryLater       Status = "retry later"
	CancelledNow     Status = "cancelled"
	AlreadyCancelled Status = "already cancelled"
	NotFound         Status = "not found"
	WhichOne         Status = "which one"
	NotYours         Status = "not yours"
)

// Choice is the time a caller chose.
type Choice struct {
	// Unknown marks a slot that was invented or whose offer has expired. Start
	// is set all the same where it can be told.
	Unknown bool
	Start   time.Time
	// Duration is zero for the service's own.
	Duration time.Duration
	// Service and Staff are empty for any. Staff is who the caller asked for.
	Service string
	Staff   string
	// Offered is the CRM's id of who would take it by the offer; empty for
	// none. It may become somebody else who does the service.
	Offered string
}

// Request asks for an appointment.
type Request struct {
	Project      string
	Conversation conversation.Conversation
	Caller       conversation.Caller
	Choice       Choice
	// Candidate is the record chosen among several on one number.
	Candidate                   *contact.Record
	Name, Email, Subject, Notes string
	// Key is the request's idempotency key; empty for none.
	Key string
	// Connected tells whether the project may reach its CRM.
	Connected bool
}

// Missing says what is needed to know who the caller is.
type Missing string

// What may be missing.
const (
	MissingPhone Missing = "phone"
	MissingName  Missing = "name"
)

// Result is what became of a request.
type Result struct {
	Status Status
	// Replayed tells that an earlier identical request is answered again.
	Replayed bool
	// Booking is set where there is one to speak of.
	Booking *Booking
	// Alternatives are free slots near the one that was taken.
	Alternatives []Offer
	// Candidates are the people who share the caller's number.
	Candidates []contact.Record
	// Choices are the bookings that a cancellation may have meant.
	Choices []Booking
	Missing Missing
	// Refused tells a RetryLater that a person has to look into: the CRM has
	// turned the booking down and will do so again.
	Refused bool
	// TooSoon tells an InPast that lies ahead, but within the minimum notice.
	TooSoon bool
}

// Book claims the interval, writes the event and answers within the context's
// life, with StillPending where the CRM was slower than that. Errors are our
// own faults only.
func (s *Service) Book(ctx context.Context, set attribute.Settings, req Request) (Result, error) {
	res, err := s.book(ctx, set, req)
	switch res.Status {
	case SlotTaken, OutsideHours, SlotUnknown:
		res.Alternatives = s.near(ctx, set, req.Project, req.Choice)
	}
	return res, err
}

func (s *Service) book(ctx context.Context, set attribute.Settings, req Request) (Result, error) {
	if res, known, err := s.replay(ctx, set, req); known || err != nil {
		return res, err
	}
	if !set.Features.Booking {
		return Result{Status: Disabled}, nil
	}
	if !req.Connected {
		return Result{Status: NotConnected}, nil
	}
	attendee, res, err := s.identify(ctx, set, req)
	if err != nil || res.Status != "" {
		return res, err
	}
	service, res := s.judgeChoice(set, req.Choice)
	if res.Status != "" {
		return res, nil
	}
	return s.claim(ctx, set, req, s.order(ctx, set, req, service), s.draft(set, req, service, attendee))
}

// replay answers a request that was answered before, by its key or by what it
// asks for, before anything else is judged. A pending booking that turns out to
// have lost its time is no answer: it may yet be had with somebody else.
func (s *Service) replay(ctx context.Context, set attribute.Settings, req Request) (Result, bool, error) {
	if req.Key != "" {
		res, known, err := s.remembered(ctx, req.Project, req.Key, req.fingerprint(set), Booked)
		if err != nil || known {
			return res, res.Status != SlotTaken, err
		}
	}
	number := req.Caller.Number()
	if number == "" || req.Choice.Start.IsZero() {
		return Result{}, false, nil
	}
	mine, err := s.Store.OfNumber(ctx, req.Project, number, s.Now())
	if err != nil {
		return Result{}, false, err
	}
	for _, b := range mine {
		if b.Stands() && b.Phone == number && b.Conversation == req.Conversation.ID && b.Start.Equal(req.Choice.Start) {
			res, err := s.await(ctx, b, true)
			return res, res.Status != SlotTaken && res.Status != undecided, err
		}
	}
	return Result{}, false, nil
}

// identify decides under whose number and name to book. A result with a
// status ends the request.
func (s *Service) identify(ctx context.Context, set attribute.Settings, req Request) (*contact.Record, Result, error) {
	number := req.Caller.Number()
	if number == "" {
		return nil, Result{Status: CallerUnknown, Missing: MissingPhone}, nil
	}
	if req.Candidate != nil {
		if !req.Candidate.Module.Attends() && req.Name == "" {
			return nil, Result{Status: CallerUnknown, Missing: MissingName}, nil
		}
		return req.Candidate, Result{}, nil
	}
	st := req.Conversation.Standing
	switch {
	case st != nil && st.Number == number && contact.Module(st.Module).Attends():
		return &contact.Record{Module: contact.Module(st.Module), ID: st.ID, Name: st.Name}, Result{}, nil
	case req.Name != "":
		return nil, Result{}, nil
	}
	match, err := s.Contacts.Find(ctx, req.Project, set.Callers, number)
	switch {
	case err != nil:
		return nil, unreachable(err), nil
	case match.Outcome == contact.Known && match.Record.Module.Attends():
		return &match.Record, Result{}, nil
	case match.Outcome == contact.Ambiguous:
		return nil, Result{}, nil
	}
	return nil, Result{Status: CallerUnknown, Missing: MissingName}, nil
}

// unreachable is the answer where the CRM could not be asked.
func unreachable(err error) Result {
	if k := fault.KindOf(err); k == fault.NotConnected || k == fault.Unauthenticated {
		return Result{Status: NotConnected}
	}
	return Result{Status: RetryLater}
}

// judgeChoice holds the chosen time against the rules that listing uses too,
// and leaves of the service's staff those whose rules allow it.
func (s *Service) judgeChoice(set attribute.Settings, c Choice) (service, Result) {
	if c.Unknown || c.Start.IsZero() {
		return service{}, Result{Status: SlotUnknown}
	}
	svc, ok := serviceOf(set, c.Service, c.Staff, c.Duration)
	if !ok {
		return service{}, Result{Status: SlotUnknown}
	}
	now, nearest := s.Now(), slot.Free
	if !c.Start.Before(horizonOf(set, now).End) {
		return svc, Result{Status: BeyondWindow}
	}
	svc.staff = slices.DeleteFunc(svc.staff, func(person string) bool {
		verdict := slot.Judge(set.RulesFor(person, svc.duration), nil, c.Start, now)
		nearest = max(nearest, verdict)
		return verdict != slot.Free
	})
	if len(svc.staff) > 0 {
		return svc, Result{}
	}
	switch nearest {
	case slot.Past:
		return svc, Result{Status: InPast}
	case slot.TooSoon:
		return svc, Result{Status: InPast, TooSoon: true}
	case slot.BeyondWindow:
		return svc, Result{Status: BeyondWindow}
	case slot.OutsideHours:
		return svc, Result{Status: OutsideHours}
	default:
		return svc, Result{Status: SlotUnknown}
	}
}

// draft makes the booking that is about to be claimed, but for its id and its
// staff.
func (s *Service) draft(set attribute.Settings, req Request, svc service, attendee *contact.Record) Booking {
	when := slot.Interval{Start: req.Choice.Start, End: req.Choice.Start.Add(svc.duration)}
	rules := set.SlotRules(svc.duration)
	now := s.Now()
	return Booking{
		Project: req.Project, State: Pending, Conversation: req.Conversation.ID,
		Line: req.Caller.Line, Phone: req.Caller.Number(),
		Name: req.Name, Email: req.Email, Subject: req.Subject, Notes: req.Notes,
		Attendee: attendee, Service: svc.name, Interval: when,
		Block:     slot.Interval{Start: when.Start.Add(-rules.BufferBefore), End: when.End.Add(rules.BufferAfter)},
		CreatedAt: now, UpdatedAt: now,
	}
}

func newID() string {
	var id [8]byte
	rand.Read(id[:]) // never fails, crypto/rand says
	return hex.EncodeToString(id[:])
}
