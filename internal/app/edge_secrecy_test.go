package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// listener stands between ringbook and Zoho and writes down every secret that
// passes.
type listener struct {
	*httptest.Server
	mu      sync.Mutex
	secrets map[string]string // what it is, by itself
}

func listenIn(t *testing.T, zoho string) *listener {
	t.Helper()
	target, err := url.Parse(zoho)
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{secrets: map[string]string{}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if _, token, found := strings.Cut(r.In.Header.Get("Authorization"), " "); found {
				l.note("an access token in use", token)
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if !strings.HasPrefix(r.Request.URL.Path, "/oauth/") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			var tokens map[string]any
			if json.Unmarshal(body, &tokens) == nil {
				for _, field := range []string{"access_token", "refresh_token"} {
					if token, ok := tokens[field].(string); ok {
						l.note("an answered "+field, token)
					}
				}
			}
			body = bytes.ReplaceAll(body, []byte(zoho), []byte(l.URL)) // api_domain leads back here
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", fmt.Sprint(len(body)))
			return nil
		},
		ErrorLog:     log.New(io.Discard, "", 0),
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }, // as Zoho did
	}
	l.Server = httptest.NewServer(proxy)
	t.Cleanup(l.Close)
	return l
}

func (l *listener) note(what, secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(secret) > 5 {
		l.secrets[secret] = what
	}
}

// trouble is what is injected while the calls of the test run, one after the
// other in each line.
var trouble = map[string][]zohosim.Fault{
	"refused": {
		{}, // none
		{Kind: "status", Path: "/crm/", Status: 500},
		{Kind: "status", Path: "/crm/", Status: 401, Code: "INVALID_TOKEN", Times: 1},
		{Kind: "status", Path: "/crm/", Status: 400, Code: "INVALID_DATA"},
	},
	"busy": {
		{Kind: "status", Path: "/crm/", Status: 429},
		{Kind: "status", Path: "/oauth/", Status: 400, Code: "invalid_client"},
		{Kind: "html", Path: "/crm/"},
		{Kind: "truncate", Path: "/crm/"},
	},
	"lost": {
		{Kind: "reset", Path: "/crm/"},
		{Kind: "drop_before", Path: "/crm/"},
		{Kind: "drop_after", Path: "/crm/"},
		{Kind: "latency", Path: "/crm/", LatencyMs: 2500, Times: 2},
	},
}

// newOverheardWorld is a world with a listener between it and Zoho, who knows
// the world's own secrets.
func newOverheardWorld(t *testing.T) (*world, *listener) {
	t.Helper()
	w := newWorld(t, nil)
	l := listenIn(t, w.sim.URL)
	w.stop()
	w.config.ZohoURL = l.URL
	w.start()
	w.provision(nil)
	for _, key := range []string{w.keys.AgentKey, w.keys.BuilderKey, w.keys.AdminKey} {
		l.note("a key", key)
	}
	l.note("the client secret", w.config.ZohoClientSecret)
	return w, l
}

// TestNothingSecretIsWrittenDown plays whole calls, in peace and in trouble,
// with the log at its most talkative, and looks for everything that nobody
// shall read there, in error answers, or in the clear in the database.
func TestNothingSecretIsWrittenDown(t *testing.T) {
	t.Parallel()
	for name, faults := range trouble {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, l := newOverheardWorld(t)
			var said []string // confirmation codes
			for i, f := range faults {
				w.control(http.MethodPost, "tokens/expire", nil, nil)
				if w.faults(); f.Kind != "" {
					w.faults(f)
				}
				said = append(said, w.playsWholeCalls(i)...)
			}
			w.faults()
			refused, text := w.refusals(), w.log.String()
			if !strings.Contains(text, "level=WARN") || !strings.Contains(text, w.keys.Project) || len(text) < 5000 {
				t.Errorf("the log tells too little to be a test:\n%s", text)
			}
			w.stop() // what waits in memory is then in the file
			l.wantUnwritten(t, "log", text, said)
			l.wantUnwritten(t, "error answers", refused, said)
			l.wantUnstored(t, w.config.Data)
		})
	}
}

