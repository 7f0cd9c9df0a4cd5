package conversation

import (
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/phone"
)

// Turn is one thing that was said.
type Turn struct {
	// Role is who said it, in the platform's word: "agent", "caller", "tool" ...
	Role string
	Text string
	// At may be zero.
	At time.Time
}

// Report is what a platform tells when a conversation has ended. Every field
// is optional.
type Report struct {
	// CallerPhone is a claim, not an identity.
	CallerPhone   phone.Number
	CallerName    string
	Direction     Direction
	StartedAt     time.Time
	EndedAt       time.Time
	Outcome       string
	Summary       string
	Transcript    string
	Turns         []Turn
	RecordingURL  string
	TranscriptURL string
	Metadata      map[string]string
}

// Merge fills what r lacks from other and keeps the richer of the two where
// both say something: the longer text, the more turns. Of two starts and of two
// ends it keeps the earlier, for one that was not told is taken from when the
// report arrived, which is later.
func (r Report) Merge(other Report) Report {
	r.CallerPhone = first(r.CallerPhone, other.CallerPhone)
	r.CallerName = longer(r.CallerName, other.CallerName)
	r.Direction = first(r.Direction, other.Direction)
	r.Outcome = first(r.Outcome, other.Outcome)
	r.Summary = longer(r.Summary, other.Summary)
	r.Transcript = longer(r.Transcript, other.Transcript)
	r.RecordingURL = first(r.RecordingURL, other.RecordingURL)
	r.TranscriptURL = first(r.TranscriptURL, other.TranscriptURL)
	if len(other.Turns) > len(r.Turns) {
		r.Turns = other.Turns
	}
	r.StartedAt = earlier(r.StartedAt, other.StartedAt)
	r.EndedAt = earlier(r.EndedAt, other.EndedAt)
	r.Metadata = mergeMetadata(r.Metadata, other.Metadata)
	return r
}

// Text is the transcript as one text: as given, or else built from the turns,
// one line each.
func (r Report) Text() string {
	if r.Transcript != "" || len(r.Turns) == 0 {
		return r.Transcript
	}
	var b strings.Builder
	for _, t := range r.Turns {
		b.WriteString(t.Role)
		b.WriteString(": ")
		b.WriteString(strings.TrimSpace(t.Text))
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

func mergeMetadata(kept, other map[string]string) map[string]string {
	if len(other) == 0 {
		return kept
	}
	merged := make(map[string]string, len(kept)+len(other))
	for k, v := range other {
		merged[k] = v
	}
	for k, v := range kept {
		merged[k] = v
	}
	return merged
}

func first[S ~string](a, b S) S {
	if a != "" {
		return a
	}
	return b
}

// earlier is the earlier of two times, of which either may be absent.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}
