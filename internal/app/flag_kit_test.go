package app_test

import (
	"maps"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// newBareProject is a world whose project was set up as a customer's is, by RPCs
// alone, and is neither connected nor published.
func newBareProject(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	made := call(w, w.admin().CreateProject, &ringbookv1.CreateProjectRequest{Name: "Harbor Dental", TimeZone: "America/New_York"})
	w.keys.Project = made.GetProject()
	for role, key := range map[ringbookv1.Role]*string{
		ringbookv1.Role_ROLE_AGENT: &w.keys.AgentKey, ringbookv1.Role_ROLE_BUILDER: &w.keys.BuilderKey,
	} {
		*key = call(w, w.admin().CreateKey, &ringbookv1.CreateKeyRequest{Project: made.GetProject(), Role: role}).GetKey()
	}
	w.agent = w.client(w.keys.AgentKey)
	return w
}

// newConnectedProject was connected by a code and published, too.
func newConnectedProject(t *testing.T, values map[string]string) *world {
	t.Helper()
	w := newBareProject(t)
	all := map[string]string{"zoho_oauth_code": w.code(), "zoho_meeting_venue": "In-office"}
	maps.Copy(all, values)
	w.makes(all)
	return w
}

// makes sets values and publishes them, which must succeed.
func (w *world) makes(values map[string]string) {
	w.t.Helper()
	w.sets(w.builder(), values)
	w.live(w.builder())
}

// told is how a publish went: the steps as they ended, and the revision.
type told struct {
	steps    []*ringbookv1.PublishStep
	revision int32
}

// step is how a step of that name ended; nil if it never did.
func (p told) step(name string) *ringbookv1.PublishStep {
	for _, s := range p.steps {
		if s.GetName() == name {
			return s
		}
	}
	return nil
}

// tries publishes what is in the draft and tells how that went.
func (w *world) tries() (all told, err error) {
	w.t.Helper()
	news, err := w.publishing(w.builder(), &ringbookv1.PublishRequest{})
	for _, m := range news {
		if m.GetStep() != nil && m.GetStep().GetState() != ringbookv1.StepState_STEP_STATE_RUNNING {
			all.steps = append(all.steps, m.GetStep())
		}
		all.revision = m.GetRevision()
	}
	return all, err
}

// zohoPaths are the requests that came to Zoho since a sequence number, with
// the module that a query was for.
func (w *world) zohoPaths(since int64) (paths []string) {
	for _, r := range w.sim.Sim.Requests(since) {
		paths = append(paths, r.Method+" "+r.Path+" "+r.Module)
	}
	return paths
}

func anyHas(texts []string, part string) bool {
	for _, text := range texts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
