package zohosim

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// ConsentRequest is a person before the consent page.
type ConsentRequest struct {
	// URL is the authorization URL as the application gave it out, under the
	// simulator's own address or under one of Zoho's account servers.
	URL string
	// Reject presses the other button.
	Reject bool
	// UserID is who signs in; the API user when empty.
	UserID string
	// Environment is "production" (when empty), "sandbox" or "developer".
	Environment string
}

// Consent plays the person who opens an authorization URL and answers the
// address to which their browser is sent, without following it. What the page
// would show as an error is one here (zoho-crm-api §1.1).
func (s *Sim) Consent(r ConsentRequest) (redirectURL string, err error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return "", errors.New("zohosim: the authorization URL must be absolute")
	}
	at := placeOf(u.Host)
	if u.Path != authorizationPath || !at.isAccounts() {
		return "", fmt.Errorf("zohosim: %s%s is no consent page; that is %s of an account server", u.Host, u.Path, authorizationPath)
	}
	w := s.world.Load()
	a, denied, err := w.authorization(at, u.Query())
	if err != nil {
		return "", fmt.Errorf("zohosim: %w", err)
	}
	if denied != "" {
		return a.refused(denied), nil
	}
	d := decision{accepted: !r.Reject, userID: r.UserID, environment: r.Environment}
	return w.decide(a, d, w.accountsServer(at, u.Scheme+"://"+u.Host))
}

const authorizationPath = "/oauth/v2/auth"

// consentCall is the request of the control route; accept is true when absent.
type consentCall struct {
	URL         string `json:"url"`
	Accept      *bool  `json:"accept"`
	UserID      string `json:"userId"`
	Environment string `json:"environment"`
}

func (c *controlCall) consent() (any, error) {
	var in consentCall
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	return c.consented(in)
}

// consentByQuery is consent for whoever has but an address bar.
func (c *controlCall) consentByQuery() (any, error) {
	in := consentCall{URL: c.query.Get("url"), UserID: c.query.Get("userId"), Environment: c.query.Get("environment")}
	if text := c.query.Get("accept"); text != "" {
		accept, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("accept must be true or false")
		}
		in.Accept = &accept
	}
	return c.consented(in)
}

func (c *controlCall) consented(in consentCall) (any, error) {
	to, err := c.sim.Consent(ConsentRequest{
		URL: in.URL, Reject: in.Accept != nil && !*in.Accept, UserID: in.UserID, Environment: in.Environment,
	})
	if err != nil {
		return nil, err
	}
	return envelope{"redirectUrl": to}, nil
}
