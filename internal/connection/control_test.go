package connection_test

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// control arms a fault, or heals all where it is empty.
func (r *rig) control(f zohosim.Fault) {
	r.Helper()
	method, body := http.MethodDelete, map[string]any{}
	if f.Kind != "" {
		method, body = http.MethodPost, map[string]any{"faults": []zohosim.Fault{f}}
	}
	r.post(method, "faults", body)
}

// post calls the simulator's control plane.
func (r *rig) post(method, path string, body any) {
	r.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.Fatal(err)
	}
	req, err := http.NewRequestWithContext(r.Context(), method, r.sim.URL+"/__sim/"+path, bytes.NewReader(text))
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		r.Fatalf("%s %s: %s", method, path, resp.Status)
	}
}
