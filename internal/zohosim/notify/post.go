package notify

import (
	"bytes"
	"net/http"
)

// deliver tries until an address takes the notice or the retries are used up.
func (c *Courier) deliver(o Order) {
	for attempt := 1; ; attempt++ {
		d := c.attempt(o.Notice, attempt)
		c.record(d)
		if d.Outcome != Failed || attempt > o.Retries || !c.pause(betweenTries) {
			return
		}
	}
}

// attempt posts a notice. A redirect is not followed, so it is a failure.
func (c *Courier) attempt(n Notice, attempt int) Delivery {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-c.ctx.Done():
		return n.delivery(Dropped, 0, 0, c.now())
	}
	status := c.post(n)
	if status >= 200 && status < 300 {
		return n.delivery(Delivered, attempt, status, c.now())
	}
	return n.delivery(Failed, attempt, status, c.now())
}

// post answers the status, 0 where there was none.
func (c *Courier) post(n Notice) int {
	body, err := n.Body(c.now())
	if err != nil {
		return 0
	}
	req, err := http.NewRequestWithContext(c.ctx, http.MethodPost, n.Subscription.NotifyURL, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json;charset=UTF-8")
	res, err := c.client.Do(req)
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}
