package zohosim_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// Load of every kind goes on while the simulator is reset and its clock moved
// back and forth: each request is answered, by the world it came into, and when
// the simulator is closed nothing of it is left running.
func TestResetsUnderLoad(t *testing.T) {
	before := runtime.NumGoroutine()
	heard := atomic.Int64{}
	listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	server, err := zohosim.Start(zohosim.Config{Seed: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 6 {
				loadOnce(t, server, client, listener.URL, i*100+n)
			}
		})
	}
	wg.Go(func() {
		for n := range 10 {
			server.Sim.Advance(time.Duration(n%3-1) * time.Hour)
			time.Sleep(2 * time.Millisecond)
			if n%2 == 0 {
				if err := server.Sim.Reset("demo", uint64(n)); err != nil {
					t.Error(err)
				}
			}
		}
	})
	wg.Wait()
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	client.CloseIdleConnections()
	listener.Close()
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
	if heard.Load() == 0 {
		t.Error("no notification arrived")
	}
}

// loadOnce makes calls of many kinds with one token, which a reset withdraws.
func loadOnce(t *testing.T, server *zohosim.Server, client *http.Client, listener string, n int) {
	granted, err := server.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		t.Error(err)
		return
	}
	name := fmt.Sprintf("Load%d", n)
	contact := data(`{"Last_Name":"` + name + `","Email":"` + name + `@example.com"}`)
	for _, call := range []struct{ method, path, body string }{
		{"POST", "actions/watch", fmt.Sprintf(`{"watch":[{"channel_id":"%d","events":["Contacts.all","Events.all"],"notify_url":"%s"}]}`, n+1, listener)},
		{"POST", "Contacts", contact},
		{"POST", "Contacts/upsert", contact},
		{"POST", "Events", data(event + "}")},
		{"GET", "Contacts/search?word=" + name, ""},
		{"POST", "coql", `{"select_query":"select id, Owner.email from Contacts where Last_Name = '` + name + `'"}`},
		{"GET", "Contacts?fields=Last_Name,Owner&sort_by=Modified_Time", ""},
		{"POST", "__composite_requests", `{"rollback_on_fail":true,"__composite_requests":[` +
			sub("1", "POST", "Contacts", contact) + `,` + sub("2", "DELETE", "Contacts/1", "") + `]}`},
		{"GET", "Contacts/deleted", ""},
	} {
		req, err := http.NewRequest(call.method, server.URL+"/crm/v8/"+call.path, strings.NewReader(call.body))
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("Authorization", "Zoho-oauthtoken "+granted.AccessToken)
		a, err := exchange(client, req)
		if err != nil || !slices.Contains([]int{200, 201, 204, 400, 401, 429}, a.status) {
			t.Errorf("%s %s: %d %v %s", call.method, call.path, a.status, err, a.raw)
		}
	}
}
