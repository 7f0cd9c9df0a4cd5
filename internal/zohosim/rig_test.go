package zohosim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when every test takes place: 09:00 in New York, standard time.
var monday = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

// rig is a simulator over real HTTP with a clock that stands still until the
// control plane moves it, and a client with a token.
type rig struct {
	t     *testing.T
	sim   *zohosim.Sim
	url   string
	host  string // the Host header; that of the url when empty
	token string
}

// asking is the same rig for a client that reaches the simulator under another
// name, as one that takes it for all of Zoho does.
func (r *rig) asking(host string) *rig {
	other := *r
	other.host = host
	return &other
}

// holding is the same rig with another access token.
func (r *rig) holding(token string) *rig {
	other := *r
	other.token = token
	return &other
}

func start(t *testing.T, seed string) *rig {
	t.Helper()
	server, err := zohosim.Start(zohosim.Config{Seed: seed, Now: func() time.Time { return monday }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	r := &rig{t: t, sim: server.Sim, url: server.URL}
	r.token = r.grant(zohosim.GrantRequest{}).AccessToken
	return r
}

func (r *rig) grant(g zohosim.GrantRequest) zohosim.Granted {
	r.t.Helper()
	granted, err := r.sim.Grant(g)
	if err != nil {
		r.t.Fatal(err)
	}
	return granted
}

// answer is a response, decoded when it has a body.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

// at walks the decoded body: keys and indices joined by dots.
func (a answer) at(path string) any { return walk(a.body, path) }

func walk(v any, path string) any {
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			i := int(part[0] - '0')
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a answer) text(path string) string {
	s, _ := a.at(path).(string)
	return s
}

func (a answer) rows() []any {
	rows, _ := a.body["data"].([]any)
	return rows
}

// column is one field of every row, as text.
func (a answer) column(name string) []string {
	var values []string
	for _, row := range a.rows() {
		s, _ := walk(row, name).(string)
		values = append(values, s)
	}
	return values
}

// send makes a request with extra headers as pairs; body is JSON text.
func (r *rig) send(method, path, body string, headers ...string) (answer, error) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Host = r.host
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return exchange(http.DefaultClient, req)
}

func exchange(c *http.Client, req *http.Request) (answer, error) {
	res, err := c.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	a := answer{status: res.StatusCode, header: res.Header, raw: string(raw)}
	if err == nil && len(bytes.TrimSpace(raw)) > 0 && strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		var decoded any
		if err = json.Unmarshal(raw, &decoded); err == nil {
			switch x := decoded.(type) {
			case map[string]any:
				a.body = x
			case []any:
				a.body = map[string]any{"list": x}
			}
		}
	}
	return a, err
}

// crm calls the API with the rig's token.
func (r *rig) crm(method, path, body string, headers ...string) answer {
	r.t.Helper()
	a, err := r.send(method, "/crm/v8/"+path, body, append([]string{"Authorization", "Zoho-oauthtoken " + r.token}, headers...)...)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// control calls the control plane and expects success.
func (r *rig) control(method, path, body string) answer {
	r.t.Helper()
	a, err := r.send(method, "/__sim/"+path, body)
	if err != nil || a.status != 200 {
		r.t.Fatalf("control %s %s: %d %s %v", method, path, a.status, a.raw, err)
	}
	return a
}

func (r *rig) advance(d time.Duration) {
	r.t.Helper()
	r.sim.Advance(d)
}

// plant enters one record as a person would and returns its id.
func (r *rig) plant(module, fields string) string {
	r.t.Helper()
	return r.control("POST", "records/"+module, `{"data":[`+fields+`]}`).text("data.0.id")
}

// coql runs a query.
func (r *rig) coql(query string) answer {
	r.t.Helper()
	body, err := json.Marshal(map[string]string{"select_query": query})
	if err != nil {
		r.t.Fatal(err)
	}
	return r.crm("POST", "coql", string(body))
}

// tokenCall posts a form to the token endpoint.
func (r *rig) tokenCall(form url.Values) answer {
	r.t.Helper()
	a, err := r.send("POST", "/oauth/v2/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// expect fails the test when a status or the values at paths differ; pairs are
// path, wanted value.
func (r *rig) expect(what string, a answer, status int, pairs ...any) {
	r.t.Helper()
	if a.status != status {
		r.t.Errorf("%s: status %d, want %d; %s", what, a.status, status, a.raw)
		return
	}
	for i := 0; i < len(pairs); i += 2 {
		path, _ := pairs[i].(string)
		if got := a.at(path); got != pairs[i+1] {
			r.t.Errorf("%s: %s is %v, want %v; %s", what, path, got, pairs[i+1], a.raw)
		}
	}
}

func data(items ...string) string { return `{"data":[` + strings.Join(items, ",") + `]}` }

func (r *rig) freshToken() string {
	r.t.Helper()
	return r.control("POST", "grant", "").text("accessToken")
}
