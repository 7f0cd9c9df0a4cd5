package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/app"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestRestartWithWorkPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(faultOn("POST", "/crm/v8/Leads", "status", 503, 0))
	for n := range 5 {
		id := fmt.Sprint("call-", n)
		w.starts(id, fmt.Sprintf("+1917555040%d", n))
		req := endOf(id)
		req.CallerName, req.WaitSeconds = fmt.Sprint("Caller ", n), 0
		call(w, w.agent.EndConversation, req)
	}
	w.restart()
	w.faults()
	for n := range 5 {
		w.follows(fmt.Sprint("call-", n))
		w.oneNote(w.leadOf(fmt.Sprintf("+1917555040%d", n)).text("id"))
	}
}

// A stop in the middle of a write, orderly or not, must not make it twice.
func TestRestartInTheMiddleOfAWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for n, path := range []string{"/crm/v8/[L]eads*", "/crm/v8/Leads/*/Notes"} {
		id, number := fmt.Sprint("call-", n), fmt.Sprintf("+1917555041%d", n)
		w.starts(id, number)
		w.faults(zohosim.Fault{Method: "POST", Path: path, Kind: "latency", LatencyMs: 400})
		req := endOf(id)
		req.CallerName, req.WaitSeconds = fmt.Sprint("Caller ", n), 0
		call(w, w.agent.EndConversation, req)
		time.Sleep(100 * time.Millisecond) // into the write
		w.restart()
		w.follows(id)
		w.faults()
		w.oneNote(w.leadOf(number).text("id"))
	}
}

// lifeEnv hands a child process what it is to run; the value is a life in JSON.
const lifeEnv = "RINGBOOK_TEST_LIFE"

type life struct {
	Data, ZohoURL, ClientID, ClientSecret string
	// Ahead is how far the simulator's clock is ahead of the machine's.
	Ahead time.Duration
}

// TestLife is the child of TestKilledInTheFollowUp: a ringbook that serves
// until it is killed.
func TestLife(t *testing.T) {
	text := os.Getenv(lifeEnv)
	if text == "" {
		t.Skip("runs as a child process only")
	}
	var l life
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Config{
		Data: l.Data, ZohoClientID: l.ClientID, ZohoClientSecret: l.ClientSecret, ZohoURL: l.ZohoURL,
		Now:    func() time.Time { return time.Now().Add(l.Ahead) },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("http://" + listener.Addr().String())
	t.Fatal(a.Serve(context.Background(), listener))
}

// begin starts a child on the world's data folder, whose own app must be
// stopped, and points the world's client at it. The child must be killed.
func (w *world) begin() *exec.Cmd {
	w.t.Helper()
	text, err := json.Marshal(life{
		Data: w.config.Data, ZohoURL: w.config.ZohoURL, ClientID: w.config.ZohoClientID, ClientSecret: w.config.ZohoClientSecret,
		Ahead: time.Until(w.sim.Sim.Now()),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	child := exec.CommandContext(w.t.Context(), os.Args[0], "-test.run=^TestLife$")
	child.Env = append(os.Environ(), lifeEnv+"="+string(text))
	out, err := child.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		w.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		w.t.Fatal(err)
	}
	w.url = line[:len(line)-1]
	w.agent = w.client(w.keys.AgentKey)
	return child
}

// TestKilledInTheFollowUp kills the process at several moments after the end
// of a call (SIGKILL) and lets another finish: every call has one lead and one
// note in the end.
func TestKilledInTheFollowUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.stop()
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/", Kind: "latency", LatencyMs: 40})
	moments := []time.Duration{0, 20, 60, 100, 140, 180}
	for n, moment := range moments {
		child := w.begin()
		id := fmt.Sprint("call-", n)
		req := endOf(id)
		req.CallerPhone, req.CallerName, req.WaitSeconds = fmt.Sprintf("+1917555042%d", n), fmt.Sprint("Caller ", n), 0
		wantStatus(t, call(w, w.agent.EndConversation, req).GetStatus(), accepted)
		time.Sleep(moment * time.Millisecond) // the kill shall come at another point each time
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait()
	}
	w.faults()
	w.start()
	for n := range moments {
		w.follows(fmt.Sprint("call-", n))
		w.oneNote(w.leadOf(fmt.Sprintf("+1917555042%d", n)).text("id"))
	}
}