// wantUnwritten fails where a text holds a secret, a confirmation code, or what
// the callers said of themselves.
func (l *listener) wantUnwritten(t *testing.T, where, text string, codes []string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.secrets) < 6 { // four of our own, and a token of each kind
		t.Errorf("only %d secrets passed", len(l.secrets))
	}
	for secret, what := range l.secrets {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%s is in the %s: ...%s", what, where, lineAround(text, at))
		}
	}
	for _, word := range append([]string{
		"5550143", "555-0143", "555 0143", "5550166", "555-0166", "555 0166", "Dana", "Whitfield", "Maya", "Okafor", "example.com", "okafor@",
		"xylophone", "zeppelin", "marmalade", "quicksilver", "wheelchair", "recordings/",
	}, codes...) {
		if at := strings.Index(strings.ToLower(text), strings.ToLower(word)); at >= 0 && (word != strings.ToUpper(word) || strings.Contains(text, word)) {
			t.Errorf("%q is in the %s: ...%s", word, where, lineAround(text, at))
		}
	}
}

// wantUnstored fails where a secret is in a file of the database in the clear.
func (l *listener) wantUnstored(t *testing.T, folder string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range []string{"ringbook.db", "ringbook.db-wal"} {
		file, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for secret, what := range l.secrets {
			if bytes.Contains(file, []byte(secret)) {
				t.Errorf("%s is in %s in the clear", what, name)
			}
		}
	}
}

func lineAround(text string, at int) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := len(text)
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		to = at + end
	}
	return text[from:min(to, from+700)]
}

// playsWholeCalls plays a known and a new caller's call and returns the codes
// that were given out. What comes of them is no matter here.
func (w *world) playsWholeCalls(round int) (codes []string) {
	keep := func(a *ringbookv1.Appointment) string {
		if a.GetConfirmationCode() != "" {
			codes = append(codes, a.GetConfirmationCode())
		}
		return a.GetAppointmentRef()
	}
	for i, caller := range []struct{ phone, spoken, name string }{
		{danaPhone, "(212) 555-0143", ""}, {newPhone, "917 555 0166", "Maya Okafor"},
	} {
		id := fmt.Sprintf("call-%d-%d", round, i)
		w.starts(id, caller.phone)
		call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{ConversationId: id})
		booked := call(w, w.agent.Book, &ringbookv1.BookRequest{
			ConversationId: id, CallerPhone: caller.spoken, CallerName: caller.name, CallerEmail: "maya.okafor@example.com",
			Subject: "about a zeppelin", Notes: "comes with a wheelchair", IdempotencyKey: id,
			Start: local(w.t, fmt.Sprintf("2027-03-%02d %02d:00", 15+round%5, 9+3*i+round/5)),
		})
		ref := keep(booked.GetAppointment())
		cancelled := call(w, w.agent.Cancel, &ringbookv1.CancelRequest{ConversationId: id, AppointmentRef: ref, Reason: "marmalade"})
		keep(cancelled.GetAppointment())
		call(w, w.agent.EndConversation, &ringbookv1.EndConversationRequest{
			ConversationId: id, CallerPhone: caller.spoken, CallerName: caller.name, Summary: "They spoke of quicksilver.", Outcome: "marmalade",
			Transcript: "caller: my xylophone is broken, I am Maya", RecordingUrl: "https://example.com/recordings/1",
			Metadata: map[string]string{"number": caller.phone},
		})
	}
	time.Sleep(200 * time.Millisecond) // lets the follow-ups meet the trouble too
	return codes
}

// refusals are the error answers to requests that are full of secrets.
func (w *world) refusals() string {
	var all strings.Builder
	for _, body := range []string{
		`{"callerPhone":["+19175550166"]}`, `{"callerName":{"x":"Maya Okafor"}}`, `{"conversationId":"+1 917 555 0166"}`, `{"durationMinutes":"5550166"}`,
		`{"limit":5550166}`, `{"recordingUrl":"xylophone"}`, `{"callerName":"Maya \ud800"}`, `{"callerPhone":"` + strings.Repeat("5550166", 20) + `"}`,
		`{"metadata":{"":"Maya"}}`, `{"turns":[["xylophone"]]}`, `Maya Okafor 5550166`, `{"partOfDay":5550166}`,
	} {
		for rpc := range rpcs {
			got := w.posts(rpc, body)
			if got.status != http.StatusOK {
				all.WriteString(got.String() + "\n")
			}
		}
	}
	for _, header := range []string{"Bearer " + w.keys.BuilderKey, "Bearer " + w.keys.AgentKey + "x", "Basic " + w.keys.AgentKey} {
		all.WriteString(w.posts("CheckSlots", `{}`, "Authorization", header).String() + "\n")
	}
	all.WriteString(w.posts("CheckSlots", `{}`, "X-Conversation-Id", "Maya +19175550166").String() + "\n")
	return all.String()
}
