package zoho_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// org is a simulated organisation and a client of it.
type org struct {
	*testing.T
	sim    *zohosim.Server
	client *zoho.Client
}

// newOrg starts one; adjust changes the client's configuration.
func newOrg(t *testing.T, set func(*zohosim.Settings), adjust ...func(*zoho.Config)) *org {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	if err := sim.Sim.Configure(set); err != nil {
		t.Fatal(err)
	}
	granted, err := sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		t.Fatal(err)
	}
	oauth := &zoho.OAuth{AccountsURL: sim.URL, ClientID: granted.ClientID, ClientSecret: granted.ClientSecret, Now: sim.Sim.Now}
	source, err := zoho.NewTokenSource(zoho.TokenConfig{OAuth: oauth, Now: sim.Sim.Now, Token: zoho.Token{
		AccessToken: granted.AccessToken, RefreshToken: granted.RefreshToken, Expiry: noon.Add(time.Hour),
	}})
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	cfg := zoho.Config{BaseURL: sim.URL, Tokens: source, HTTPClient: &http.Client{Transport: transport}, Now: sim.Sim.Now}
	for _, change := range adjust {
		change(&cfg)
	}
	o := &org{T: t, sim: sim}
	if o.client, err = zoho.New(cfg); err != nil {
		t.Fatal(err)
	}
	return o
}

func whatever(*zohosim.Settings) {}

// meter is the simulator's own count.
type meter struct{ Used, Remaining, PeakConcurrency int }

func (o *org) meter() (m meter) {
	o.Helper()
	resp, err := http.Get(o.sim.URL + "/__sim/credits")
	if err != nil {
		o.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		o.Fatal(err)
	}
	return m
}

func (o *org) configure(set func(*zohosim.Settings)) {
	o.Helper()
	if err := o.sim.Sim.Configure(set); err != nil {
		o.Fatal(err)
	}
}

// slow makes every call take a while.
func (o *org) slow(d time.Duration) {
	o.Helper()
	o.control("faults", fmt.Sprintf(`{"faults":[{"path":"/crm/","kind":"latency","latencyMs":%d}]}`, d.Milliseconds()))
}

func (o *org) control(route, body string) []byte {
	o.Helper()
	resp, err := http.Post(o.sim.URL+"/__sim/"+route, "application/json", strings.NewReader(body))
	if err != nil {
		o.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		o.Fatalf("%s: %s %s %v", route, resp.Status, answer, err)
	}
	return answer
}

// together makes many calls at once and returns their failures.
func together(calls int, do func(n int) error) (failures []error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	for n := range calls {
		all.Go(func() {
			if err := do(n); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failures = append(failures, err)
			}
		})
	}
	all.Wait()
	return failures
}

// refusals counts what Zoho answered with 429.
func (o *org) refusals() (n int) {
	for _, r := range o.sim.Sim.Requests(0) {
		if r.Status == http.StatusTooManyRequests {
			n++
		}
	}
	return n
}

// query asks for what nobody has, in one page.
func (o *org) query(c *zoho.Client) error {
	for _, err := range zoho.Query[zoho.Contact](context.Background(), c, "select id from Contacts where Last_Name = 'Nobody' order by id") {
		if err != nil {
			return err
		}
	}
	return nil
}
