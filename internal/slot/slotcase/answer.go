package slotcase

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Answer is what a case comes to. Instants are in UTC.
type Answer struct {
	Name   string      `json:"name"`
	Starts []time.Time `json:"starts"`
	// Staff names for each start, written as in Starts, who can take it: by
	// name, or for least_busy whoever has the least to do first. Nil for one
	// calendar.
	Staff map[string][]string `json:"staff,omitzero"`
	// NotOffered explains the rest of the range.
	NotOffered []Refusal `json:"notOffered,omitempty"`
	// Error says what is wrong with the case, which then has no starts.
	Error string `json:"error,omitempty"`
}

// Refusal is a slot or a closed stretch that is not offered.
type Refusal struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Why   string    `json:"why"`
	// Staff is whose calendar says so, where the staff can stand in for one
	// another.
	Staff string `json:"staff,omitempty"`
	// By is the busy time in the way.
	By *Span `json:"by,omitempty"`
}

// Span is a stretch of time.
type Span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Options change what is asked.
type Options struct {
	// Alignment, if not empty, replaces the case's.
	Alignment string
	// Explain asks for the times that are not offered.
	Explain bool
}

// Answer solves the case.
func (c Case) Answer(o Options) Answer {
	if o.Alignment != "" {
		c.Alignment = o.Alignment
	}
	answer, err := c.answer(o.Explain)
	if err != nil {
		return Answer{Name: c.Name, Starts: []time.Time{}, Error: err.Error()}
	}
	return answer
}

func (c *Case) answer(explain bool) (Answer, error) {
	team, err := c.Team()
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Name: c.Name, Starts: []time.Time{}}
	if len(c.Staff) > 0 {
		answer.Staff = map[string][]string{}
	}
	for _, v := range team.Open(c.Within(), c.Now) {
		start := v.Start.UTC()
		answer.Starts = append(answer.Starts, start)
		if answer.Staff != nil {
			if c.Mode != leastBusy {
				slices.Sort(v.Staff)
			}
			answer.Staff[start.Format(time.RFC3339)] = v.Staff
		}
	}
	if explain {
		answer.NotOffered = refusals(team.Explain(c.Within(), c.Now))
	}
	return answer, nil
}

func refusals(from []slot.TeamRefusal) []Refusal {
	var all []Refusal
	for _, r := range from {
		refusal := Refusal{Start: r.Start.UTC(), End: r.End.UTC(), Why: r.Why.String(), Staff: r.Member}
		if !r.By.End.IsZero() {
			refusal.By = &Span{r.By.Start.UTC(), r.By.End.UTC()}
		}
		all = append(all, refusal)
	}
	return all
}
