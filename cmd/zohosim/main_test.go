package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
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
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, flags{Listen: "127.0.0.1:0", Seed: "demo", JSON: true}, writer) }()

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
	for _, part := range []string{"http://127.0.0.1:", "client secret", "/__sim/grant", "/crm/v8/Contacts"} {
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
	if _, err := parser.Parse([]string{"--seed", "castle"}); err == nil {
		t.Error("an unknown seed was accepted")
	}
}

func TestAddressInUse(t *testing.T) {
	if err := run(t.Context(), flags{Listen: "256.0.0.1:1", Seed: "empty"}, io.Discard); err == nil {
		t.Error("no error")
	}
}
