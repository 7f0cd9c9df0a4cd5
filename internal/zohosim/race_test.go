package zohosim_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// Everything at once, for the race detector; and no write is lost.
func TestEverythingAtOnce(t *testing.T) {
	r := start(t, "demo")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 5 {
				r.expect("insert", r.crm("POST", "Contacts", data(fmt.Sprintf(`{"Last_Name":"Quux%d-%d"}`, i, n))), 201)
				r.crm("GET", "Contacts/search?word=w", "")
				r.coql("select id, Owner.email from Contacts where Last_Name like 'Quux%'")
			}
		})
	}
	for _, change := range []string{`{"searchLagMs":10}`, `{"userTimeZone":"Asia/Tokyo"}`, `{"phoneSearch":"digits"}`} {
		wg.Go(func() {
			for range 5 {
				r.control("POST", "settings", change)
				r.control("POST", "clock", `{"advanceMs":1000}`)
				r.control("GET", "requests", "")
				r.control("GET", "credits", "")
			}
		})
	}
	wg.Wait()
	a := r.coql("select id from Contacts where Last_Name like 'Quux%'")
	r.expect("all there", a, 200, "info.count", 40.0)
	ids := map[string]bool{}
	for _, id := range a.column("id") {
		ids[id] = true
	}
	if len(ids) != 40 {
		t.Errorf("%d different ids, want 40", len(ids))
	}
	r.control("POST", "reset", "")
}

// Two who change settings at the same time do not undo each other's.
func TestSettingsAtOnce(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"searchLagMs":0,"countLagMs":0}`)
	var wg sync.WaitGroup
	for _, raise := range []func(*zohosim.Settings){
		func(s *zohosim.Settings) { s.SearchLagMs++ },
		func(s *zohosim.Settings) { s.CountLagMs++ },
	} {
		wg.Go(func() {
			for range 500 {
				if err := r.sim.Configure(raise); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	r.expect("settings", r.control("GET", "settings", ""), 200, "searchLagMs", 500.0, "countLagMs", 500.0)
}
