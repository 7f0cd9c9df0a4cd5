package zohosim

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

func (c *controlCall) grant() (any, error) {
	var in struct {
		ClientID    string    `json:"clientId"`
		Scopes      scopeList `json:"scopes"`
		UserID      string    `json:"userId"`
		RedirectURI string    `json:"redirectUri"`
		Environment string    `json:"environment"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	return c.sim.Grant(GrantRequest{
		ClientID: in.ClientID, Scopes: in.Scopes, UserID: in.UserID, RedirectURI: in.RedirectURI, Environment: in.Environment,
	})
}

func (c *controlCall) expireTokens() (any, error) {
	c.world.authority.ExpireAll()
	return done()
}

// revokeTokens withdraws the consents that fit all that is named.
func (c *controlCall) revokeTokens() (any, error) {
	var in struct {
		ClientID string `json:"clientId"`
		UserID   string `json:"userId"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	c.world.authority.Withdraw(func(given oauth.Consent) bool {
		return (in.ClientID == "" || in.ClientID == given.ClientID) && (in.UserID == "" || in.UserID == given.UserID)
	})
	return done()
}

// scopeList is an array of scopes, or one string with commas or spaces as in
// an authorization link.
type scopeList []string

func (l *scopeList) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*l = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		return errors.New("scopes must be an array of strings or one string")
	}
	*l = all
	return nil
}
