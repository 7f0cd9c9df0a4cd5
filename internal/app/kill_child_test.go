package app_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/app"
)

// childVariable holds what a child process is to run, and makes it one.
const childVariable = "RINGBOOK_TEST_CHILD"

// childOf is an app in a process of its own, on the world's data folder and
// against the world's simulator.
type childOf struct {
	Data, ClientID, ClientSecret, ZohoURL string
}

// TestChild is no test: it is the body of the processes that other tests kill.
func TestChild(t *testing.T) {
	config := os.Getenv(childVariable)
	if config == "" {
		t.Skip("runs only as the child of a test that kills it")
	}
	var c childOf
	if err := json.Unmarshal([]byte(config), &c); err != nil {
		t.Fatal(err)
	}
	offset := c.clock(t)
	a, err := app.New(t.Context(), app.Config{
		Data: c.Data, ZohoClientID: c.ClientID, ZohoClientSecret: c.ClientSecret, ZohoURL: c.ZohoURL,
		Now: func() time.Time { return time.Now().Add(offset) }, Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the parent
		os.Exit(1)
	}()
	fmt.Printf("serving http://%s\n", listener.Addr())
	t.Fatal(a.Serve(t.Context(), listener))
}

// clock is how far the simulator's clock is from this machine's.
func (c childOf) clock(t *testing.T) time.Duration {
	resp, err := http.Get(c.ZohoURL + "/__sim/clock")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body struct{ Now time.Time }
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return time.Until(body.Now)
}

// moves stops the world's app and lets a child process serve in its place. The
// returned function kills that process and starts the app again on what it left
// behind.
func (w *world) moves() (killed func()) {
	w.t.Helper()
	w.stop()
	kill := w.child()
	return func() {
		w.t.Helper()
		kill()
		w.start()
	}
}

// child starts a process that serves in place of the world's app, which must be
// stopped. The returned function kills it as kill -9 does.
func (w *world) child() (kill func()) {
	w.t.Helper()
	config, err := json.Marshal(childOf{w.config.Data, w.config.ZohoClientID, w.config.ZohoClientSecret, w.config.ZohoURL})
	if err != nil {
		w.t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.timeout=2m")
	child.Env = append(os.Environ(), childVariable+"="+string(config))
	child.Stderr = w.log
	if _, err := child.StdinPipe(); err != nil {
		w.t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		w.t.Fatal(err)
	}
	kill = func() {
		_ = child.Process.Kill() // it may be gone already
		_ = child.Wait()         // says that it was killed
	}
	w.t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	url, serving := strings.CutPrefix(strings.TrimSpace(line), "serving ")
	if !serving {
		kill()
		w.t.Fatalf("the child does not serve: %q %v\n%s", line, err, w.log)
	}
	w.url = url
	w.agent = w.client(w.keys.AgentKey)
	return kill
}
