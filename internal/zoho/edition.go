package zoho

import "strings"

// Edition is what an organisation has bought of Zoho CRM, as far as the limits
// of the API go with it (zoho-crm-api §6). The zero value is an edition that is
// not known.
type Edition struct {
	// Name is Zoho's, such as "enterprise".
	Name string
	// Credits are those of 24 hours: BaseCredits and CreditsPerUser for each
	// licence, at most MaxCredits; zero there means without limit.
	BaseCredits, CreditsPerUser, MaxCredits int
	// Concurrency is how many calls one application may have in flight.
	Concurrency int
}

// ParseEdition reads what GET /org calls license_details.paid_type. Of the
// bundles Zoho's table names Zoho One (with Enterprise) and CRM Plus (with
// Ultimate); for their smaller forms the numbers of Standard are taken, which
// are the least that is paid for. An unknown name is not an edition.
func ParseEdition(paidType string) (Edition, bool) {
	e := Edition{Name: strings.ToLower(paidType), BaseCredits: 50_000}
	switch e.Name {
	case "free":
		e.BaseCredits, e.MaxCredits, e.Concurrency = freeCredits, freeCredits, 5
	case "standard", "zohoonestandard", "crmplusstarter":
		e.CreditsPerUser, e.MaxCredits, e.Concurrency = 250, 100_000, 10
	case "professional":
		e.CreditsPerUser, e.MaxCredits, e.Concurrency = 500, 3_000_000, 15
	case "enterprise", "zohooneenterprise":
		e.CreditsPerUser, e.MaxCredits, e.Concurrency = 1000, 5_000_000, 20
	case "ultimate", "crmplus":
		e.CreditsPerUser, e.Concurrency = 2000, 25
	default:
		return Edition{}, false
	}
	return e, true
}

// freeCredits are the fewest that any organisation has.
const freeCredits = 5_000

// DailyCredits is how many credits an organisation with so many licences has
// for 24 hours; zero for an unknown edition.
func (e Edition) DailyCredits(licences int) int {
	credits := e.BaseCredits + e.CreditsPerUser*max(licences, 0)
	if e.MaxCredits > 0 {
		credits = min(credits, e.MaxCredits)
	}
	return credits
}

// places is how many calls the client makes at once: one less than Zoho allows,
// since Zoho may still count a call that was given up here.
func (e Edition) places() int { return e.Concurrency - 1 }

// Adopt tells the client, all views of it, which edition its organisation has
// and for how many users. [Client.Org] does so by itself; a program that knows
// it from before says it at the start. Calls in flight go on, and
// [Config.MaxConcurrent] stays the most. An unknown edition changes nothing.
func (c *Client) Adopt(e Edition, licences int) {
	if e.Concurrency == 0 {
		return
	}
	c.limits.purse.adopt(e.DailyCredits(licences))
	places := e.places()
	if c.limits.most > 0 {
		places = min(places, c.limits.most)
	}
	c.limits.gate.resize(places)
}

// adoptFrom adopts the edition that an organisation says it has.
func (c *Client) adoptFrom(o Org) {
	if e, known := ParseEdition(o.License.PaidType); known {
		c.Adopt(e, o.License.Users)
	}
}
