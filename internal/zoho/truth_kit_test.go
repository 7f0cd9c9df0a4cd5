package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// witness notes what the client claims and compares it with what the CRM holds
// when all is over.
type witness struct {
	*org
	targets []string

	mu     sync.Mutex
	claims []claim
}

// claim is between how many records of a module carry a marker.
type claim struct {
	module, marker string
	least, most    int
	err            error
}

// bystanders are contacts that nobody changes.
const bystanders = 100

// newWitness makes an organisation with as many targets.
func newWitness(t *testing.T, targets int) *witness {
	w := &witness{org: newOrg(t, whatever)}
	if _, err := w.client.Org(context.Background()); err != nil { // for more calls in flight
		t.Fatal(err)
	}
	for len(w.targets) < targets {
		w.targets = append(w.targets, w.enter(zoho.Contact{LastName: "target"})...)
	}
	for at := 0; at < len(w.targets); at += 100 {
		named := make([]zoho.Contact, 0, 100)
		for _, id := range w.targets[at:min(at+100, len(w.targets))] {
			named = append(named, zoho.Contact{ID: id, LastName: "target-" + id})
		}
		if _, err := w.client.Contacts.Update(context.Background(), named, zoho.UpdateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	w.enter(zoho.Contact{LastName: "bystander", Title: "bystander"})
	return w
}

// enter makes a hundred records.
func (w *witness) enter(c zoho.Contact) (ids []string) {
	w.Helper()
	records := make([]zoho.Contact, bystanders)
	for i := range records {
		records[i] = c
	}
	results, err := w.client.Contacts.Insert(context.Background(), records, zoho.InsertOptions{})
	if err != nil {
		w.Fatal(err)
	}
	for _, r := range results {
		ids = append(ids, r.ID)
	}
	return ids
}

// trouble lets every fourth call or so go wrong, and some take time.
func (w *witness) trouble(seed uint64) {
	type fault map[string]any
	faults := []fault{{"kind": "latency", "latencyMs": 15, "probability": 0.3}, {"kind": "hang_after", "latencyMs": 200, "probability": 0.02}}
	for _, kind := range []string{"reset", "drop_before", "drop_after", "truncate", "html"} {
		faults = append(faults, fault{"kind": kind, "probability": 0.03})
	}
	for status, probability := range map[int]float64{429: 0.05, 500: 0.03, 503: 0.02, 401: 0.005} {
		faults = append(faults, fault{"kind": "status", "status": status, "probability": probability})
	}
	for i := range faults {
		faults[i]["path"] = "/crm/"
	}
	body, err := json.Marshal(map[string]any{"faults": faults})
	if err != nil {
		w.Fatal(err)
	}
	w.control("faults", string(body))
}

func (w *witness) note(c claim) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.claims = append(w.claims, c)
}

// leaves notes the fate of a call that was to leave its marker.
func (w *witness) leaves(module, marker string, err error) {
	c := claim{module: module, marker: marker, most: 1, err: err}
	switch {
	case err == nil:
		c.least = 1
	case surelyNot(err):
		c.most = 0
	}
	w.note(c)
}

// takes notes the fate of a call that was to take a marker away.
func (w *witness) takes(module, marker string, err error) {
	c := claim{module: module, marker: marker, most: 1, err: err}
	switch {
	case err == nil:
		c.most = 0
	case surelyNot(err):
		c.least = 1
	}
	w.note(c)
}

func surelyNot(err error) bool {
	e, ok := errors.AsType[*zoho.Error](err)
	return ok && e.Applied == zoho.NotApplied
}

// reads judges a read at once.
func (w *witness) reads(d deed, err error, got, want int) {
	switch {
	case err != nil && (zoho.IsNotFound(err) || !surelyNot(err)):
		w.Errorf("%s: a read failed with %v, applied %v", d.marker, err, !surelyNot(err))
	case err == nil && got != want:
		w.Errorf("%s: read %d, want %d", d.marker, got, want)
	}
}

// compare stops the simulator, so that nothing comes later, and looks.
func (w *witness) compare() {
	if err := w.sim.Close(); err != nil {
		w.Errorf("some calls did not end: %v", err)
	}
	there := map[string]int{}
	for module, name := range map[string]string{"Events": "Event_Title", "Contacts": "Last_Name", "Notes": "Note_Title"} {
		for _, record := range w.kept(module) {
			there[fmt.Sprint(module, " ", record[name])]++
		}
	}
	fates := map[string]int{}
	for _, c := range w.claims {
		n := there[c.module+" "+c.marker]
		if n < c.least || n > c.most {
			w.Errorf("%s %s: there are %d, and the client claims %d to %d: %v", c.module, c.marker, n, c.least, c.most, c.err)
		}
		switch {
		case c.err == nil:
			fates["done"]++
		case surelyNot(c.err):
			fates["not applied"]++
		default:
			fates[fmt.Sprintf("maybe applied, %d there", n)]++
		}
	}
	w.Logf("%v", fates)
	if len(fates) != 4 {
		w.Errorf("not every fate was met: %v", fates)
	}
}

// kept are the records of a module as the simulator holds them, which does not
// listen any more.
func (w *witness) kept(module string) []map[string]any {
	w.Helper()
	recorder := httptest.NewRecorder()
	w.sim.Sim.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/__sim/records/"+module, nil))
	var out struct {
		Data []map[string]any `json:"data"`
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &out); err != nil || recorder.Code != http.StatusOK {
		w.Fatalf("%s: %d %v", module, recorder.Code, err)
	}
	return out.Data
}
