package zohosim

import (
	"cmp"
	"maps"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// homeView is the overview: what is there, what was done last, and how to begin.
type homeView struct {
	Origin   string
	ClientID string
	Grants   int
	Access   int
	Modules  []moduleCount
	Credits  usage
	Routes   []routeCost
	Requests []Request
	Channels int
	Faults   []Fault
	Seed     string
}

type moduleCount struct {
	Name          string
	Live, Deleted int
}

type routeCost struct {
	Route   string
	Credits int
}

func (c *pageCall) home() (pageView, error) {
	id, _ := c.sim.Client()
	v := homeView{
		Origin: c.origin, ClientID: id, Modules: c.counts(), Credits: c.world.meter.usage(c.world.allowance()),
		Requests: c.latest(10, func(Request) bool { return true }), Channels: len(c.world.board.Live("")),
		Faults: c.world.faults.list(), Seed: c.sim.seed,
	}
	for _, h := range c.world.authority.Holdings() {
		v.Grants++
		v.Access += len(h.Access)
	}
	for _, route := range slices.Sorted(maps.Keys(v.Credits.ByRoute)) {
		v.Routes = append(v.Routes, routeCost{route, v.Credits.ByRoute[route]})
	}
	slices.SortStableFunc(v.Routes, func(a, b routeCost) int { return cmp.Compare(b.Credits, a.Credits) })
	return pageView{"page-overview", "Overview", v}, nil
}

// tokensView is who may do what: applications, and what was granted to them.
type tokensView struct {
	Origin       string
	Applications []applicationRow
	Grants       []grantRow
}

type applicationRow struct {
	Name, ID, Center string
	Masked           string
	Secret           string // whole for the first application alone, which prints it at the start anyway
	RedirectURIs     []string
}

type grantRow struct {
	oauth.Holding
	User        string
	Application string
}

func (c *pageCall) tokens() (pageView, error) {
	v := tokensView{Origin: c.origin}
	names := map[string]string{}
	for _, app := range c.world.authority.Applications() {
		row := applicationRow{Name: app.Name, ID: app.ID, Center: app.DataCenter, Masked: oauth.Masked(app.Secret), RedirectURIs: app.RedirectURIs}
		if app.ID == c.sim.first.ID {
			row.Name, row.Secret = cmp.Or(app.Name, "First application"), app.Secret
		}
		names[app.ID] = cmp.Or(row.Name, app.ID)
		v.Applications = append(v.Applications, row)
	}
	for _, h := range c.world.authority.Holdings() {
		u, _ := c.world.directory().user(h.Consent.UserID)
		v.Grants = append(v.Grants, grantRow{h, u.fullName(), names[h.Consent.ClientID]})
	}
	slices.Reverse(v.Grants)
	return pageView{"page-tokens", "Tokens", v}, nil
}

// noticesView is the channels that are open and what was sent to them.
type noticesView struct {
	Origin string
	Notifications
}

func (c *pageCall) notices() (pageView, error) {
	n := c.world.notifications()
	slices.Reverse(n.Deliveries)
	n.Deliveries = n.Deliveries[:min(len(n.Deliveries), 200)]
	return pageView{"page-notifications", "Notifications", noticesView{c.origin, n}}, nil
}
