package doctor

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

func (e *exam) enabled(context.Context) finding {
	if e.project.CRMEnabled {
		return ok("the CRM is switched on")
	}
	return failed(fmt.Sprintf("an administrator switches it on again: `ringbook projects update %s --crm on`, or AdminService.UpdateProject with crmEnabled", e.projectID),
		"the CRM of this project is switched off, so nothing reaches Zoho and agents are told that it is not connected")
}

func (e *exam) connected(context.Context) finding {
	switch {
	case e.connection.State == connection.NotConnected:
		return failed(orElse(e.connection.Remedy, connection.Connect), "%s", orElse(e.connection.LastError, "the project is not connected to Zoho"))
	case e.connection.OwnApplication:
		return ok("granted to the project's own application")
	}
	return ok("granted to the server's application")
}

const activate = "activate the user who granted the access in Zoho, or let another one connect the project; and publish"

// token makes the first call, which shows whether Zoho accepts the access token.
// What Zoho lets the token see or not is another matter.
func (e *exam) token(ctx context.Context) finding {
	e.asked = e.Now()
	user, active, err := e.CRM.CurrentUser(ctx, e.projectID)
	e.answered = e.Now()
	if heard, deaf := e.CRM.Heard(ctx, e.projectID); deaf == nil {
		e.theirs = heard.Date
	}
	if err != nil && !fault.Is(err, fault.Denied) {
		return e.unread(ctx, err)
	}
	if err == nil && !active {
		e.inactive = true
		return failed(activate, "Zoho answers nothing to it: the user who granted the access is not active there")
	}
	e.user = user
	e.read(ctx)
	now, err := e.Connections.Status(ctx, e.projectID)
	if err != nil {
		return e.unread(ctx, err)
	}
	return ok("Zoho accepts it; it is valid until %s and renewed before", at(now.AccessExpiry))
}

// freshEnough is how long an access token must last for its refresh not to be
// tried. Zoho grants ten refreshes in ten minutes (zoho-crm-api §1.4).
const freshEnough = 10 * time.Minute

// tokenLife is how long an access token lives (zoho-crm-api §1.4).
const tokenLife = time.Hour

// refresh tells whether the grant still gives access tokens. Where the first
// call has just got one, or has just been refused one, that is the answer.
func (e *exam) refresh(ctx context.Context) finding {
	now, err := e.Connections.Status(ctx, e.projectID)
	switch {
	case err != nil:
		return e.unread(ctx, err)
	case now.State == connection.Revoked:
		return failed(orElse(now.Remedy, connection.ConnectAgain), "%s", orElse(now.LastError, "Zoho no longer accepts the grant"))
	case now.AccessExpiry.After(e.connection.AccessExpiry):
		return ok("the grant gave a new access token just now")
	case now.AccessExpiry.Sub(e.Now()) > freshEnough:
		return ok("last proven at %s, when it gave the access token", at(now.AccessExpiry.Add(-tokenLife)))
	}
	if err := e.CRM.Renew(ctx, e.projectID); err != nil {
		return e.unread(ctx, err)
	}
	return ok("the grant gave a new access token just now")
}

// region compares what the settings say with where the grant is.
func (e *exam) region(context.Context) finding {
	set, granted := e.settings.Connection.Region, e.connection.Region
	if set != granted {
		return failed(fmt.Sprintf("set zoho_region to %s and publish, or connect to an organisation in %s", granted, set),
			"zoho_region says %s, but the grant is of the data centre %s", set, granted)
	}
	if at, known := dataCenter(e.connection.APIDomain); known && at != granted {
		return failed(connection.ConnectAgain, "the grant is of the data centre %s, but its calls go to the one in %s", granted, at)
	}
	return ok("%s", granted)
}

// dataCenter is the region of an API host; unknown for a stand-in.
func dataCenter(apiDomain string) (region string, known bool) {
	u, err := url.Parse(apiDomain)
	if err != nil {
		return "", false
	}
	center, known := config.DataCenterByAPIHost(u.Hostname())
	return center.Region, known
}

func (e *exam) environment(ctx context.Context) finding {
	org, err := e.live.organisation.wait()
	if err != nil {
		return e.unread(ctx, err)
	}
	set := string(e.settings.Connection.Environment)
	if org.Environment != set {
		return failed(fmt.Sprintf("set zoho_environment to what you mean, and connect again to that environment: it is chosen on Zoho's consent page (now: %s)", org.Environment),
			"zoho_environment says %s, but the organisation is of the kind %s", set, org.Environment)
	}
	return ok("%s", set)
}

// scopes compares what the grant covers with what ringbook needs. Without those
// that only deals need a project works while no deals are written, and without
// optional ones it works less well: a grant of before they came is not broken.
func (e *exam) scopes(context.Context) finding {
	const remedy = "connect again and consent to all the scopes that ringbook asks for"
	if e.connection.Scopes == "" {
		return skipped("Zoho did not say what the grant covers")
	}
	missing := e.CRM.MissingScopes(e.connection.Scopes)
	var lines []string
	harmless, deals := true, false
	for _, s := range missing {
		lines = append(lines, s.Name+", without which ringbook cannot "+s.For)
		harmless = harmless && (s.Optional || s.ForDeals && !e.settings.AfterCall.Deals.Update)
		deals = deals || s.ForDeals
	}
	lacks := strings.Join(lines, "\n")
	switch {
	case len(missing) == 0:
		return ok("the grant covers all that ringbook needs")
	case harmless && deals:
		return warning(remedy+", before you set zoho_update_pipeline to True", "the grant lacks what deals will need\n%s", lacks)
	case harmless:
		return warning(remedy, "the grant lacks what ringbook would use\n%s", lacks)
	}
	return failed(remedy, "the grant lacks\n%s", lacks)
}

// at is a time of day with its zone; what is looked at is never far.
func at(t time.Time) string { return t.UTC().Format("15:04 UTC") }

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
