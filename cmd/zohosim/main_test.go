package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// The ready line of --json names an address that serves the seed, and the end
// of the context ends the program.
func TestReadyLineAndEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	tape := t.TempDir()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, flags{Listen: "127.0.0.1:0", Seed: "demo", Center: "eu", Tape: tape, JSON: true}, writer)
	}()

	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready struct{ URL, ClientID, ClientSecret string }
	if err := json.Unmarshal([]byte(line), &ready); err != nil || ready.ClientID == "" || ready.ClientSecret == "" {
		t.Fatalf("ready line %s: %v", line, err)
	}
	res, err := http.Get(ready.URL + "/__sim/records/Leads")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || !strings.Contains(string(body), "Priya Nair") {
		t.Errorf("no demo seed: %s %v", body, err)
	}
	settings, err := http.Get(ready.URL + "/__sim/settings")
	if err != nil {
		t.Fatal(err)
	}
	body, err = io.ReadAll(settings.Body)
	settings.Body.Close()
	if err != nil || !strings.Contains(string(body), `"dataCenter":"eu"`) {
		t.Errorf("not in the data centre that was asked for: %s %v", body, err)
	}
	unsigned, err := http.Get(ready.URL + "/crm/v8/org")
	if err != nil {
		t.Fatal(err)
	}
	unsigned.Body.Close()
	if files, err := os.ReadDir(tape); err != nil || len(files) != 1 {
		t.Errorf("on the tape: %v %v", files, err)
	}
	http.DefaultClient.CloseIdleConnections()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("did not end")
	}
}

// A person gets a text with the address and what to try.
func TestReadyTextForAPerson(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out strings.Builder
	if err := run(ctx, flags{Listen: "127.0.0.1:0", Seed: "empty"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"http://127.0.0.1:", "client secret", "/__sim/grant", "/crm/v8/Contacts", "/oauth/v2/auth?", "/__sim/\n", "open it        http://127.0.0.1:"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in %s", part, out.String())
		}
	}
}

func TestFlags(t *testing.T) {
	var f flags
	parser, err := kong.New(&f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--latency", "250ms", "--json", "--listen", ":0"}); err != nil {
		t.Fatal(err)
	}
	if f.Latency != 250*time.Millisecond || !f.JSON || f.Listen != ":0" || f.Seed != "demo" {
		t.Errorf("flags %+v", f)
	}
	for _, mistake := range []string{"--seed=castle", "--data-center=com"} {
		if _, err := parser.Parse([]string{mistake}); err == nil {
			t.Errorf("%s was accepted", mistake)
		}
	}
}

// An address for every interface is printed as one that can be used.
func TestListenOnEveryAddress(t *testing.T) {
	for _, listen := range []string{":0", "0.0.0.0:0", "[::]:0"} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var out strings.Builder
		if err := run(ctx, flags{Listen: listen, Seed: "empty", JSON: true}, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), `"url":"http://127.0.0.1:`) {
			t.Errorf("%s is printed as %s", listen, out.String())
		}
	}
}

func TestAddressInUse(t *testing.T) {
	if err := run(t.Context(), flags{Listen: "256.0.0.1:1", Seed: "empty"}, io.Discard); err == nil {
		t.Error("no error")
	}
}
