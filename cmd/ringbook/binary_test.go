package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the real program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ringbook-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "ringbook")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// program is one run of the binary with a temporary folder of its own.
type program struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    *bufio.Reader
	errs   *bytes.Buffer
	temp   string
	exited chan error
}

func run(t *testing.T, args ...string) *program {
	t.Helper()
	return runIn(t, nil, "", args...)
}

// runIn adds variables to the environment, from which those of ringbook's are
// taken otherwise, and hands the program something to read.
func runIn(t *testing.T, env []string, stdin string, args ...string) *program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: exec.Command(path, args...), errs: &bytes.Buffer{}, temp: t.TempDir(), exited: make(chan error, 1)}
	p.cmd.Env = append(slices.DeleteFunc(os.Environ(), func(pair string) bool { return strings.HasPrefix(pair, "RINGBOOK_") }), "TMPDIR="+p.temp)
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Dir, p.cmd.Stdin, p.cmd.Stderr = p.temp, strings.NewReader(stdin), p.errs
	reader, writer := io.Pipe()
	p.cmd.Stdout, p.out = writer, bufio.NewReader(reader)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		err := p.cmd.Wait()
		_ = writer.Close()
		p.exited <- err
	}()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// ends waits for the exit and returns its code and the rest of the output.
func (p *program) ends(within time.Duration) (code int, rest string) {
	p.t.Helper()
	read := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(p.out)
		read <- string(all)
	}()
	select {
	case rest = <-read:
	case <-time.After(within):
		p.t.Fatalf("it did not end within %s\n%s", within, p.errs)
	}
	var exit *exec.ExitError
	if err := <-p.exited; errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		p.t.Fatal(err)
	}
	return code, rest
}

// ready reads the ready line, strictly.
func (p *program) ready() ready {
	p.t.Helper()
	text, err := p.out.ReadString('\n')
	if err != nil {
		p.t.Fatalf("no ready line: %v\n%s", err, p.errs)
	}
	var keys map[string]string
	if err := json.Unmarshal([]byte(text), &keys); err != nil {
		p.t.Fatalf("the ready line is %q", text)
	}
	for _, key := range []string{"url", "consoleUrl", "zohoUrl", "project", "agentKey", "builderKey", "adminKey"} {
		value, there := keys[key]
		if !there || (value == "") != (key == "consoleUrl") {
			p.t.Errorf("the ready line's %s is %q (there: %t)", key, value, there)
		}
		delete(keys, key)
	}
	if len(keys) != 0 {
		p.t.Errorf("the ready line has more than the contract says: %v", keys)
	}
	var r ready
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		p.t.Fatal(err)
	}
	return r
}

// asks posts JSON and reads the answer.
func asks(t *testing.T, url, key, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %v", url, resp.Status, answer, err)
	}
	return answer
}

const checkSlots = "/ringbook.v1.SchedulingService/CheckSlots"

