package zoho_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// simulator is Zoho as its documents say, with a clock that stands at noon,
// and a client that is connected to it.
type simulator struct {
	t      *testing.T
	sim    *zohosim.Sim
	url    string
	client *zoho.Client
}

func simulate(t *testing.T, settings ...func(*zohosim.Settings)) *simulator {
	t.Helper()
	server, err := zohosim.Start(zohosim.Config{Seed: "demo", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	for _, change := range settings {
		if err := server.Sim.Configure(change); err != nil {
			t.Fatal(err)
		}
	}
	s := &simulator{t: t, sim: server.Sim, url: server.URL}
	s.client = s.connect(zohosim.GrantRequest{})
	return s
}

// connect is a client with a grant of its own.
func (s *simulator) connect(r zohosim.GrantRequest) *zoho.Client {
	s.t.Helper()
	granted, err := s.sim.Grant(r)
	if err != nil {
		s.t.Fatal(err)
	}
	source, err := zoho.NewTokenSource(zoho.TokenConfig{
		OAuth: &zoho.OAuth{AccountsURL: s.url, ClientID: granted.ClientID, ClientSecret: granted.ClientSecret, Now: clock},
		Token: zoho.Token{AccessToken: granted.AccessToken, RefreshToken: granted.RefreshToken, APIDomain: s.url, Expiry: noon.Add(time.Hour)},
		Now:   s.sim.Now,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	transport := &http.Transport{}
	s.t.Cleanup(transport.CloseIdleConnections)
	c, err := zoho.New(zoho.Config{BaseURL: s.url, Tokens: source, HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// control does what people in Zoho's pages do, and fills out with the answer.
func (s *simulator) control(method, path string, body, out any) {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequest(method, s.url+"/__sim/"+path, bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	res, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s %v", method, path, res.StatusCode, answer, err)
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			s.t.Fatal(err)
		}
	}
}

// stored are the records of a module as Zoho keeps them.
func (s *simulator) stored(module string) []map[string]any {
	s.t.Helper()
	var out struct {
		Data []map[string]any `json:"data"`
	}
	s.control("GET", "records/"+module, nil, &out)
	return out.Data
}

// field is a value of a stored record.
func (s *simulator) field(module, id, name string) any {
	s.t.Helper()
	for _, record := range s.stored(module) {
		if record["id"] == id {
			return record[name]
		}
	}
	return nil
}

// insert makes a record or fails.
func insert[T any](t *testing.T, records zoho.Records[T], record T) string {
	t.Helper()
	result, err := records.InsertOne(context.Background(), record, zoho.InsertOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return result.ID
}

// ok fails the test for an error.
func ok(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// haircut is an event that Zoho takes.
func haircut(start time.Time) zoho.Event {
	return zoho.Event{
		Title: "Haircut", Start: zoho.At(start), End: zoho.At(start.Add(30 * time.Minute)),
		MeetingVenue: "In-office", SendNotification: new(false),
	}
}
