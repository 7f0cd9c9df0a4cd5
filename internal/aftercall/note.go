package aftercall

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/intent"
)

// longestNote is what Zoho takes as the content of one note, in characters
// (zoho-crm-api §2.3: Note_Content up to 65,535), less some room.
const longestNote = 65_000

// note writes what was said onto the caller's record, once, and what became of
// the caller's deal.
func (s *Service) note(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing, deal string) error {
	if c.Step(StepNote).State == conversation.StepDone {
		return nil // whatever was published or reported since
	}
	step := conversation.Step{Kind: StepNote, State: conversation.StepSkipped, Module: "Notes"}
	switch {
	case !set.AfterCall.AddNote:
		step.Detail = "zoho_add_note is off"
		return s.keep(ctx, c, step, nil)
	case c.Report.Summary == "" && c.Report.Text() == "" && deal == "":
		step.Detail = "neither a summary nor a transcript was reported"
		return s.keep(ctx, c, step, nil)
	}
	n := compose(c, on, set, deal)
	id, err := s.Intents.Run(ctx,
		intent.Intent{ID: intention(c, StepNote), Project: c.Project, Kind: "note.create", Marker: n.Reference},
		intent.Write{
			Do:   func(ctx context.Context) (string, error) { return s.CRM.AddNote(ctx, c.Project, n) },
			Find: func(ctx context.Context) (string, bool, error) { return s.CRM.FindNote(ctx, c.Project, n) },
		})
	step.State, step.Record = conversation.StepDone, id
	return s.keep(ctx, c, step, err)
}

// compose writes the note for the people who will read it: what it came to
// first, the transcript last, and our reference where nobody stumbles over it.
func compose(c conversation.Conversation, on conversation.Standing, set attribute.Settings, deal string) Note {
	n := Note{
		Module: on.Module, Record: on.ID,
		Title:     "Phone call on " + c.StartedAt.In(set.Scheduling.Zone).Format("January 2, 2006 at 3:04 PM"),
		Reference: reference(c),
	}
	if c.Channel == conversation.Chat {
		n.Title = strings.Replace(n.Title, "Phone call", "Chat", 1)
	}
	var b strings.Builder
	section(&b, "", c.Report.Summary)
	section(&b, "Outcome", c.Report.Outcome)
	section(&b, "Duration", spanOf(c))
	section(&b, "Deal", deal)
	if set.AfterCall.RecordingLink == attribute.PublicRecording {
		section(&b, "Recording", c.Report.RecordingURL)
	}
	section(&b, "Full transcript", c.Report.TranscriptURL)
	tail := "\n\nReference: " + n.Reference
	text := c.Report.Text()
	section(&b, "Transcript", shorten(text, longestNote-utf8.RuneCountInString(b.String()+tail)-16))
	n.Content = strings.TrimSpace(b.String()) + tail
	return n
}

func section(b *strings.Builder, heading, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	if b.Len() > 0 {
		b.WriteString("\n\n")
	}
	if heading != "" {
		b.WriteString(heading + ":" + gap(heading, text))
	}
	b.WriteString(text)
}

// gap stands between a heading and its text: a transcript begins a line.
func gap(heading, text string) string {
	if heading == "Transcript" || strings.Contains(text, "\n") {
		return "\n"
	}
	return " "
}

func spanOf(c conversation.Conversation) string {
	length := c.Report.EndedAt.Sub(c.StartedAt).Round(time.Second)
	if c.Report.EndedAt.IsZero() || length <= 0 {
		return ""
	}
	return fmt.Sprintf("%d:%02d minutes", int(length.Minutes()), int(length.Seconds())%60)
}

// cutHere ends a transcript that is longer than a note may be.
const cutHere = "\n[The transcript is longer than a note may be and was cut here.]"

// shorten keeps the first runes of a text and says that it did.
func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:max(0, most-utf8.RuneCountInString(cutHere))]) + cutHere
}

// reference names the call in the note. It is a digest, because a platform's
// conversation id may be long and may mean something to somebody.
func reference(c conversation.Conversation) string { return "ringbook-call-" + digest(c) }

// dealReference names the call in a deal that was made after it.
func dealReference(c conversation.Conversation) string { return "ringbook-deal-" + digest(c) }

func digest(c conversation.Conversation) string {
	sum := sha256.Sum256([]byte(c.Project + "\x00" + c.ID))
	return hex.EncodeToString(sum[:6])
}
