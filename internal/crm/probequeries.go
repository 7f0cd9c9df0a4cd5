package crm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// queryProbes read records and settings.
func (p *probing) queryProbes() []probe {
	contacts, events := moduleScopes("contacts", "READ"), moduleScopes("events", "READ")
	return []probe{
		{"coql-max-rows", "How many rows does one COQL call give?", contacts, p.coqlMaxRows},
		{"coql-event-cancelled", "Does COQL know which events are cancelled?", events, p.coqlCancelled},
		{"coql-lookup-names", "Does COQL answer the names of lookups?", contacts, p.coqlLookupNames},
		{"unknown-id-status", "What is the answer to reading a record that does not exist?", append(contacts, "ZohoCRM.users.READ"), p.unknownID},
		{"user-time-zone", "In whose time zone does Zoho answer?", append(contacts, "ZohoCRM.users.READ", "ZohoCRM.org.READ"), p.userTimeZone},
		{"edition-and-credits", "Which edition is it, and what does it say of its credits?", []string{"ZohoCRM.org.READ"}, p.edition},
	}
}

// coqlMaxRows asks for 2,000 rows, of which sources speak as well as of 200
// (zoho-crm-api §3.3). The first call shows that the query itself is taken.
func (p *probing) coqlMaxRows(ctx context.Context) (doctor.Answer, error) {
	contacts := coql.Select("id").From("Contacts").Where(coql.NotNull("id")).OrderBy("id")
	if _, err := p.page(ctx, contacts, 200); err != nil {
		return doctor.Answer{}, err
	}
	const ours = "ringbook asks for 200 at a time, for one credit"
	_, err := p.page(ctx, contacts, 2000)
	if err == nil {
		return told("2000", ours), nil
	}
	if turnedDown(err) != nil {
		_, err = p.page(ctx, contacts, 1000)
	}
	switch refused := turnedDown(err); {
	case refused != nil:
		return told("200", "1,000 are refused (%s); %s", reason(refused), ours), nil
	case err != nil:
		return doctor.Answer{}, err
	}
	return told("1000", "2,000 are refused; %s", ours), nil
}

// coqlCancelled selects $event_cancelled, and then filters by it.
func (p *probing) coqlCancelled(ctx context.Context) (doctor.Answer, error) {
	const cancelled = "$event_cancelled"
	every := coql.NotNull("id")
	if _, err := p.some(ctx, "Events", every, 1, "id"); err != nil {
		return doctor.Answer{}, err
	}
	rows, err := p.some(ctx, "Events", every, 1, "id", cancelled)
	if refused := turnedDown(err); refused != nil {
		return told("refused", "%s; what is cancelled is seen by reading events one by one", reason(refused)), nil
	}
	if err != nil {
		return doctor.Answer{}, err
	}
	if len(rows) > 0 {
		if _, answered := rows[0][cancelled]; !answered {
			return told("ignored", "%s may be selected, but is not answered", cancelled), nil
		}
	}
	_, err = p.some(ctx, "Events", coql.Eq(cancelled, true), 1, "id")
	switch refused := turnedDown(err); {
	case refused != nil:
		return told("select", "%s may be selected, but not be a condition (%s)", cancelled, reason(refused)), nil
	case err != nil:
		return doctor.Answer{}, err
	}
	return told("select and filter", "%s may be selected, and be a condition", cancelled), nil
}

// coqlLookupNames looks at an owner, whom every record has.
func (p *probing) coqlLookupNames(ctx context.Context) (doctor.Answer, error) {
	rows, err := p.some(ctx, "Contacts", coql.NotNull("Owner"), 1, "id", "Owner")
	if err != nil {
		return doctor.Answer{}, err
	}
	if len(rows) == 0 {
		return untold("there is no contact to look at"), nil
	}
	owner, isObject := rows[0]["Owner"].(map[string]any)
	switch {
	case !isObject:
		return told("id alone", "an owner is not answered as an object"), nil
	case text(owner["name"]) == "":
		return told("id alone", "an owner is answered without a name"), nil
	}
	return told("id and name", "an owner is answered with a name"), nil
}

// unknownID reads a contact by an id in the organisation's own range that is
// too low to be a record's.
func (p *probing) unknownID(ctx context.Context) (doctor.Answer, error) {
	u, err := p.currentUser(ctx)
	if err != nil {
		return doctor.Answer{}, err
	}
	const low = "000000000001"
	if len(u.ID) <= len(low) {
		return untold("the organisation's ids have another form"), nil
	}
	_, err = p.get(ctx, "Contacts", u.ID[:len(u.ID)-len(low)]+low, "id")
	e, failed := errors.AsType[*zoho.Error](err)
	switch {
	case failed && e.Status == http.StatusNoContent:
		return told("204", "an empty answer"), nil
	case failed && (zoho.IsNotFound(err) || turnedDown(err) != nil):
		return told(fmt.Sprint(e.Status), "%s", string(e.Code)), nil
	case err != nil:
		return doctor.Answer{}, err
	}
	return untold("there is such a record"), nil
}

// userTimeZone compares the offset of an answer with those of the user and of
// the organisation at that instant.
func (p *probing) userTimeZone(ctx context.Context) (doctor.Answer, error) {
	u, err := p.currentUser(ctx)
	if err != nil {
		return doctor.Answer{}, err
	}
	p.spend(1)
	org, err := p.client.Org(ctx)
	if err != nil {
		return doctor.Answer{}, err
	}
	rows, err := p.some(ctx, "Contacts", coql.NotNull("id"), 1, "id", "Modified_Time")
	if err != nil {
		return doctor.Answer{}, err
	}
	if len(rows) == 0 {
		return untold("there is no contact to look at"), nil
	}
	at, err := zoho.ParseDateTime(text(rows[0]["Modified_Time"]))
	if err != nil {
		return untold("a contact's Modified_Time is not a date-time"), nil
	}
	return zoneOf(at, u.TimeZone, org.TimeZone), nil
}

func zoneOf(at zoho.DateTime, user, org string) doctor.Answer {
	usual := offsetIn(at, user)
	switch _, offset := at.Zone(); {
	case usual == offset && offsetIn(at, org) == offset:
		return told("the user's", "%s, whose offset is the organisation's too", user)
	case usual == offset:
		return told("the user's", "%s; the organisation is in %s", user, org)
	case offsetIn(at, org) == offset:
		return told("the organisation's", "%s; the user is in %s", org, user)
	}
	return told("another", "neither %s, the user's, nor %s, the organisation's", user, org)
}

// offsetIn is what a clock in a zone is ahead of UTC at an instant, in seconds;
// -1 for a zone that is not known.
func offsetIn(at zoho.DateTime, zone string) int {
	where, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return -1
	}
	_, offset := at.In(where).Zone()
	return offset
}

func (p *probing) edition(ctx context.Context) (doctor.Answer, error) {
	p.spend(1)
	org, err := p.client.Org(ctx)
	if err != nil {
		return doctor.Answer{}, err
	}
	credits := "it says nothing of its credits, so less than half of them are used"
	if heard := p.client.Heard(); heard.CreditsTold {
		credits = fmt.Sprintf("%d API credits are left", heard.Credits)
	}
	return told(cmp.Or(strings.ToLower(org.License.PaidType), "not said"), "%d licences; %s", org.License.Users, credits), nil
}
