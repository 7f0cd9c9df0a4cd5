package doctor

import (
	"context"
	"fmt"
	"sync"

	"github.com/ringbook/ringbook/internal/fault"
)

// Probe is a question that the documents of a CRM leave open, or that each
// organisation answers in its own way.
type Probe struct {
	// ID is in kebab-case, and the same in docs/zoho-fidelity.md.
	ID string
	// Question is a sentence for people.
	Question string
	// Ask finds out. Denied means that the grant or the user may not.
	Ask func(context.Context) (Answer, error)
}

// Answer is what a probe found.
type Answer struct {
	// Reading is, in words that do not change, which reading of the documents
	// holds here. It is empty where that cannot be told.
	Reading string
	// Detail says it in a sentence, or why it cannot be told.
	Detail string
	// Remedy is what to do about it; empty where it does not matter to the
	// settings in effect.
	Remedy string
}

// probePrefix begins the name of a check that is a probe.
const probePrefix = "probe "

// questions are the checks that the CRM's probes make.
func (e *exam) questions(needs []string) []check {
	if !e.options.Probe {
		return nil
	}
	var all []check
	for _, p := range e.CRM.Probes(e.projectID, e.settings, e.options.Write && !e.crowded) {
		all = append(all, check{probePrefix + p.ID, needs, func(ctx context.Context) finding { return e.ask(ctx, p) }})
	}
	if e.crowded {
		all = append(all, check{probePrefix + "writing", needs, func(context.Context) finding {
			return skipped("another examination of this project is writing its probes; begin again when it has ended")
		}})
	}
	return all
}

// ask is the finding of a probe.
func (e *exam) ask(ctx context.Context, p Probe) finding {
	a, err := p.Ask(ctx)
	switch {
	case fault.Is(err, fault.Denied):
		return skipped("%s\ncannot be told: %s", p.Question, problem(err))
	case err != nil:
		return e.unread(ctx, err)
	case a.Reading == "":
		return skipped("%s\ncannot be told: %s", p.Question, a.Detail)
	}
	found := ok("%s\n%s", p.Question, a.Reading)
	if a.Detail != "" {
		found.detail += fmt.Sprintf(": %s", a.Detail)
	}
	if found.remedy = a.Remedy; a.Remedy != "" {
		found.state = Warning
	}
	return found
}

// writers are the projects whose probes are writing. One at a time: each begins
// by removing what an earlier run left.
type writers struct {
	mu   sync.Mutex
	busy map[string]bool
}

// enter reports whether nobody else writes; leave must be called then.
func (w *writers) enter(project string) (leave func(), entered bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy[project] {
		return func() {}, false
	}
	if w.busy == nil {
		w.busy = map[string]bool{}
	}
	w.busy[project] = true
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.busy, project)
	}, true
}
