package zohosim

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// The kinds of fault. Zoho's documents do not list them: they are what networks,
// gateways and busy servers do to any API.
const (
	faultLatency    = "latency"     // wait before the request takes effect
	faultStatus     = "status"      // answer an error instead
	faultReset      = "reset"       // close before reading the request
	faultDropBefore = "drop_before" // read it, do not apply it, close
	faultDropAfter  = "drop_after"  // apply it, close without an answer
	faultTruncate   = "truncate"    // apply it, cut the answer short
	faultHTML       = "html"        // a gateway's page instead of JSON, not applied
	faultSearchLag  = "search_lag"  // this search sees an index latencyMs older
	faultHangAfter  = "hang_after"  // apply it, then no answer until the client gives up
	faultOvertake   = "overtake"    // a person changes the record just before this write

	faultNotificationLost  = "notification_lost"  // never sent
	faultNotificationLate  = "notification_late"  // sent latencyMs later
	faultNotificationTwice = "notification_twice" // sent two times
)

func faultKinds() []string {
	return append([]string{
		faultLatency, faultStatus, faultReset, faultDropBefore, faultDropAfter, faultTruncate, faultHTML, faultSearchLag,
		faultHangAfter, faultOvertake,
	}, notificationFaults()...)
}

func notificationFaults() []string {
	return []string{faultNotificationLost, faultNotificationLate, faultNotificationTwice}
}

// Fault is one thing that goes wrong with matching requests.
type Fault struct {
	// Method matches all methods when empty.
	Method string `json:"method,omitempty"`
	// Path is a prefix or, with a * in it, a pattern of path.Match. Empty
	// matches every path outside the control plane. For the kinds
	// notification_lost, notification_late and notification_twice, Path is
	// compared with the changed module, such as /crm/v8/Events, and Method with
	// POST for a new record, PUT for a changed and DELETE for a deleted one.
	Path string `json:"path,omitempty"`
	// Kind is one of latency, status, reset, drop_before, drop_after, hang_after,
	// truncate, html, search_lag, overtake, notification_lost, notification_late
	// and notification_twice.
	Kind string `json:"kind"`
	// Probability from 0 to 1; absent or 0 stands for always.
	Probability float64 `json:"probability,omitempty"`
	// Times is how often it strikes; absent or 0 stands for without end.
	Times int `json:"times,omitempty"`
	// Status of the kinds status (default 500) and html (default 502).
	Status int `json:"status,omitempty"`
	// Code is Zoho's error code of the kind status; by default what the status
	// usually carries.
	Code string `json:"code,omitempty"`
	// LatencyMs is the wait of latency, the extra lag of search_lag, the extra
	// delay of notification_late, and the longest that hang_after keeps the
	// connection open, where 0 stands for as long as the client does.
	LatencyMs int `json:"latencyMs,omitempty"`
	// Change is what the person of overtake enters, by API name; nothing but the
	// record's Modified_Time and Modified_By changes without it.
	Change map[string]any `json:"change,omitempty"`
}

func (f Fault) check() error {
	if !slices.Contains(faultKinds(), f.Kind) {
		return fmt.Errorf("kind is %q, must be one of %v", f.Kind, faultKinds())
	}
	if f.Probability < 0 || f.Probability > 1 {
		return fmt.Errorf("probability is %v, must be between 0 and 1", f.Probability)
	}
	if f.Times < 0 || f.LatencyMs < 0 {
		return fmt.Errorf("times and latencyMs must not be negative")
	}
	if f.Status != 0 && (f.Status < 400 || f.Status > 599) {
		return fmt.Errorf("status is %d, must be between 400 and 599", f.Status)
	}
	if _, err := path.Match(f.Path, "/"); err != nil {
		return fmt.Errorf("path %q is not a pattern", f.Path)
	}
	if slices.Contains([]string{faultLatency, faultSearchLag, faultNotificationLate}, f.Kind) && f.LatencyMs == 0 {
		return fmt.Errorf("kind %s needs latencyMs", f.Kind)
	}
	if f.Change != nil && f.Kind != faultOvertake {
		return fmt.Errorf("kind %s takes no change", f.Kind)
	}
	return nil
}

// occasion is what a fault may strike: a request, or a notification of what a
// request of that method and path has done.
type occasion struct {
	method, path   string
	isNotification bool
}

func (f Fault) matches(o occasion) bool {
	if slices.Contains(notificationFaults(), f.Kind) != o.isNotification {
		return false
	}
	if f.Method != "" && !strings.EqualFold(f.Method, o.method) {
		return false
	}
	if strings.Contains(f.Path, "*") {
		hit, _ := path.Match(f.Path, o.path)
		return hit
	}
	return strings.HasPrefix(o.path, f.Path)
}

// faultTable holds the armed faults in the order they were given.
type faultTable struct {
	mu     sync.Mutex
	random *rand.Rand
	armed  []Fault
}

func newFaultTable(seed uint64) *faultTable {
	return &faultTable{random: rand.New(rand.NewPCG(seed, 0x5eed))}
}

func (t *faultTable) add(faults []Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.armed = append(t.armed, faults...)
}

func (t *faultTable) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.armed = nil
}

func (t *faultTable) list() []Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Fault{}, t.armed...)
}

// strike is what happens to one request: waits and lags add up, and of the
// other kinds the first that matches wins.
type strike struct {
	latency time.Duration
	lag     time.Duration
	fault   Fault // Kind is empty when the request is left alone
}

// draw decides about an occasion and uses up the faults that strike it.
func (t *faultTable) draw(o occasion) strike {
	t.mu.Lock()
	defer t.mu.Unlock()
	var s strike
	for i := range t.armed {
		f := &t.armed[i]
		if !f.matches(o) || !s.takes(f.Kind) || !t.hits(f.Probability) {
			continue
		}
		s.add(*f)
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				f.Kind = "" // used up
			}
		}
	}
	t.armed = slices.DeleteFunc(t.armed, func(f Fault) bool { return f.Kind == "" })
	return s
}

func (t *faultTable) hits(probability float64) bool {
	return probability == 0 || t.random.Float64() < probability
}

// name is how the request log calls it; empty when the request is left alone.
func (s strike) name() string {
	switch {
	case s.fault.Kind != "":
		return s.fault.Kind
	case s.latency > 0:
		return faultLatency
	case s.lag > 0:
		return faultSearchLag
	default:
		return ""
	}
}

func (s *strike) takes(kind string) bool {
	return kind == faultLatency || kind == faultSearchLag || kind == faultNotificationLate || s.fault.Kind == ""
}

func (s *strike) add(f Fault) {
	switch f.Kind {
	case faultLatency, faultNotificationLate:
		s.latency += time.Duration(f.LatencyMs) * time.Millisecond
	case faultSearchLag:
		s.lag += time.Duration(f.LatencyMs) * time.Millisecond
	default:
		s.fault = f
	}
}
