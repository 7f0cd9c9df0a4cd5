package zoho_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// A code that surely did not reach the server is told from one that may have.
func TestOAuthTellsWhatWasNotSent(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer silent.Close()
	foreign := httptest.NewTLSServer(http.NotFoundHandler()) // whose certificate nobody knows
	defer foreign.Close()
	for name, c := range map[string]struct {
		address string
		unsent  bool
	}{
		"nobody there": {closed.URL, true}, "no trust": {foreign.URL, true}, "no address": {"http://%zz", true}, "no answer": {silent.URL, false},
	} {
		transport := &http.Transport{}
		o := &zoho.OAuth{AccountsURL: c.address, ClientID: "client", ClientSecret: "s3cret", HTTPClient: &http.Client{Transport: transport}}
		_, err := o.Exchange(context.Background(), "1000.code", "")
		transport.CloseIdleConnections()
		if e, ok := errors.AsType[*zoho.OAuthError](err); !ok || e.Unsent != c.unsent {
			t.Errorf("%s: %v, unsent is %v", name, err, ok && e.Unsent)
		}
	}
}
