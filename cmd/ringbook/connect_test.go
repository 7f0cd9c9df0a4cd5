package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/crm"
)

// consents plays the person at Zoho's consent page, then the browser that is
// sent back to ringbook.
func (d desk) consents(url string, accept bool) {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"url": url, "accept": accept})
	if err != nil {
		d.t.Fatal(err)
	}
	back := asks(d.t, d.ready.ZohoURL+"/__sim/consent", "", string(body))
	resp, err := http.Get(fmt.Sprint(back["redirectUrl"]))
	if err != nil {
		d.t.Fatal(err)
	}
	_ = resp.Body.Close()
}

// code is one of a self client's.
func (d desk) code() string {
	d.t.Helper()
	return fmt.Sprint(asks(d.t, d.ready.ZohoURL+"/__sim/grant", "", `{}`)["code"])
}

// TestConnect gives the address away, waits, and sees the consent; then ends
// the connection.
func TestConnect(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := runIn(t, d.env, "", "connect")
	link, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(link, d.ready.ZohoURL+"/oauth/v2/auth?") {
		t.Fatalf("the link is %q", link)
	}
	d.consents(strings.TrimSpace(link), true)
	code, rest := p.ends(10 * time.Second)
	if code != 0 || rest != "Connected to Zoho's data centre \"com\".\n" {
		t.Errorf("it ended with %d and %q\n%s", code, rest, p.errs)
	}
	shows(t, p.errs.String(), d.ready.URL+"/api/auth/callback/zoho", "Waiting", "ringbook attributes publish")

	shows(t, d.does("connect", "status").out, "state         connected\n", "organisation  Harbor Dental (", "scopes        ZohoCRM.", "token until")
	d.fails(2, []string{"--yes"}, "connect", "disconnect")
	shows(t, d.does("connect", "status").out, "state         connected\n")
	shows(t, d.does("connect", "disconnect", "--yes").out, "tokens are forgotten", "Zoho confirmed")
	shows(t, d.does("connect", "status").out, "state         not connected\n", "ringbook connect")
	shows(t, d.says("doctor").want(t, 1).out, "failed   connection ", "\nskipped  7 checks ", `since the check "connection" failed: token, refresh, `, " 1 failed, ")
}

// TestConnectRefused ends at once where the person refuses, each time, and goes
// well once they accept.
func TestConnectRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.does("connect", "disconnect", "--yes")
	for _, accept := range []bool{false, false, true} {
		p := runIn(t, d.env, "", "connect")
		link, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		d.consents(strings.TrimSpace(link), accept)
		code, _ := p.ends(10 * time.Second)
		status := d.does("connect", "status").out
		if accept {
			hides(t, status, "last error")
		} else {
			shows(t, p.errs.String(), "access was refused on Zoho's consent page; ask for a new authorization link")
			shows(t, status, "state         not connected\n", "last error    access was refused")
		}
		if accept != (code == 0) {
			t.Errorf("accepted %t, it ended with %d\n%s", accept, code, p.errs)
		}
	}
}

// TestTheStatusOfWhatEnded promises no token, and says what to do.
func TestTheStatusOfWhatEnded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	admin := d.as(d.ready.AdminKey)
	admin.does("projects", "update", d.ready.Project, "--crm", "off")
	off := d.does("connect", "status").out
	shows(t, off, "state         switched off\n", "ringbook projects update "+d.ready.Project+" --crm on")
	hides(t, off, "renewed by itself")
	admin.does("projects", "update", d.ready.Project, "--crm", "on")

	asks(t, d.ready.ZohoURL+"/__sim/tokens/revoke", "", `{}`)
	d.says("doctor").want(t, 1) // which notices
	revoked := d.does("connect", "status").out
	shows(t, revoked, "state         revoked\n", "last error", "authorize again")
	hides(t, revoked, "renewed by itself")
}

// TestConnectInJSON: the link on one line, the connection on the next.
func TestConnectInJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := runIn(t, d.env, "", "connect", "--json")
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	d.consents(fmt.Sprint(lines(t, line)[0]["url"]), true)
	code, rest := p.ends(10 * time.Second)
	connection := lines(t, rest)[0]["connection"].(map[string]any)
	if code != 0 || connection["state"] != "CONNECTION_STATE_CONNECTED" || p.errs.Len() != 0 {
		t.Errorf("%d %v %s", code, connection, p.errs)
	}
	if only := lines(t, d.does("connect", "--no-wait", "--json").out); len(only) != 1 {
		t.Errorf("without waiting it prints %v", only)
	}
}

// TestConnectByCode exchanges what is read, and tells a used code from a good.
func TestConnectByCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.does("connect", "disconnect", "--yes")
	d.does("attributes", "set", "zoho_duration=45")
	code := d.code()
	good := says(t, d.env, code+"\n", "connect", "--code", "-").want(t, 0)
	shows(t, good.errs, "Publishing 2 changes.")
	shows(t, good.out, "done     exchange ", "Revision 3 is live.\n")
	again := says(t, d.env, code+"\n", "connect", "--code", "-").want(t, 1)
	shows(t, again.out, "failed   exchange ", "used before", "-> a code works once")
	shows(t, again.errs, `the step "exchange" failed`)
	hides(t, good.out+good.errs+again.out+again.errs, code)
	shows(t, d.does("doctor").out, "ok       connection ", " 0 failed, ")
}

// TestConnectNeedsAPublicAddress says so with the flag to set.
func TestConnectNeedsAPublicAddress(t *testing.T) {
	t.Parallel()
	p := run(t, "serve", "--listen", "127.0.0.1:0", "--json", "--zoho-client-id", "1000.X", "--zoho-client-secret", "y")
	line := p.readyLine()
	env := []string{"RINGBOOK_SERVER=" + line["url"], "RINGBOOK_KEY=" + line["adminKey"]}
	made := says(t, env, "", "projects", "create", "Acme", "--time-zone", "Europe/Berlin").want(t, 0)
	env = append(env, "RINGBOOK_PROJECT="+strings.TrimSpace(made.out))
	s := says(t, env, "", "connect").want(t, 1)
	shows(t, s.errs, "--public-url", "self client")
	p.stops(syscall.SIGTERM)
}

// TestOperatingNamesTheScopes that a self client has to be asked for.
func TestOperatingNamesTheScopes(t *testing.T) {
	for _, scope := range crm.Scopes() {
		shows(t, page(t, "../../docs/operating.md"), scope.Name)
	}
}
