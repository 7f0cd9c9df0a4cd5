package zoho

import (
	"net/http"
	"sync"
	"time"
)

// Heard is what Zoho's answers said of Zoho itself, beside what was asked, and
// what the client counted beside.
type Heard struct {
	// CreditsTold reports whether the last success said how many API credits
	// are left, which Zoho does once half of them are used; Credits is how
	// many, of the running 24 hours (zoho-crm-api §6).
	CreditsTold bool
	Credits     int
	// CreditsSpent is about how many credits the calls of this client cost in
	// the last 24 hours, since it was built: its own count by Zoho's price
	// list. Other clients of the organisation spend from the same purse.
	CreditsSpent int
	// CreditsDaily is how many the organisation's edition gives for 24 hours;
	// zero while that is not known. See [Client.Adopt].
	CreditsDaily int
	// Date is Zoho's clock as of its last answer, in whole seconds (RFC 9110
	// §6.6.1); zero before there was one. A gateway's answer counts as well.
	Date time.Time
}

// Heard returns what the client, with all views of it, has heard so far. It
// makes no call.
func (c *Client) Heard() Heard {
	heard := Heard{Date: c.ear.lastDate()}
	p := c.limits.purse
	p.mu.Lock()
	defer p.mu.Unlock()
	heard.CreditsTold, heard.Credits = p.told, p.left
	heard.CreditsSpent, heard.CreditsDaily = p.spent.sum(p.now()), p.daily
	return heard
}

// ear listens to the time that answers tell.
type ear struct {
	mu   sync.Mutex
	date time.Time
}

func (e *ear) listen(header http.Header) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.date = date
}

func (e *ear) lastDate() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.date
}
