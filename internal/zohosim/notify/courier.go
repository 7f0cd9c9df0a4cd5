package notify

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	mostWaiting  = 10_000                 // notices; more are dropped
	mostRunning  = 8                      // deliveries at a time
	patience     = 5 * time.Second        // for one address's answer
	betweenTries = 250 * time.Millisecond // real time
	remembered   = 10_000                 // deliveries
)

// Order says how a notice is to be delivered. Zoho documents neither delay nor
// retries (zoho-crm-api §5).
type Order struct {
	Notice  Notice
	Delay   time.Duration // real time before the first attempt
	Retries int           // further attempts when one fails
	Times   int           // how often it is sent; 0 is never, as if it got lost
}

// Courier delivers notices in the background. Those of one channel go out one
// after another, in the order in which they fell due. The caller must Close it.
type Courier struct {
	now    func() time.Time
	client *http.Client
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	slots  chan struct{}
	all    sync.WaitGroup

	mu      sync.Mutex
	lanes   map[string][]Order // due, by channel; a present key has a goroutine
	waiting int
	quiet   chan struct{} // closed when waiting falls to 0
	done    []Delivery
	last    int
}

// NewCourier returns a courier that dates deliveries by now, the simulator's
// clock. It has no goroutine before the first order.
func NewCourier(now func() time.Time) *Courier {
	ctx, cancel := context.WithCancel(context.Background())
	return &Courier{
		now: now, ctx: ctx, cancel: cancel, slots: make(chan struct{}, mostRunning), lanes: map[string][]Order{},
		client: &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Second},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// Send takes an order; it does not wait for the delivery.
func (c *Courier) Send(o Order) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case o.Times == 0:
		c.remember(o.Notice.delivery(Lost, 0, 0, c.now()))
	case c.waiting >= mostWaiting || c.ctx.Err() != nil:
		c.remember(o.Notice.delivery(Dropped, 0, 0, c.now()))
	case o.Delay > 0:
		c.begin()
		c.all.Go(func() { c.later(o) })
	default:
		c.begin()
		c.enqueue(o)
	}
}

func (c *Courier) begin() {
	if c.waiting++; c.waiting == 1 {
		c.quiet = make(chan struct{})
	}
}

func (c *Courier) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting--; c.waiting == 0 {
		close(c.quiet)
	}
}

// later puts an order into its lane when its delay is over.
func (c *Courier) later(o Order) {
	if c.pause(o.Delay) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.enqueue(o)
		return
	}
	c.record(o.Notice.delivery(Dropped, 0, 0, c.now()))
	c.end()
}

// enqueue adds to a lane and starts it where it is idle. c.mu is held.
func (c *Courier) enqueue(o Order) {
	lane := o.Notice.Subscription.UserID + " " + o.Notice.Subscription.Channel
	_, busy := c.lanes[lane]
	c.lanes[lane] = append(c.lanes[lane], o)
	if !busy {
		c.all.Go(func() { c.run(lane) })
	}
}

// run delivers a lane's orders until there are none.
func (c *Courier) run(lane string) {
	for {
		c.mu.Lock()
		orders := c.lanes[lane]
		if len(orders) == 0 {
			delete(c.lanes, lane)
			c.mu.Unlock()
			return
		}
		c.lanes[lane] = orders[1:]
		c.mu.Unlock()
		for range orders[0].Times {
			c.deliver(orders[0])
		}
		c.end()
	}
}

// pause waits in real time; false when the courier was closed meanwhile.
func (c *Courier) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.ctx.Done():
		return false
	}
}

func (c *Courier) record(d Delivery) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remember(d)
}

func (c *Courier) remember(d Delivery) {
	c.last++
	d.Seq = c.last
	if c.done = append(c.done, d); len(c.done) > remembered {
		c.done = c.done[len(c.done)-remembered:]
	}
}

// Quiet waits until nothing is waiting or under way, or until ctx ends.
func (c *Courier) Quiet(ctx context.Context) {
	c.mu.Lock()
	waiting, quiet := c.waiting, c.quiet
	c.mu.Unlock()
	if waiting == 0 {
		return
	}
	select {
	case <-quiet:
	case <-ctx.Done():
	}
}

// Deliveries lists what is remembered, in order, and counts the notices that
// are still waiting or under way.
func (c *Courier) Deliveries() (done []Delivery, waiting int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.done), c.waiting
}

// Close drops what is waiting, breaks off what is under way and returns when
// every goroutine has ended.
func (c *Courier) Close() {
	c.mu.Lock() // so that no Send is between its look at ctx and its goroutine
	c.cancel()
	c.mu.Unlock()
	c.all.Wait()
	c.client.CloseIdleConnections()
}
