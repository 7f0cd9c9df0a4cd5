package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// record is a CRM record as the simulator stores it.
type record map[string]any

func (r record) text(field string) string { s, _ := r[field].(string); return s }

func (r record) lookup(field string) string {
	to, _ := r[field].(map[string]any)
	id, _ := to["id"].(string)
	return id
}

// records returns the records of a module.
func (w *world) records(module string) []record {
	w.t.Helper()
	var body struct {
		Data []record `json:"data"`
	}
	w.control(http.MethodGet, "records/"+module, nil, &body)
	return body.Data
}

// events returns the events that carry a reference of ringbook's.
func (w *world) events() []record {
	w.t.Helper()
	var ours []record
	for _, e := range w.records("Events") {
		if strings.Contains(e.text("Description"), "Reference: ringbook-") {
			ours = append(ours, e)
		}
	}
	return ours
}

// named returns the records of a module with a last name.
func (w *world) named(module, last string) []record {
	w.t.Helper()
	var found []record
	for _, r := range w.records(module) {
		if r.text("Last_Name") == last {
			found = append(found, r)
		}
	}
	return found
}

// faults makes the simulated Zoho misbehave from now on; none heals it.
func (w *world) faults(faults ...zohosim.Fault) {
	w.t.Helper()
	w.control(http.MethodDelete, "faults", nil, nil)
	if len(faults) > 0 {
		w.control(http.MethodPost, "faults", map[string]any{"faults": faults}, nil)
	}
}

// zohoCalls counts the calls on the CRM's API since a sequence number, and
// gives the number to go on from.
func (w *world) zohoCalls(since int64) (calls int, last int64) {
	w.t.Helper()
	last = since
	for _, r := range w.sim.Sim.Requests(since) {
		last = max(last, r.Seq)
		if strings.HasPrefix(r.Path, "/crm/") {
			calls++
		}
	}
	return calls, last
}

func (w *world) control(method, path string, body, into any) {
	w.t.Helper()
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		payload = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.sim.URL+"/__sim/"+path, payload)
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode/100 != 2 {
		w.t.Fatalf("%s %s: %s %s (%v)", method, path, resp.Status, answer, err)
	}
	if into != nil {
		if err := json.Unmarshal(answer, into); err != nil {
			w.t.Fatal(err)
		}
	}
}
