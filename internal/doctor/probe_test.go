package doctor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/doctor"
)

// kept are the records of the modules that probes write in, by module and id,
// each as text.
func (p *patient) kept() map[string]string {
	p.Helper()
	all := map[string]string{}
	for _, module := range []string{"Events", "Leads", "Calls"} {
		resp, err := http.Get(p.sim.URL + "/__sim/records/" + module)
		if err != nil {
			p.Fatal(err)
		}
		var body struct {
			Data []map[string]any `json:"data"`
		}
		err = json.NewDecoder(resp.Body).Decode(&body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			p.Fatalf("%s: %s, %v", module, resp.Status, err)
		}
		for _, r := range body.Data {
			all[fmt.Sprint(module, " ", r["id"])] = fmt.Sprint(r)
		}
	}
	return all
}

// differs are the records that are not as they were.
func differs(now, before map[string]string) []string {
	var all []string
	for id := range maps.Keys(now) {
		if now[id] != before[id] {
			all = append(all, id)
		}
	}
	for id := range before {
		if _, there := now[id]; !there {
			all = append(all, id+", which is gone")
		}
	}
	slices.Sort(all)
	return all
}

// named is the check with a name.
func (e exam) named(name string) doctor.Check {
	at := slices.IndexFunc(e, func(c doctor.Check) bool { return c.Name == name })
	if at < 0 {
		return doctor.Check{}
	}
	return e[at]
}

var errCut = errors.New("the line is cut")

// interruption is what happens at one request of an examination that writes.
type interruption struct {
	name string
	// strike carries the request, or not. leave ends the examination's context.
	strike func(r *http.Request, zoho http.RoundTripper, leave func()) (*http.Response, error)
	// dead: nothing more is done, and no later request reaches Zoho, as where
	// the process died.
	dead bool
	// clean: nothing is left when the examination has ended.
	clean bool
	// writes: only requests that write are struck. A read that is lost is as
	// one whose answer is.
	writes bool
}

// strikes reports whether the nth request is one to strike.
func (i interruption) strikes(r *http.Request) bool {
	return !i.writes || r.Method != http.MethodGet && r.URL.Path != "/crm/v8/coql"
}

// lose lets Zoho do what was asked, and the answer be lost.
func lose(r *http.Request, zoho http.RoundTripper, _ func()) (*http.Response, error) {
	resp, err := zoho.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return nil, errCut
}

var interruptions = []interruption{
	{name: "the answer is lost", strike: lose, clean: true},
	{name: "the request is lost", clean: true, writes: true, strike: func(*http.Request, http.RoundTripper, func()) (*http.Response, error) {
		return nil, errCut
	}},
	{name: "the listener leaves", clean: true, strike: func(r *http.Request, zoho http.RoundTripper, leave func()) (*http.Response, error) {
		leave()
		return zoho.RoundTrip(r)
	}},
	{name: "the process dies", strike: lose, dead: true},
}

// interrupted examines, with an interruption at the nth request.
func (p *patient) interrupted(n int, how interruption) error {
	ctx, leave := context.WithCancel(p.Context())
	defer leave()
	var mu sync.Mutex
	count := 0
	p.setBetween(func(r *http.Request, zoho http.RoundTripper) (*http.Response, error) {
		mu.Lock()
		count++
		now := count
		mu.Unlock()
		switch {
		case now == n && how.strikes(r):
			if how.dead {
				defer leave()
			}
			return how.strike(r, zoho, leave)
		case now > n && how.dead:
			return nil, errCut
		}
		return zoho.RoundTrip(r)
	})
	defer p.setBetween(nil)
	return p.doctor.Diagnose(ctx, p.project, doctor.Options{Probe: true, Write: true}, func(doctor.Check) {})
}

// TestProbesLeaveNothing interrupts an examination that writes at each of its
// requests in turn, in each way. What it wrote is gone when it has ended or,
// where it could no longer do that, when the next one has.
func TestProbesLeaveNothing(t *testing.T) {
	for _, how := range interruptions {
		t.Run(how.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			p.control("settings", map[string]any{"searchLagMs": 0})
			before := p.kept()
			_, _, since := p.zohoCalls(0)
			p.examine(doctor.Options{Probe: true, Write: true})
			requests, _, _ := p.zohoCalls(since)
			swept := 0
			for n := 1; n <= requests; n += stride {
				if p.leavesNothing(n, how, before) {
					swept++
				}
			}
			if how.clean == (swept > 0) {
				t.Errorf("of %d interruptions %d left something", requests, swept)
			}
			t.Logf("interrupted at every one in %d of %d requests; %d times the next run removed what was left", stride, requests, swept)
		})
	}
}

// leavesNothing interrupts an examination, and reports whether it took another
// one to remove what was left.
func (p *patient) leavesNothing(n int, how interruption, before map[string]string) (swept bool) {
	p.Helper()
	if err := p.interrupted(n, how); err != nil && !errors.Is(err, context.Canceled) {
		p.Fatalf("at request %d: %v", n, err)
	}
	left := differs(p.kept(), before)
	if len(left) == 0 {
		return false
	}
	if how.clean {
		p.Errorf("at request %d: left are %v", n, left)
	}
	told := p.examine(doctor.Options{Probe: true, Write: true}).named("probe leftovers")
	if told.State != doctor.OK || !strings.Contains(told.Detail, "\nremoved: ") {
		p.Errorf("at request %d: the next run tells %+v", n, told)
	}
	if left := differs(p.kept(), before); len(left) > 0 {
		p.Fatalf("at request %d: after the next run there are still %v", n, left)
	}
	return true
}

// A record that cannot be removed is told with its module and id.
func TestProbesTellWhatIsLeft(t *testing.T) {
	p := healthy(t)
	p.control("settings", map[string]any{"searchLagMs": 0})
	before := p.kept()
	p.setBetween(func(r *http.Request, zoho http.RoundTripper) (*http.Response, error) {
		if r.Method == http.MethodDelete && r.URL.Path == "/crm/v8/Leads" {
			return nil, errCut
		}
		return zoho.RoundTrip(r)
	})
	told := p.examine(doctor.Options{Probe: true, Write: true}).named("probe clean-up")
	left := differs(p.kept(), before)
	if len(left) != 1 || told.State != doctor.Warning || !strings.Contains(told.Detail, "left are\n"+left[0]) || !strings.Contains(told.Remedy, "--write") {
		t.Errorf("left are %v, and told is %+v", left, told)
	}
}

// Of two examinations of a project that would write at the same time, one does.
func TestProbesOfOneProjectTakeTurns(t *testing.T) {
	p := healthy(t)
	p.control("settings", map[string]any{"searchLagMs": 0})
	var second exam
	var once sync.Once
	p.setBetween(func(r *http.Request, zoho http.RoundTripper) (*http.Response, error) {
		if r.Method == http.MethodPost && r.URL.Path == "/crm/v8/Events" {
			once.Do(func() {
				p.setBetween(nil)
				second = p.examine(doctor.Options{Probe: true, Write: true})
			})
		}
		return zoho.RoundTrip(r)
	})
	first := p.examine(doctor.Options{Probe: true, Write: true})
	if c := first.named("probe clean-up"); c.State != doctor.OK {
		t.Errorf("the first: %+v", c)
	}
	if c := second.named("probe writing"); c.State != doctor.Skipped || second.named("probe clean-up").Name != "" {
		t.Errorf("the second: %+v", second)
	}
}

func (p *patient) setBetween(f func(*http.Request, http.RoundTripper) (*http.Response, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.between = f
}