// clock is the time in ringbook's answers.
func clock(t *testing.T, r ready) time.Time {
	t.Helper()
	now, err := time.Parse(time.RFC3339, fmt.Sprint(asks(t, r.URL+checkSlots, r.AgentKey, `{}`)["now"]))
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// TestSandbox starts the real program as a test of somebody's agent would.
func TestSandbox(t *testing.T) {
	p := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json", "--now", "2027-03-01T09:00:00-05:00")
	r := p.ready()
	if strings.HasSuffix(r.URL, ":0") || r.URL == r.ZohoURL {
		t.Errorf("the addresses are %s and %s", r.URL, r.ZohoURL)
	}
	began := time.Date(2027, time.March, 1, 14, 0, 0, 0, time.UTC)
	if now := clock(t, r); now.Before(began) || now.After(began.Add(time.Minute)) {
		t.Errorf("ringbook's clock shows %s", now)
	}
	sims, err := time.Parse(time.RFC3339, fmt.Sprint(asks(t, r.ZohoURL+"/__sim/clock", "", `{"advanceMs":7200000}`)["now"]))
	if err != nil || sims.Before(began.Add(2*time.Hour)) || sims.After(began.Add(2*time.Hour+time.Minute)) {
		t.Errorf("the simulator's clock shows %s, two hours on", sims)
	}
	if now := clock(t, r); now.Before(sims) || now.After(sims.Add(time.Minute)) {
		t.Errorf("ringbook's clock shows %s, the simulator's %s", now, sims)
	}
	booked := asks(t, r.URL+"/ringbook.v1.SchedulingService/Book", r.AgentKey,
		`{"conversationId":"c","callerPhone":"+19175550166","callerName":"Maya Okafor","start":"2027-03-05T14:00"}`)
	if booked["status"] != "BOOK_STATUS_BOOKED" {
		t.Errorf("booking: %v", booked)
	}
	if folders := p.folders(); len(folders) != 1 {
		t.Errorf("in the temporary folder are %v", folders)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	code, rest := p.ends(6 * time.Second)
	if code != 0 || rest != "" {
		t.Errorf("it ended with %d, and printed %q after the ready line\n%s", code, rest, p.errs)
	}
	if folders := p.folders(); len(folders) != 0 {
		t.Errorf("left behind are %v", folders)
	}
}

func (p *program) folders() []string {
	p.t.Helper()
	entries, err := os.ReadDir(p.temp)
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestSandboxKeepsItsData stops by Ctrl-C and starts twice on one folder.
func TestSandboxKeepsItsData(t *testing.T) {
	data := filepath.Join(t.TempDir(), "made", "for", "it")
	var projects []string
	for range 2 {
		p := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json", "--data", data)
		r := p.ready()
		projects = append(projects, r.Project)
		clock(t, r)
		if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		if code, _ := p.ends(6 * time.Second); code != 0 {
			t.Errorf("it ended with %d\n%s", code, p.errs)
		}
		for _, name := range []string{"ringbook.db", "sealing.key"} {
			if _, err := os.Stat(filepath.Join(data, name)); err != nil {
				t.Error(err)
			}
		}
		if folders := p.folders(); len(folders) != 0 {
			t.Errorf("in the temporary folder are %v", folders)
		}
	}
	if projects[0] == projects[1] {
		t.Errorf("both runs are project %s", projects[0])
	}
}

// TestSandboxForAPerson prints commands that can be tried as they stand.
func TestSandboxForAPerson(t *testing.T) {
	p := run(t, "sandbox", "--listen", ":0")
	var text strings.Builder
	for !strings.Contains(text.String(), "Ctrl-C") {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %s\n%s", err, text.String(), p.errs)
		}
		text.WriteString(line)
	}
	for _, piece := range []string{"curl -s http://127.0.0.1:", "agent key", "in a browser:\n\n  http://127.0.0.1:", "export RINGBOOK_SERVER=http://127.0.0.1:", "ringbook attributes publish"} {
		if !strings.Contains(text.String(), piece) {
			t.Errorf("the text does not say %q:\n%s", piece, text.String())
		}
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code, _ := p.ends(6 * time.Second); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// TestSandboxEndsDespiteSilence has connections open that never say
// anything when the signal comes.
func TestSandboxEndsDespiteSilence(t *testing.T) {
	p := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json")
	r := p.ready()
	for _, address := range []string{r.URL, r.ZohoURL} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code, _ := p.ends(6 * time.Second); code != 0 {
		t.Errorf("it ended with %d\n%s", code, p.errs)
	}
}

// TestDemoCommand plays the demo as a person would, and stops it in the middle.
func TestDemoCommand(t *testing.T) {
	p := run(t, "demo")
	if code, out := p.ends(60 * time.Second); code != 0 || !strings.Contains(out, "Every record is as promised.") {
		t.Errorf("the demo ended with %d:\n%s%s", code, out, p.errs)
	}
	if folders := p.folders(); len(folders) != 0 {
		t.Errorf("the demo leaves %v behind", folders)
	}
}
