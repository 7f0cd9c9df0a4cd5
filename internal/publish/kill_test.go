package publish_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// childVariable holds what a child process is to publish, and makes it one.
const childVariable = "RINGBOOK_TEST_PUBLISH"

type childOf struct {
	Site    site
	Project string
	// Now is when the child starts; its clock goes on from there.
	Now time.Time
}

// TestChild is no test: it is the body of the processes that are killed.
func TestChild(t *testing.T) {
	text := os.Getenv(childVariable)
	if text == "" {
		t.Skip("runs only as the child of a test that kills it")
	}
	var c childOf
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	offset := time.Until(c.Now)
	w := c.Site.build(t, func() time.Time { return time.Now().Add(offset) })
	revision, err := w.publisher.Publish(t.Context(), principal.Principal{}, c.Project, publish.Options{}, func(s publish.Step) {
		fmt.Printf("%s %s\n", s.Name, s.State)
	})
	fmt.Printf("ended %d %v\n", revision, err)
	select {} // until it is killed
}

// dies lets another process publish, and kills it as kill -9 does: when the
// request to a path is on its way, or, without a path, when it has ended. It
// returns when the services are built anew on what was left, and the request,
// which may have its effect yet, has landed.
func (r *rig) dies(at string) {
	r.Helper()
	text, err := json.Marshal(childOf{r.site, r.project, r.sim.Sim.Now()})
	if err != nil {
		r.Fatal(err)
	}
	if at != "" {
		r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: at, Kind: "latency", LatencyMs: 500, Times: 1}}})
	}
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.timeout=1m")
	child.Env = append(os.Environ(), childVariable+"="+string(text))
	out, err := child.StdoutPipe()
	if err != nil {
		r.Fatal(err)
	}
	if err := child.Start(); err != nil {
		r.Fatal(err)
	}
	end := func() {
		_ = child.Process.Kill() // it may be gone already
		_ = child.Wait()         // says that it was killed
	}
	r.Cleanup(end)
	if at == "" {
		for lines := bufio.NewScanner(out); lines.Scan() && !strings.HasPrefix(lines.Text(), "ended"); {
			continue
		}
	} else {
		r.eventually("the request is on its way", r.struck)
	}
	end()
	if at != "" {
		r.eventually("the request has landed", func() bool { return r.landed(at) })
	}
	r.works = r.site.build(r.T, r.sim.Sim.Now)
}

func (r *rig) eventually(what string, holds func() bool) {
	r.Helper()
	for deadline := time.Now().Add(15 * time.Second); !holds(); {
		if time.Now().After(deadline) {
			r.Fatal("not in time: " + what)
		}
		time.Sleep(10 * time.Millisecond) // polling another process
	}
}

// struck reports whether the fault has met its request.
func (r *rig) struck() bool {
	resp, err := http.Get(r.sim.URL + "/__sim/faults")
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	var armed struct{ Faults []zohosim.Fault }
	if err := json.NewDecoder(resp.Body).Decode(&armed); err != nil {
		r.Fatal(err)
	}
	return len(armed.Faults) == 0
}

func (r *rig) landed(at string) bool {
	return slices.ContainsFunc(r.sim.Sim.Requests(0), func(q zohosim.Request) bool {
		hit, _ := path.Match(at, q.Path)
		return hit
	})
}

// Wherever a publish dies, what was live is live and whole, tokens that were had
// are kept, and the next publish goes to the end without a new code.
func TestKilledWhilePublishing(t *testing.T) {
	t.Parallel()
	for _, at := range []string{
		"/crm/v8/users", "/crm/v8/org", "/crm/v8/settings/fields", "/crm/v8/settings/layouts", "/crm/v8/settings/pipeline",
		"/crm/v8/settings/business_hours", "/crm/v8/settings/holidays", "/crm/v8/settings/business_hours/shift_hours",
	} {
		t.Run(path.Base(at), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code(), "zoho_duration", "45")
			r.dies(at)
			if set := r.settings(); set.Revision != 1 || set.Organisation.ID != "" {
				t.Errorf("live is revision %d, %+v", set.Revision, set.Organisation)
			}
			if r.connection().RefreshToken == "" || r.drafted("zoho_oauth_code") != "" {
				t.Error("the tokens are gone, or the code is still there")
			}
			if _, revision := r.published(); revision != 2 || r.settings().Scheduling.Slots.Duration != 45*time.Minute {
				t.Errorf("revision %d with %+v", revision, r.settings().Scheduling.Slots)
			}
		})
	}
}

// A publish that dies when it has ended has ended.
func TestKilledAfterPublishing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_duration", "45")
	r.dies("")
	if set := r.settings(); set.Revision != 2 || set.Scheduling.Slots.Duration != 45*time.Minute || set.Organisation.Name != "Harbor Dental" {
		t.Errorf("live is revision %d, %+v", set.Revision, set.Organisation)
	}
	if _, revision := r.published(); revision != 3 {
		t.Errorf("revision %d", revision)
	}
}

// Where the process dies while Zoho is being asked, nobody can know what became
// of the code: that is told, not tried again, and a new one helps.
func TestKilledWhileExchanging(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.dies("/oauth/v2/token")
	if _, _, err := r.publish(); !fault.Is(err, fault.Conflict) || r.drafted("zoho_oauth_code") == "" {
		t.Errorf("at once: %v", err)
	}
	r.sim.Sim.Advance(time.Minute)
	steps, _, err := r.publish()
	last := steps[len(steps)-1]
	if !fault.Is(err, fault.Refused) || !strings.Contains(last.Detail, "the answer never arrived") || r.drafted("zoho_oauth_code") != "" {
		t.Errorf("%v after %+v", err, last)
	}
	if r.settings().Revision != 1 {
		t.Errorf("revision %d is live", r.settings().Revision)
	}
	r.set("zoho_oauth_code", r.code())
	r.published()
}
