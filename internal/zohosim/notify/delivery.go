package notify

import (
	"net/url"
	"time"
)

// What can become of a notice.
const (
	Delivered = "delivered" // answered with 2xx
	Failed    = "failed"    // answered otherwise, or not at all
	Lost      = "lost"      // never sent, because of a fault
	Dropped   = "dropped"   // never sent: too many were waiting, or the simulator was closed
)

// Delivery is one attempt to deliver a notice, as remembered. It holds neither
// token nor the query of the address.
type Delivery struct {
	Seq       int       `json:"seq"` // in order of completion, from 1
	ChannelID string    `json:"channelId"`
	Module    string    `json:"module"`
	Operation string    `json:"operation"` // as in the notice
	IDs       []string  `json:"ids"`
	URL       string    `json:"url"`
	Attempt   int       `json:"attempt"` // from 1; 0 where none was made
	Outcome   string    `json:"outcome"` // Delivered, Failed, Lost or Dropped
	Status    int       `json:"status"`  // 0 where no answer came
	At        time.Time `json:"at"`      // simulator's clock, UTC
}

func (n Notice) delivery(outcome string, attempt, status int, at time.Time) Delivery {
	d := Delivery{
		ChannelID: n.Subscription.Channel, Module: n.Subscription.Module, Operation: word(n.Operation), IDs: []string{},
		URL: WithoutQuery(n.Subscription.NotifyURL), Attempt: attempt, Outcome: outcome, Status: status, At: at.UTC(),
	}
	for _, c := range n.Changes {
		d.IDs = append(d.IDs, c.ID)
	}
	return d
}

// WithoutQuery is an address as it may be shown: without user, query and
// fragment, which may be secrets.
func WithoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
