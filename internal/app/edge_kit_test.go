package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"connectrpc.com/connect"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/internal/app"
)

// TestMain fails where a test leaves a goroutine behind: every world must end
// when its test does.
func TestMain(m *testing.M) {
	flag.Parse()
	cores := runtime.GOMAXPROCS(0)
	if flag.Lookup("test.parallel").Value.String() == strconv.Itoa(cores) {
		_ = flag.Set("test.parallel", strconv.Itoa(atOnce(cores)))
	}
	code := m.Run()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// servicePath is what every procedure's address begins with.
const servicePath = "/ringbook.v1.SchedulingService/"

// reply is a raw HTTP answer.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) String() string { return fmt.Sprintf("%d %s", r.status, r.body) }

// fields is the body as JSON.
func (r reply) fields(t *testing.T) map[string]any {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal([]byte(r.body), &fields); err != nil {
		t.Fatalf("the answer is no JSON: %s", r)
	}
	return fields
}

// text is a field of the body that must be a string.
func (r reply) text(t *testing.T, field string) string {
	t.Helper()
	s, _ := r.fields(t)[field].(string)
	return s
}

// send makes one raw request with the agent's key; headers are given as name,
// value, name, value ... and come before what is usual.
func (w *world) send(method, path string, body []byte, headers ...string) reply {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+w.keys.AgentKey)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(answer)}
}

// posts sends a JSON body to an RPC.
func (w *world) posts(rpc, body string, headers ...string) reply {
	w.t.Helper()
	return w.send(http.MethodPost, servicePath+rpc, []byte(body), headers...)
}

// quiet fails where the log tells of a panic or of a fault of our own.
func (w *world) quiet() {
	w.t.Helper()
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") {
			w.t.Errorf("in the log: %.600s", line)
		}
	}
}

// secondProject makes another project on the same CRM.
func (w *world) secondProject() app.Provisioned {
	w.t.Helper()
	return w.project("Second Practice", nil)
}

func wantCode(t *testing.T, err error, want connect.Code) {
	t.Helper()
	if connect.CodeOf(err) != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

var (
	isoDate = regexp.MustCompile(`\d{4}-\d{2}|\d{2}:\d{2}:\d{2}|T\d{2}:`)
	// likeID is a run that only a machine writes: a record id, a handle, a hash.
	likeID = regexp.MustCompile(`[A-Za-z0-9_-]{17,}`)
)

// speakable fails where a line is none that may be said aloud.
func speakable(t *testing.T, say string) {
	t.Helper()
	switch {
	case say == "":
		t.Error("nothing to say")
	case strings.ContainsAny(say, "\n\r\t"):
		t.Errorf("more than a line: %q", say)
	case utf8.RuneCountInString(say) > 200:
		t.Errorf("%d characters: %s", utf8.RuneCountInString(say), say)
	case isoDate.MatchString(say):
		t.Errorf("a date for machines: %s", say)
	case likeID.MatchString(say):
		t.Errorf("an id: %s", say)
	case strings.ContainsAny(say, "{}<>"):
		t.Errorf("a place that was not filled: %s", say)
	}
}

// raw sends bytes as they are and returns the first line of the answer.
func (w *world) raw(request string) string {
	w.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		w.t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		w.t.Fatal(err)
	}
	return line
}
