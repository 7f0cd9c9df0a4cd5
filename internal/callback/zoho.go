package callback

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

// longestQuery bounds what is read of a redirect, in bytes. Zoho's have a few
// hundred.
const longestQuery = 4 << 10

// Zoho is the handler of Zoho's OAuth redirect, GET /api/auth/callback/zoho.
type Zoho struct {
	Connections *connection.Service
	Logger      *slog.Logger
}

// ServeHTTP takes GET alone: what looks ahead with HEAD must not use a code up.
func (z *Zoho) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		show(w, http.StatusMethodNotAllowed, failed(fault.New(fault.Invalid, "this address takes people back from Zoho, and nothing else")))
		return
	}
	redirect, err := read(r.URL)
	if err != nil {
		show(w, http.StatusBadRequest, failed(err))
		return
	}
	project, err := z.Connections.Complete(r.Context(), redirect)
	if err != nil {
		z.Logger.Warn("a project was not connected", "project", project, "error", err)
		show(w, status(err), failed(err))
		return
	}
	z.Logger.Info("a project was connected", "project", project)
	show(w, http.StatusOK, connected(project))
}

// read takes the parameters apart. One that comes twice could be read in two
// ways, so it is refused.
func read(u *url.URL) (connection.Redirect, error) {
	malformed := fault.New(fault.Invalid, "this is not a redirect of Zoho's").WithRemedy("ask for a new authorization link and open it")
	if len(u.RawQuery) > longestQuery {
		return connection.Redirect{}, malformed
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return connection.Redirect{}, malformed
	}
	for _, values := range query {
		if len(values) > 1 {
			return connection.Redirect{}, malformed
		}
	}
	return connection.Redirect{
		State: query.Get("state"), Code: query.Get("code"), Error: query.Get("error"),
		Location: query.Get("location"), AccountsServer: query.Get("accounts-server"),
	}, nil
}

// status is what a browser is told beside the page.
func status(err error) int {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Refused:
		return http.StatusBadRequest
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict, fault.NotConnected:
		return http.StatusConflict
	case fault.Uncertain:
		return http.StatusBadGateway
	case fault.Unavailable, fault.Exhausted:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// failed is the page of a failure, in the words that are meant for people.
func failed(err error) page {
	p := page{Title: "Not connected", Text: "Something went wrong inside the server.", Next: "Look into the server's log, then ask for a new authorization link."}
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
		p.Text, p.Next = sentence(f.Text), sentence(f.Remedy)
	}
	return p
}

func connected(project string) page {
	return page{
		Title: "Connected", Good: true, Project: project,
		Text: "ringbook may now work in your Zoho CRM.",
		Next: "Publish the project's attributes to put the connection to use. You can close this page.",
	}
}
