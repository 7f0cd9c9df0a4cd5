package sqlite

import (
	"time"

	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/phone"
)

// storedConversation is the stored form of a conversation. Its names are the
// schema: a field may be added, but none renamed.
type storedConversation struct {
	Project    string          `json:"project"`
	ID         string          `json:"id"`
	Line       string          `json:"line,omitempty"`
	Withheld   bool            `json:"withheld,omitempty"`
	Channel    string          `json:"channel,omitempty"`
	Direction  string          `json:"direction,omitempty"`
	StartedAt  time.Time       `json:"startedAt,omitzero"`
	Standing   *storedStanding `json:"standing,omitempty"`
	Deal       *storedDeal     `json:"deal,omitempty"`
	Withdrawn  int             `json:"withdrawn,omitempty"`
	Report     storedReport    `json:"report"`
	ReportedAt time.Time       `json:"reportedAt,omitzero"`
	Steps      []storedStep    `json:"steps,omitempty"`
	CreatedAt  time.Time       `json:"createdAt"`
}

type storedStanding struct {
	Module string `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Number string `json:"number,omitempty"`
	Made   bool   `json:"made,omitempty"`
}

type storedDeal struct {
	Deal       string    `json:"deal,omitempty"`
	Name       string    `json:"name,omitempty"`
	Before     string    `json:"before,omitempty"`
	After      string    `json:"after,omitempty"`
	ModifiedAt time.Time `json:"modifiedAt,omitzero"`
	Rule       int       `json:"rule,omitempty"`
	Condition  string    `json:"condition,omitempty"`
	Because    string    `json:"because,omitempty"`
}

type storedStep struct {
	Kind     string `json:"kind"`
	State    string `json:"state"`
	Module   string `json:"module,omitempty"`
	Record   string `json:"record,omitempty"`
	Detail   string `json:"detail,omitempty"`
	Refusals int    `json:"refusals,omitempty"`
}

type storedReport struct {
	CallerPhone   string            `json:"callerPhone,omitempty"`
	CallerName    string            `json:"callerName,omitempty"`
	Direction     string            `json:"direction,omitempty"`
	StartedAt     time.Time         `json:"startedAt,omitzero"`
	EndedAt       time.Time         `json:"endedAt,omitzero"`
	Outcome       string            `json:"outcome,omitempty"`
	Summary       string            `json:"summary,omitempty"`
	Transcript    string            `json:"transcript,omitempty"`
	Turns         []storedTurn      `json:"turns,omitempty"`
	RecordingURL  string            `json:"recordingUrl,omitempty"`
	TranscriptURL string            `json:"transcriptUrl,omitempty"`
	Metadata      map[string]string `json:"metadata,omitempty"`
}

type storedTurn struct {
	Role string    `json:"role,omitempty"`
	Text string    `json:"text"`
	At   time.Time `json:"at,omitzero"`
}

func storeConversation(c conversation.Conversation) storedConversation {
	s := storedConversation{
		Project: c.Project, ID: c.ID, Line: string(c.Line), Withheld: c.Withheld,
		Channel: string(c.Channel), Direction: string(c.Direction), StartedAt: c.StartedAt,
		Report: storeReport(c.Report), ReportedAt: c.ReportedAt, CreatedAt: c.CreatedAt,
		Withdrawn: c.Withdrawn,
	}
	if c.Standing != nil {
		s.Standing = &storedStanding{c.Standing.Module, c.Standing.ID, c.Standing.Name, string(c.Standing.Number), c.Standing.Made}
	}
	if c.Deal != nil {
		deal := storedDeal(*c.Deal)
		s.Deal = &deal
	}
	for _, step := range c.Steps {
		s.Steps = append(s.Steps, storedStep{step.Kind, string(step.State), step.Module, step.Record, step.Detail, step.Refusals})
	}
	return s
}

func (s storedConversation) conversation() conversation.Conversation {
	c := conversation.Conversation{
		Project: s.Project, ID: s.ID, Line: phone.Number(s.Line), Withheld: s.Withheld,
		Channel: conversation.Channel(s.Channel), Direction: conversation.Direction(s.Direction), StartedAt: s.StartedAt,
		Report: s.Report.report(), ReportedAt: s.ReportedAt, CreatedAt: s.CreatedAt,
		Withdrawn: s.Withdrawn,
	}
	if s.Standing != nil {
		c.Standing = &conversation.Standing{
			Module: s.Standing.Module, ID: s.Standing.ID, Name: s.Standing.Name, Number: phone.Number(s.Standing.Number), Made: s.Standing.Made,
		}
	}
	if s.Deal != nil {
		deal := conversation.DealDecision(*s.Deal)
		c.Deal = &deal
	}
	for _, step := range s.Steps {
		c.Steps = append(c.Steps, conversation.Step{
			Kind: step.Kind, State: conversation.StepState(step.State), Module: step.Module, Record: step.Record, Detail: step.Detail,
			Refusals: step.Refusals,
		})
	}
	return c
}

func storeReport(r conversation.Report) storedReport {
	s := storedReport{
		CallerPhone: string(r.CallerPhone), CallerName: r.CallerName, Direction: string(r.Direction),
		StartedAt: r.StartedAt, EndedAt: r.EndedAt, Outcome: r.Outcome, Summary: r.Summary, Transcript: r.Transcript,
		RecordingURL: r.RecordingURL, TranscriptURL: r.TranscriptURL, Metadata: r.Metadata,
	}
	for _, t := range r.Turns {
		s.Turns = append(s.Turns, storedTurn(t))
	}
	return s
}

func (s storedReport) report() conversation.Report {
	r := conversation.Report{
		CallerPhone: phone.Number(s.CallerPhone), CallerName: s.CallerName, Direction: conversation.Direction(s.Direction),
		StartedAt: s.StartedAt, EndedAt: s.EndedAt, Outcome: s.Outcome, Summary: s.Summary, Transcript: s.Transcript,
		RecordingURL: s.RecordingURL, TranscriptURL: s.TranscriptURL, Metadata: s.Metadata,
	}
	for _, t := range s.Turns {
		r.Turns = append(r.Turns, conversation.Turn(t))
	}
	return r
}
