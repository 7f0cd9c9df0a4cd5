package connection

import (
	"cmp"
	"errors"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
)

// Connect is what a builder does about a project that was never connected, and
// ConnectAgain what they do about a grant that is dead.
const (
	Connect      = "authorize: open the authorization link, which ringbook connect prints, and consent, or put a code in zoho_oauth_code and publish within three minutes"
	ConnectAgain = "authorize again: open the authorization link, which ringbook connect prints, and consent, or put a new code in zoho_oauth_code and publish within three minutes"
)

const (
	newCode       = "authorize again in Zoho, put the new code in zoho_oauth_code and publish within three minutes"
	revokedText   = "Zoho no longer accepts the connection"
	disconnecting = "the project is being disconnected from Zoho CRM"
)

func neverConnected(cause error) error {
	return fault.Wrap(fault.NotConnected, cause, "this project is not connected to Zoho CRM yet").
		WithRemedy("%s", Connect)
}

// unopened words that a stored token or secret cannot be opened. It stays our own
// fault, whatever it says to those who can mend it.
func unopened(cause error) error {
	missing, is := errors.AsType[*vault.UnknownKeyError](cause)
	if !is {
		return cause
	}
	return fault.Wrap(fault.Internal, cause, "the tokens of this project cannot be opened: the sealing key with the id %q is not configured", missing.ID).
		WithRemedy("put the key file back that has this key, or connect the project anew")
}

func revoked(why, remedy string) error {
	return fault.New(fault.NotConnected, "%s", cmp.Or(why, revokedText)).WithRemedy("%s", cmp.Or(remedy, ConnectAgain))
}

func connectedAnew() error {
	return fault.New(fault.Conflict, "the project has been connected anew meanwhile")
}

func noPublicAddress() error {
	return fault.New(fault.Refused, "the server does not know its public address, so Zoho could send nobody back to it").
		WithRemedy("start the server with --public-url, or make a code with a self client in Zoho's API console and put it in zoho_oauth_code")
}

func noApplication() error {
	return fault.New(fault.Refused, "there is no Zoho application to connect with").
		WithRemedy("set zoho_client_id and zoho_client_secret to those of your application in Zoho's API console, or start the server with --zoho-client-id and --zoho-client-secret")
}

func noSecret() error {
	return &fault.Error{Kind: fault.Refused, Field: "zoho_client_secret", Text: "there is no client secret for the application that zoho_client_id names",
		Remedy: "set zoho_client_secret to the one in Zoho's API console"}
}

// What is wrong with a redirect.

func foreignState() error {
	return fault.New(fault.Denied, "this link was not made by this server, or it was changed on the way").
		WithRemedy("ask for a new authorization link and open it")
}

func lateState() error {
	return fault.New(fault.Refused, "the authorization link is older than ten minutes").
		WithRemedy("ask for a new authorization link and open it")
}

func usedLink(at time.Time) error {
	return fault.New(fault.Refused, "the authorization link was used before, at %s", clock(at)).
		WithRemedy("ask for a new authorization link and open it")
}

// What Zoho's redirect says where there is no code.
const (
	accessDenied = "access_denied"
	invalidScope = "invalid_scope"
)

func declined(word string) *fault.Error {
	const again = "ask for a new authorization link and open it"
	switch word {
	case accessDenied:
		return fault.New(fault.Refused, "access was refused on Zoho's consent page").WithRemedy("%s; accept what is asked for there", again)
	case invalidScope:
		return fault.New(fault.Refused, "Zoho does not grant what was asked for").
			WithRemedy("sign in with a user who may use the CRM's API, such as an administrator, and open a new authorization link")
	case "":
		return fault.New(fault.Invalid, "Zoho sent no authorization code").WithRemedy("%s", again)
	}
	return fault.New(fault.Refused, "Zoho ended the authorization without a code").WithRemedy("%s", again)
}

func otherApplication() error {
	return fault.New(fault.Refused, "zoho_client_id was changed after the authorization link had been made").
		WithRemedy("ask for a new authorization link and open it")
}

func unlearned(cause error, region string) error {
	return fault.Wrap(fault.KindOf(cause), cause, "the project is connected, but the draft could not be changed").
		WithRemedy("set zoho_region to %s and publish", region)
}

// What is wrong with a code.

func spent(kind fault.Kind, cause error, text string, args ...any) *fault.Error {
	return fault.Wrap(kind, errors.Join(ErrSpent, cause), text, args...)
}

func reused(at time.Time) error {
	return spent(fault.Refused, nil, "the authorization code was used before, at %s", clock(at)).
		WithRemedy("a code works once: %s. To go on with the connection that is there, publish again", newCode)
}

func handedOver(at time.Time) error {
	return spent(fault.Refused, nil, "the authorization code was handed to Zoho at %s and the answer never arrived", clock(at)).WithRemedy("%s", newCode)
}

func underWay() error {
	return &fault.Error{Kind: fault.Conflict, Text: "this authorization code is being exchanged at this moment", RetryAfter: exchangeLimit,
		Remedy: "wait half a minute and look whether the project is connected"}
}

func unanswered(cause *Refusal) error {
	return spent(fault.Uncertain, cause, "the authorization code was handed to Zoho and no answer came").WithRemedy("%s", newCode)
}

func disconnectedMeanwhile() error {
	return spent(fault.Conflict, nil, "the project was disconnected while the authorization code was being exchanged, and stays so").
		WithRemedy("to connect it all the same, %s", newCode)
}

func noOfflineAccess() error {
	return spent(fault.Refused, nil, "Zoho granted access for an hour only, without a refresh token").
		WithRemedy("authorize again with access_type=offline and prompt=consent, as the authorization link does, or with a self client's code")
}

