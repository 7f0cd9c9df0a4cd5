package zohosim

import (
	"strings"
	"sync"
	"time"
)

// requestLogSize is how many requests are remembered.
const requestLogSize = 100_000

// Request is one request as remembered. It never holds a token, a code or a
// client secret: queries of OAuth calls are left out.
type Request struct {
	Seq        int64     `json:"seq"` // in order of completion, from 1
	Method     string    `json:"method"`
	Host       string    `json:"host"` // as asked for: tells the data centre
	Path       string    `json:"path"`
	Query      string    `json:"query"`
	Module     string    `json:"module"` // the queried one for COQL and search
	Status     int       `json:"status"` // 0 where no answer was given
	Credits    int       `json:"credits"`
	StartedAt  time.Time `json:"startedAt"` // simulator's clock, UTC
	DurationMs int64     `json:"durationMs"`
	Applied    bool      `json:"applied"` // records or tokens were changed
	// Fault is what struck it: the kind of a fault, latency or search_lag.
	Fault string `json:"fault,omitempty"`
}

// requestLog is a ring of the latest requests.
type requestLog struct {
	mu   sync.Mutex
	ring []Request
	last int64
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	r.Seq = l.last
	for _, asked := range []*string{&r.Method, &r.Host, &r.Path, &r.Query, &r.Module} {
		*asked = shortened(*asked)
	}
	if len(l.ring) < requestLogSize {
		l.ring = append(l.ring, r)
		return
	}
	l.ring[(r.Seq-1)%requestLogSize] = r
}

// since lists the remembered requests with a greater sequence number, in order.
func (l *requestLog) since(seq int64) []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := max(seq+1, l.last-int64(len(l.ring))+1, 1)
	found := []Request{}
	for n := first; n <= l.last; n++ {
		found = append(found, l.ring[(n-1)%requestLogSize])
	}
	return found
}

// mostRemembered is the most of what was asked that is remembered, in bytes of
// each part; the longest that Zoho takes is far below it.
const mostRemembered = 8 << 10

func shortened(text string) string {
	if len(text) <= mostRemembered {
		return text
	}
	return strings.Clone(text[:mostRemembered])
}
