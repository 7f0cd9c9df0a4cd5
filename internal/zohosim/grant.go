package zohosim

import (
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// GrantRequest says what a user consents to. Empty Scopes grant everything; an
// empty UserID is the API user; an empty RedirectURI makes a self-client code; an
// empty ClientID is the first application; an empty Environment is "production",
// the others are "sandbox" and "developer".
type GrantRequest struct {
	ClientID    string
	Scopes      []string
	UserID      string
	RedirectURI string
	Environment string
}

// Granted is a consent ready to use: a code that is good for three minutes and
// once (zoho-crm-api §1.4), and tokens of their own.
type Granted struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	RedirectURI  string `json:"redirectUri"`
	Environment  string `json:"environment"`
	Code         string `json:"code"`
	RefreshToken string `json:"refreshToken"`
	AccessToken  string `json:"accessToken"`
}

// Grant lets a user consent without a browser.
func (s *Sim) Grant(r GrantRequest) (Granted, error) {
	w := s.world.Load()
	if r.ClientID == "" {
		r.ClientID = s.first.ID
	}
	app, known := w.authority.Application("", r.ClientID)
	if !known {
		return Granted{}, noClient(r.ClientID)
	}
	userID, err := w.consenting(r.UserID)
	if err != nil {
		return Granted{}, err
	}
	environment, err := environmentNamed(r.Environment)
	if err != nil {
		return Granted{}, err
	}
	consent := oauth.Consent{ClientID: app.ID, UserID: userID, Scopes: r.Scopes, RedirectURI: r.RedirectURI, Environment: environment}
	tokens := w.authority.Grant(consent)
	return Granted{
		ClientID: app.ID, ClientSecret: app.Secret, RedirectURI: r.RedirectURI, Environment: environment,
		Code: w.authority.NewCode(consent), RefreshToken: tokens.RefreshToken, AccessToken: tokens.AccessToken,
	}, nil
}

// consenting is the user who consents; the API user where none is named.
func (w *world) consenting(userID string) (string, error) {
	if userID == "" {
		userID = w.directory().apiUser().ID
	}
	u, known := w.directory().user(userID)
	if !known {
		return "", fmt.Errorf("zohosim: no user %s", userID)
	}
	if !u.active() {
		return "", fmt.Errorf("zohosim: user %s is %s", userID, u.Status)
	}
	return userID, nil
}

// environmentNamed checks an environment's name; production where none is given.
func environmentNamed(name string) (string, error) {
	if name == "" {
		return oauth.Production, nil
	}
	if !slices.Contains(environments(), name) {
		return "", fmt.Errorf("zohosim: environment is %q, must be one of %v", name, environments())
	}
	return name, nil
}
