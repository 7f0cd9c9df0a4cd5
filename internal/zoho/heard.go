package zoho

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Heard is what Zoho's answers said of Zoho itself, beside what was asked.
type Heard struct {
	// CreditsTold reports whether the last success said how many API credits
	// are left, which Zoho does once half of them are used; Credits is how
	// many, of the running 24 hours (zoho-crm-api §6).
	CreditsTold bool
	Credits     int
	// Date is Zoho's clock as of its last answer, in whole seconds (RFC 9110
	// §6.6.1); zero before there was one. A gateway's answer counts as well.
	Date time.Time
}

// Heard returns what the client has heard so far. It makes no call.
func (c *Client) Heard() Heard {
	c.ear.mu.Lock()
	defer c.ear.mu.Unlock()
	return c.ear.heard
}

// ear listens to the headers of answers.
type ear struct {
	mu    sync.Mutex
	heard Heard
}

func (e *ear) listen(status int, header http.Header) {
	date, dateErr := http.ParseTime(header.Get("Date"))
	credits, creditsErr := strconv.Atoi(header.Get("X-API-CREDITS-REMAINING"))
	e.mu.Lock()
	defer e.mu.Unlock()
	if dateErr == nil {
		e.heard.Date = date
	}
	if creditsErr == nil || status < http.StatusMultipleChoices {
		e.heard.CreditsTold, e.heard.Credits = creditsErr == nil, credits
	}
}
