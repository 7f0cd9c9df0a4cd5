package app_test

import (
	"net/http"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// probed is what the probes of an examination told, by id.
type probed map[string]*ringbookv1.Check

// probes examines the project with its probes.
func (w *world) probes(write bool) probed {
	w.t.Helper()
	checks, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true, Write: write})
	if err != nil {
		w.t.Fatalf("%v\n%s", err, w.log)
	}
	all := probed{}
	for _, c := range checks {
		if id, is := strings.CutPrefix(c.GetName(), "probe "); is {
			all[id] = c
		}
	}
	return all
}

// reading is what a probe found, in the words that do not change; "" where it
// could not tell or did not succeed.
func (p probed) reading(id string) string {
	c := p[id]
	if c.GetState() != ringbookv1.CheckState_CHECK_STATE_OK && c.GetState() != ringbookv1.CheckState_CHECK_STATE_WARNING {
		return ""
	}
	_, answer, _ := strings.Cut(c.GetDetail(), "\n")
	reading, _, _ := strings.Cut(answer, ": ")
	return reading
}

// behaves switches the simulated Zoho to a reading of its documents.
func (w *world) behaves(setting string, value any) {
	w.t.Helper()
	w.control(http.MethodPost, "settings", map[string]any{setting: value}, nil)
}

// crmModules are all that the simulated Zoho keeps records of.
var crmModules = []string{"Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls", "Notes"}

// kept is the whole of the CRM but for its recycle bin, and bin that.
func (w *world) kept() map[string][]record {
	w.t.Helper()
	all := map[string][]record{}
	for _, m := range crmModules {
		all[m] = w.records(m)
	}
	return all
}

func (w *world) bin() map[string][]record {
	w.t.Helper()
	all := map[string][]record{}
	for _, m := range crmModules {
		all[m] = w.records(m + "?deleted=true")
	}
	return all
}
