package zoho

// Limits are what Zoho counts together, and what is known of it: the calls in
// flight and the API credits of one application in one organisation
// (zoho-crm-api §6). All views of a client share them, and so should the clients
// of all grants that one application has in one organisation: each alone would
// take as much as all may.
type Limits struct {
	gate  *gate
	purse *purse
	most  int // Config.MaxConcurrent
}

func newLimits(cfg Config) *Limits {
	return &Limits{
		gate:  newGate(orDefault(cfg.MaxConcurrent, DefaultMaxConcurrent)),
		purse: newPurse(cfg),
		most:  cfg.MaxConcurrent,
	}
}

// Limits are those that the client keeps to.
func (c *Client) Limits() *Limits { return c.limits }

// Within returns a view of the client that keeps to the limits of another one.
// Calls in flight end under the limits with which they began.
func (c *Client) Within(l *Limits) *Client {
	view := *c
	view.limits = l
	view.bind()
	return &view
}