func clientElsewhere(cause *Refusal, region, knownIn string) error {
	return fault.Wrap(fault.Refused, cause, "Zoho's data centre %q does not know the client id, but %q does; the code is good in neither", region, knownIn).
		WithRemedy("set zoho_region to %s; then %s", knownIn, newCode)
}

// word says why the authority did not take a code.
func (h handover) word(r *Refusal) error {
	remedy := newCode
	if h.redirectURL != "" {
		remedy = "ask for a new authorization link and open it"
	}
	switch r.Reason {
	case BadGrant:
		return h.worthless(r, remedy)
	case UnknownClient:
		return fault.Wrap(fault.Refused, r, "Zoho's data centre %q does not know the client id: it is wrong, or registered in another data centre", h.app.Region).
			WithRemedy("compare zoho_client_id with Zoho's API console, or enable the application for all data centres there; then %s", remedy)
	case WrongSecret:
		return fault.Wrap(fault.Refused, r, "Zoho does not accept the client secret").
			WithRemedy("copy the client secret from Zoho's API console to zoho_client_secret and publish again; where more than three minutes have passed, authorize again")
	case WrongRedirect:
		return spent(fault.Refused, r, "the authorization code was made for another redirect address").
			WithRemedy("register %s with the application in Zoho's API console and use the authorization link, or use a self client's code",
				cmp.Or(h.RedirectURL, "this server's callback address"))
	case Throttled:
		return &fault.Error{Kind: fault.Unavailable, Text: "Zoho was asked too often and answers nobody for a while", RetryAfter: r.RetryAfter, Cause: r,
			Remedy: "wait " + minutes(r.RetryAfter) + " without trying; then " + remedy}
	case Unheard:
		return &fault.Error{Kind: fault.Unavailable, Text: "Zoho's accounts server cannot be reached", Cause: r, Remedy: "try again in a moment"}
	case Foreign:
		return spent(fault.Refused, r, "the token endpoint named an API host that does not belong to the data centre %q", h.app.Region).WithRemedy("%s", remedy)
	}
	return fault.Wrap(fault.Refused, r, "Zoho refused the authorization code").WithRemedy("%s", remedy)
}

func (h handover) worthless(r *Refusal, remedy string) error {
	if h.stale() {
		return spent(fault.Refused, r, "the authorization code is too old: it was set at %s, and Zoho takes it for three minutes only", clock(h.setAt)).
			WithRemedy("%s", remedy)
	}
	return spent(fault.Refused, r, "Zoho does not accept the authorization code: it was used before elsewhere, is older than three minutes, or was made for another client id").
		WithRemedy("%s", remedy)
}

// What is wrong with a grant.

// What a disagreement is told of.
const (
	theCode       = "the authorization code"
	theConnection = "the connection"
)

// disagreement is what a grant is not that the settings ask for, or nil.
func disagreement(of string, c Connection, app Application) error {
	for _, d := range []struct{ what, attribute, is, asked, otherwise string }{
		{"data centre", "zoho_region", c.Region, app.Region, "sign in there"},
		{"environment", "zoho_environment", cmp.Or(c.Environment, production), cmp.Or(app.Environment, production), "choose it on the consent page"},
	} {
		if d.is != d.asked {
			f := fault.Wrap(fault.Refused, ErrSpent, "%s belongs to the %s %q, but %s says %q", of, d.what, d.is, d.attribute, d.asked).
				WithRemedy("set %s to %s and publish again, no new code is needed; or, where %s is meant, authorize again and %s",
					d.attribute, d.is, d.asked, d.otherwise)
			f.Field = d.attribute
			return f
		}
	}
	return nil
}

// waits tells of a grant that is aside.
func waits(c Sealed) *fault.Error {
	return fault.New(fault.NotConnected, "access was granted for the data centre %q and the environment %q, which are not those of the settings", c.Region, c.Environment).
		WithRemedy("set zoho_region to %s and zoho_environment to %s and publish, no new consent is needed; or authorize again where the settings say", c.Region, c.Environment)
}

func clientChanged() error {
	return &fault.Error{Kind: fault.Refused, Field: "zoho_client_id", Text: "the connection was made with another Zoho application than zoho_client_id names",
		Remedy: "authorize again with the new application, or put the former client id back"}
}

// refreshRefused is what a person has to mend before a grant works again; nil
// where waiting does.
func refreshRefused(r *Refusal) *fault.Error {
	switch r.Reason {
	case BadGrant:
		return fault.New(fault.NotConnected, "%s", revokedText).WithRemedy("%s", ConnectAgain)
	case UnknownClient:
		return fault.New(fault.NotConnected, "Zoho no longer knows the application that the connection was made with").
			WithRemedy("look for the client id in Zoho's API console; where it was deleted, register another, set zoho_client_id and zoho_client_secret and authorize again")
	case WrongSecret:
		return fault.New(fault.NotConnected, "Zoho no longer accepts the client secret").
			WithRemedy("copy the client secret from Zoho's API console to zoho_client_secret and publish again")
	}
	return nil
}

// byHand is what is left to do where a grant was not revoked at Zoho.
func byHand(err error, region string) string {
	if err == nil {
		return ""
	}
	why := "Zoho did not confirm that the grant is revoked"
	if fault.Is(err, fault.NotConnected) {
		why = "the CRM is switched off, so Zoho was not told"
	}
	center, _ := config.DataCenterByRegion(region)
	return why + "; the tokens are forgotten here. To revoke the grant by hand, remove the application under Connected Apps in your Zoho account (" +
		cmp.Or(center.AccountsHost, "accounts.zoho.com") + ")"
}

// clock is a time as it is told to people who may be anywhere.
func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC on 2 January 2006") }

func minutes(d time.Duration) string {
	if d <= time.Minute {
		return "a minute"
	}
	return d.Round(time.Minute).String()
}
