package zoho_test

import (
	"net/http"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim/tape"
)

// recorder is the tape on which the requests to scripted servers are kept too,
// so that whoever judges the client by Zoho's specification sees them all.
func recorder(t *testing.T) *tape.Tape {
	t.Helper()
	r, err := tape.Open("")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// record keeps a request. The answer is the test's own and stays out of it.
func record(t *testing.T, to *tape.Tape, r *http.Request, body []byte) {
	if to == nil || r.URL.Path == "/oauth/v2/token" || r.URL.Path == "/oauth/v2/token/revoke" {
		return
	}
	err := to.Record(tape.Exchange{
		Method: r.Method, Host: r.Host, Path: r.URL.Path, Query: r.URL.RawQuery,
		Header: tape.Keep(r.Header), Body: string(body), Struck: true,
	})
	if err != nil {
		t.Error(err)
	}
}
