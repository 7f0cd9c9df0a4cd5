package zohosim

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// authorization is a request for consent that was checked (zoho-crm-api §1.1).
type authorization struct {
	app         oauth.Application
	redirectURI string
	scopes      []string
	state       string
	offline     bool // a refresh token is asked for
	prompted    bool // prompt=consent: a new one even where there is one
}

// misdirection is a request for consent that cannot be answered to its sender,
// because the client or the redirect address is not to be trusted. It is shown
// to the person and never redirects (RFC 6749 §4.1.2.1).
type misdirection struct{ code, text string }

func (m misdirection) Error() string { return m.code + ": " + m.text }

// denial is a request for consent that is answered to its sender as an error.
type denial string

// authorization checks a request that reached a data centre. What is wrong with
// client or redirect address comes first, since only a sender that is known can
// be told the rest.
func (w *world) authorization(at place, q url.Values) (authorization, denial, error) {
	a := authorization{
		redirectURI: q.Get("redirect_uri"), state: q.Get("state"),
		offline: q.Get("access_type") == "offline", prompted: q.Get("prompt") == "consent",
	}
	var err error
	if a.app, err = w.applicant(at, q.Get("client_id")); err != nil {
		return a, "", err
	}
	if !mayRedirect(a.app, a.redirectURI) {
		return a, "", misdirection{"invalid_redirect_uri", "The address to which the answer is to go is not one that the application has registered."}
	}
	if q.Get("response_type") != "code" {
		return a, "unsupported_response_type", nil
	}
	if access := q.Get("access_type"); access != "" && access != "online" && access != "offline" {
		return a, "invalid_request", nil
	}
	var known bool
	if a.scopes, known = askedScopes(q.Get("scope")); !known {
		return a, "invalid_scope", nil
	}
	return a, "", nil
}

// applicant is the application that asks. It must be known both to the data
// centre that is asked and to that of the organisation, to which a person is led
// when they sign in (zoho-crm-api §1.1, §1.2).
func (w *world) applicant(at place, clientID string) (oauth.Application, error) {
	unknown := misdirection{"invalid_client", "There is no application with this client id in this data centre."}
	if _, known := w.authority.Application(at.location, clientID); !known {
		return oauth.Application{}, unknown
	}
	if !at.isZoho() {
		app, _ := w.authority.Application("", clientID)
		return app, nil
	}
	app, known := w.authority.Application(w.rules.Load().DataCenter, clientID)
	if !known {
		return app, misdirection{"invalid_client", "The application is not enabled in the data centre of your organisation."}
	}
	return app, nil
}

func mayRedirect(app oauth.Application, address string) bool {
	if len(app.RedirectURIs) == 0 {
		return isRedirectURI(address)
	}
	return slices.Contains(app.RedirectURIs, address)
}

// askedScopes reads the list, which Zoho separates by commas; false where one is
// unknown or none is asked for.
func askedScopes(list string) ([]string, bool) {
	scopes := strings.Split(list, ",")
	for i := range scopes {
		scopes[i] = strings.TrimSpace(scopes[i])
		if !oauth.KnownScope(scopes[i]) {
			return nil, false
		}
	}
	return scopes, true
}

// decision is what a person makes of a request.
type decision struct {
	accepted    bool
	userID      string
	environment string
}

// decide answers the address to which the person's browser goes next: with a
// code, or with access_denied (zoho-crm-api §1.1, §1.3).
func (w *world) decide(a authorization, d decision, accountsServer string) (string, error) {
	if !d.accepted {
		return a.refused("access_denied"), nil
	}
	userID, err := w.consenting(d.userID)
	if err != nil {
		return "", err
	}
	environment, err := environmentNamed(d.environment)
	if err != nil {
		return "", err
	}
	code := w.authority.NewCode(oauth.Consent{
		ClientID: a.app.ID, UserID: userID, Scopes: a.scopes, RedirectURI: a.redirectURI,
		Environment: environment, Online: !a.offline, Unprompted: !a.prompted,
	})
	return a.back(url.Values{"code": {code}, "location": {w.rules.Load().DataCenter}, "accounts-server": {accountsServer}}), nil
}

// refused is the address that tells the application an error.
func (a authorization) refused(code denial) string {
	return a.back(url.Values{"error": {string(code)}})
}

// back adds an answer, and the state if there was one, to the redirect address;
// what its query holds already stays (RFC 6749 §3.1.2).
func (a authorization) back(answer url.Values) string {
	u, err := url.Parse(a.redirectURI)
	if err != nil {
		return a.redirectURI // was parsed when it was checked
	}
	if a.state != "" {
		answer.Set("state", a.state)
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += answer.Encode()
	return u.String()
}

// accountsServer is where a code is to be exchanged: the account server of the
// organisation's data centre, or for a person who came by a host that is none of
// Zoho's the origin they reached, so that nobody is sent to the real Zoho.
func (w *world) accountsServer(at place, own string) string {
	if !at.isZoho() {
		return own
	}
	return "https://" + dataCenterOf(w.rules.Load().DataCenter).accounts
}

// authorize is GET and POST /oauth/v2/auth: the consent page, and what its
// buttons send. Both carry the same parameters.
func (v *visit) authorize() reply {
	a, denied, err := v.world.authorization(v.place, v.parameters())
	switch {
	case err != nil:
		return errorPage(err)
	case denied != "":
		return seeOther(a.refused(denied))
	case v.r.Method == http.MethodPost:
		return v.decided(a)
	default:
		return v.consentPage(a)
	}
}

func (v *visit) decided(a authorization) reply {
	d := decision{accepted: v.form("decision") == "accept", userID: v.form("user"), environment: v.form("environment")}
	to, err := v.world.decide(a, d, v.world.accountsServer(v.place, origin(v.r)))
	if err != nil {
		return errorPage(err)
	}
	v.applied = d.accepted
	return seeOther(to)
}

// seeOther leads a browser on; nothing may remember a code.
func seeOther(address string) reply {
	return reply{status: http.StatusFound, header: map[string]string{"Location": address, "Cache-Control": "no-store"}}
}
