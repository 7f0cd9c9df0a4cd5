package zohosim_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
)

// asked are the parameters of an authorization request by the first
// application, with changes as pairs; an empty value takes a parameter away.
func (r *rig) asked(changes ...string) url.Values {
	id, _ := r.sim.Client()
	q := form("response_type", "code", "client_id", id, "redirect_uri", callback, "state", "st&te=1",
		"scope", "ZohoCRM.modules.ALL,ZohoCRM.users.READ", "access_type", "offline", "prompt", "consent")
	for i := 0; i < len(changes); i += 2 {
		if changes[i+1] == "" {
			q.Del(changes[i])
		} else {
			q.Set(changes[i], changes[i+1])
		}
	}
	return q
}

// browse makes a request and does not follow where it leads.
func (r *rig) browse(method, path, body string) answer {
	r.t.Helper()
	req, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Host = r.host
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := exchange(client, req)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// open shows the consent page and press sends its form as a browser would:
// hidden fields as they stand on the page, with the choices given as pairs.
func (r *rig) open(q url.Values) answer { return r.browse("GET", "/oauth/v2/auth?"+q.Encode(), "") }

func (r *rig) press(page answer, choices ...string) url.Values {
	r.t.Helper()
	fields := form(choices...)
	for _, field := range hiddenField.FindAllStringSubmatch(page.raw, -1) {
		fields.Set(html.UnescapeString(field[1]), html.UnescapeString(field[2]))
	}
	a := r.browse("POST", "/oauth/v2/auth", fields.Encode())
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != 302 {
		r.t.Fatalf("pressed %v: status %d, leads to %q; %s", choices, a.status, a.header.Get("Location"), a.raw)
	}
	if got := to.Scheme + "://" + to.Host + to.Path; got != callback {
		r.t.Fatalf("leads to %s", got)
	}
	return to.Query()
}

// exchanged posts a code that a consent led back with.
func (r *rig) exchanged(code string) answer {
	id, secret := r.sim.Client()
	return r.tokenCall(form("grant_type", "authorization_code", "client_id", id, "client_secret", secret, "redirect_uri", callback, "code", code))
}
