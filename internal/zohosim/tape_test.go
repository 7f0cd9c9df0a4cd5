package zohosim_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
	"github.com/ringbook/ringbook/internal/zohosim/tape"
)

// taped is a rig whose simulator writes into a folder, which is returned.
func taped(t *testing.T) (*rig, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "tape")
	server, err := zohosim.Start(zohosim.Config{Seed: "demo", Tape: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	r := &rig{t: t, sim: server.Sim, url: server.URL}
	r.token = r.grant(zohosim.GrantRequest{}).AccessToken
	return r, folder
}

// onTape reads a folder, by method and path.
func onTape(t *testing.T, folder string) map[string]tape.Exchange {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]tape.Exchange{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var e tape.Exchange
		if err := json.Unmarshal(text, &e); err != nil {
			t.Fatal(err)
		}
		found[e.Method+" "+e.Path] = e
	}
	return found
}

// What was asked and answered is on the tape, but neither a token nor what goes
// to the control plane and the token server.
func TestTape(t *testing.T) {
	r, folder := taped(t)
	r.crm("GET", "Contacts?fields=Last_Name", "", "User-Agent", "someone/1", "If-Modified-Since", "2020-01-01T00:00:00Z")
	r.crm("POST", "Contacts", data(`{"Last_Name":"Aye"}`), "Content-Type", "application/json")
	r.control("GET", "settings", "")
	r.tokenCall(nil)
	all := onTape(t, folder)
	if len(all) != 2 {
		t.Fatalf("on the tape: %v", all)
	}
	read, written := all["GET /crm/v8/Contacts"], all["POST /crm/v8/Contacts"]
	if read.Query != "fields=Last_Name" || read.Header.Get("User-Agent") != "someone/1" || read.Header.Get("If-Modified-Since") == "" ||
		read.Status != 200 || !strings.Contains(read.AnswerBody, "Last_Name") || read.AnswerHeader.Get("Content-Type") == "" {
		t.Errorf("read: %+v", read)
	}
	if written.Status != 201 || !strings.Contains(written.Body, "Aye") || !strings.Contains(written.AnswerBody, "record added") {
		t.Errorf("written: %+v", written)
	}
	text, err := json.Marshal(all)
	if err != nil || strings.Contains(string(text), r.token) {
		t.Errorf("the access token is on the tape: %v", err)
	}
}

// Answers that a fault replaced or damaged are marked, those that were never
// given have no status; delays change nothing.
func TestTapeMarksFaults(t *testing.T) {
	for _, test := range []struct {
		kind   string
		status int
		struck bool
	}{{"status", 500, true}, {"html", 502, true}, {"truncate", 200, true}, {"drop_before", 0, true}, {"drop_after", 0, true}, {"latency", 200, false}} {
		r, folder := taped(t)
		r.control("POST", "faults", `{"faults":[{"kind":"`+test.kind+`","latencyMs":1,"path":"/crm/"}]}`)
		r.send("GET", "/crm/v8/org", "", "Authorization", "Zoho-oauthtoken "+r.token) // fails where the fault wants it to
		e, found := onTape(t, folder)["GET /crm/v8/org"]
		if !found || e.Status != test.status || e.Struck != test.struck {
			t.Errorf("%s: found %v, status %d, struck %v", test.kind, found, e.Status, e.Struck)
		}
	}
}

// A folder that cannot be made is told at once.
func TestTapeNeedsItsFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := zohosim.New(zohosim.Config{Tape: filepath.Join(file, "tape")}); err == nil {
		t.Error("no error")
	}
}
