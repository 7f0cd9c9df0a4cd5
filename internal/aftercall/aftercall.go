// Package aftercall leaves the CRM right when a call has ended.
//
// EndConversation stores the report and enqueues one job for the conversation
// in the same transaction; [Service.Handle] works that job. It takes its steps
// in order, each through package intent, and keeps each result with the
// conversation, so that the job may be run any number of times, after a crash
// too, and every effect happens once.
//
//  1. The record that stands for the caller: the one the conversation has
//     already (found at its start, or who attends what it booked), else the one
//     that the CRM has for the number, else a new one. Where several people
//     share the number nothing is guessed: nothing is written and the step
//     says why.
//     A booking of the call that is still on its way is waited for, since whoever
//     attends it is that record.
//  2. The caller's deal, while zoho_update_pipeline is on: the open deal of the
//     contact in the chosen pipeline that was modified last is moved where the
//     rules of zoho_pipeline_criteria say (package criteria); where there is
//     none, one is made if a rule names a stage for it or an appointment was
//     booked. Leads and companies have no deals.
//  3. The note with summary and transcript, on that record, and with what became
//     of the deal and why.
//
// A step that failed is kept with its reason while the job tries again, and
// with what came of it once it is through. What the CRM refused ends the job,
// but a refused deal only after the note is written; enqueueing it again, as a
// repeated report does, tries what was refused anew.
//
// The package knows no CRM's field names, no wire form and no SQL.
package aftercall

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
)

// JobFollowUp is the kind of the job that works off a conversation's end. Its
// key is the conversation's id.
const JobFollowUp = "aftercall.follow_up"

// The kinds of steps, as they are told to clients.
const (
	StepRecord = "record"
	StepDeal   = "deal"
	StepNote   = "note"
)

// Note is what is written about a call.
type Note struct {
	// Module and Record say on which CRM record.
	Module, Record string
	Title, Content string
	// Reference is part of Content; by it the note is found again.
	Reference string
}

// CRM is what this package needs of one.
type CRM interface {
	// AddNote writes a note and returns its id.
	AddNote(ctx context.Context, project string, n Note) (id string, err error)
	// FindNote returns the note on the record whose content holds the
	// reference.
	FindNote(ctx context.Context, project string, n Note) (id string, found bool, err error)
	Deals
}

// Config is what a Service is made of; every field is required.
type Config struct {
	CRM           CRM
	Conversations *conversation.Service
	Contacts      *contact.Service
	Bookings      *booking.Service
	Attributes    *attribute.Service
	Intents       *intent.Ledger
	Now           func() time.Time
	Logger        *slog.Logger
}

// Service works off what follows a call.
type Service struct {
	Config
	turn turn
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{Config: c, turn: make(turn, 1)} }

// Enqueue returns the job that works off a conversation's end.
func Enqueue(project, conversation string, now time.Time) job.New {
	return job.New{Kind: JobFollowUp, Project: project, Key: conversation, RunAt: now}
}

// Handle is the handler of JobFollowUp.
func (s *Service) Handle(ctx context.Context, j job.Job) error {
	c, known, err := s.Conversations.Find(ctx, j.Project, j.Key)
	if err != nil {
		return err
	}
	if !known {
		return job.Stop(fault.New(fault.NotFound, "the conversation is gone"))
	}
	set, err := s.settings(ctx, c)
	if err != nil {
		return err
	}
	standing, err := s.record(ctx, set, c)
	if err != nil || standing == nil {
		return err
	}
	explained, refused := s.deal(ctx, set, c, *standing)
	if refused != nil && !final(refused) {
		return refused
	}
	if err := s.note(ctx, set, c, *standing, explained); err != nil {
		return err
	}
	return refused
}

// settings are those that the conversation began with: what follows it belongs
// to it. But once the CRM has refused a step for good, what failed is tried
// again with what is published now, since that is how a builder mends it.
func (s *Service) settings(ctx context.Context, c conversation.Conversation) (attribute.Settings, error) {
	refused := func(step conversation.Step) bool { return step.Refusals > 0 }
	if slices.ContainsFunc(c.Steps, refused) {
		return s.Attributes.Settings(ctx, c.Project)
	}
	return s.Attributes.SettingsAt(ctx, c.Project, c.Revision)
}

// keep stores a step's result. Of a failure it stores the reason as well, so
// that whoever asks sees it while the job tries again; a refusal of the CRM is
// for good and ends the job.
func (s *Service) keep(ctx context.Context, c conversation.Conversation, step conversation.Step, cause error) error {
	step.Refusals = c.Step(step.Kind).Refusals
	if final(cause) {
		step.Refusals++
	}
	if cause != nil {
		step.State, step.Record, step.Detail = conversation.StepFailed, "", reasonOf(cause)
	}
	if !slices.Contains(c.Steps, step) {
		if err := s.Conversations.Record(ctx, c.Project, c.ID, step); err != nil {
			return errors.Join(cause, err)
		}
	}
	if final(cause) {
		s.Logger.Error("the CRM refused a step after a call", "project", c.Project, "step", step.Kind, "error", cause)
		return job.Stop(cause)
	}
	return cause
}

// intention names the write of a step. What was refused was surely not made, and
// whoever asks for it again after a refusal has mended something: that is
// another intention.
func intention(c conversation.Conversation, kind string) string {
	id := "call/" + c.ID + "/" + kind
	if n := c.Step(kind).Refusals; n > 0 {
		id += "/" + strconv.Itoa(n+1)
	}
	return id
}

// final reports whether repeating what failed is pointless.
func final(cause error) bool {
	if cause == nil {
		return false
	}
	switch fault.KindOf(cause) {
	case fault.Refused, fault.Invalid, fault.Denied, fault.NotFound:
		return true
	}
	return false
}

// reasonOf says why a step failed, without anything that only the log may hold.
func reasonOf(cause error) string {
	text := "something went wrong inside the server"
	if f, ok := errors.AsType[*fault.Error](cause); ok {
		text = f.Text
		if f.Kind == fault.NotConnected && f.Remedy != "" { // only people mend that
			text += "; " + f.Remedy
		}
	}
	if !final(cause) {
		text += "; it will be tried again"
	}
	return text
}
