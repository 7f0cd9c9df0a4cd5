package zoho

import (
	"bytes"
	"net/http"
	"strings"
)

// load is what a call takes of Zoho's limits (zoho-crm-api §6).
type load struct {
	credits int  // of the running 24 hours
	places  int  // among the calls in flight
	heavy   bool // counts against sub-concurrency too
}

// loadOf reads the load off a request. It is one table over the addresses, so
// that a call which is added to the package cannot forget to say.
func loadOf(r request) load {
	switch {
	case r.path == "/coql":
		return load{credits: queryCredits(r.items), places: 1, heavy: true}
	case r.path == "/__composite_requests":
		return load{credits: compositeCredits(r.body), places: 5, heavy: true}
	case strings.HasSuffix(r.path, "/actions/convert"):
		return load{credits: 5, places: 1, heavy: true}
	case strings.HasSuffix(r.path, "/search"):
		return load{credits: 1, places: 1, heavy: true}
	case r.method == http.MethodGet:
		return load{credits: 1, places: 1, heavy: r.query.Has("cvid") || r.query.Has("sort_by")}
	case r.method == http.MethodPost, r.method == http.MethodPut:
		return load{credits: max(1, (r.items+9)/10), places: 1, heavy: r.items > 10}
	}
	return load{credits: 1, places: 1}
}

// queryCredits is what a COQL query costs by its limit.
func queryCredits(limit int) int {
	switch {
	case limit <= 200:
		return 1
	case limit <= 1000:
		return 2
	}
	return 3
}

// compositeCredits takes one that is to be rolled back for a success, which
// costs more.
func compositeCredits(body []byte) int {
	if bytes.Contains(body, []byte(`"rollback_on_fail":true`)) {
		return 2
	}
	return 1
}
