package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// publicURL is where the tests' server would be found from outside.
const publicURL = "https://ringbook.example.com"

// newPublicWorld is a world whose server knows its public address.
func newPublicWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	w.stop()
	w.config.PublicURL = publicURL
	w.start()
	return w
}

// status is the connection of a project as its API tells it.
func (w *world) status(project string) *ringbookv1.Connection {
	w.t.Helper()
	return w.connectionOf(w.admin(), project)
}

func (w *world) disconnects(project string) {
	w.t.Helper()
	call(w, w.admin().Disconnect, &ringbookv1.DisconnectRequest{Project: project})
}

// consents lets a person accept at Zoho and returns the address on this server
// that their browser is sent to.
func (w *world) consents(project string, more ...func(*zohosim.ConsentRequest)) string {
	w.t.Helper()
	invited := call(w, w.admin().GetAuthorizationUrl, &ringbookv1.GetAuthorizationUrlRequest{Project: project})
	req := zohosim.ConsentRequest{URL: invited.GetUrl()}
	for _, change := range more {
		change(&req)
	}
	to, err := w.sim.Sim.Consent(req)
	if err != nil {
		w.t.Fatal(err)
	}
	back, found := strings.CutPrefix(to, publicURL)
	if !found {
		w.t.Fatalf("sent back to %s", to)
	}
	return w.url + back
}

// visits opens an address as a browser does.
func (w *world) visits(address string) (status int, page string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// reached counts what reached Zoho since a sequence number, by host and path.
func (w *world) reached(since int64) map[string]int {
	all := map[string]int{}
	for _, q := range w.sim.Sim.Requests(since) {
		all[q.Host+q.Path]++
	}
	return all
}

// lastSeq is the sequence number of the latest request.
func (w *world) lastSeq() (seq int64) {
	for _, q := range w.sim.Sim.Requests(0) {
		seq = max(seq, q.Seq)
	}
	return seq
}
