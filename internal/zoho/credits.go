package zoho

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// DefaultReserve is the share of a day's credits that Background calls leave
// alone; see [Config.Reserve].
const DefaultReserve = 0.1

// CreditsError is why a Background call was not made: what is left of the
// organisation's API credits is kept for others. It is the cause of an [*Error]
// whose RetryAfter says when asking again is worthwhile.
type CreditsError struct {
	// Left is what Zoho last said is left of the running 24 hours, and Reserve
	// what is kept of it.
	Left, Reserve int
}

func (e *CreditsError) Error() string {
	return fmt.Sprintf("%d API credits are left, and %d are kept for calls that somebody waits for", e.Left, e.Reserve)
}

// relisten is how long a shortage of credits is believed. They come back little
// by little, as what was spent a day ago is forgotten, and nobody says when:
// then one call goes and hears how many there are now.
const relisten = 15 * time.Minute

// exhausted is so little that a 429 is taken for want of credits, which Zoho
// does not tell from too many calls in flight: what 25 of them may cost that were
// sent since Zoho last said how many are left.
const exhausted = 75

// purse is what a client knows of its organisation's API credits (zoho-crm-api
// §6).
type purse struct {
	now   func() time.Time
	share float64 // of the day's credits that is kept

	mu     sync.Mutex
	daily  int // of the edition, zero while it is not known
	told   bool
	left   int
	toldAt time.Time
	spent  rollingDay
}

func newPurse(cfg Config) *purse {
	p := &purse{now: cfg.Now, share: min(max(cfg.Reserve, 0), 1)}
	if p.now == nil {
		p.now = time.Now
	}
	if cfg.Reserve == 0 {
		p.share = DefaultReserve
	}
	return p
}

func (p *purse) adopt(daily int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.daily = daily
}

// spend counts what a call cost that Zoho may have charged for.
func (p *purse) spend(credits int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent.add(p.now(), credits)
}

// listen hears how many credits are left. A success that does not say so says
// that less than half is used.
func (p *purse) listen(status int, header http.Header) {
	left, err := strconv.Atoi(header.Get("X-API-CREDITS-REMAINING"))
	if err != nil && status >= http.StatusMultipleChoices {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told, p.left, p.toldAt = err == nil, left, p.now()
}

// allows refuses calls of the priority that the reserve is kept from, and says
// for how long.
func (p *purse) allows(at Priority) (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	reserve := p.reserve()
	if at != Background || !p.told || p.left >= reserve {
		return 0, nil
	}
	now := p.now()
	if rest := p.toldAt.Add(relisten).Sub(now); rest > 0 {
		return min(rest, relisten), &CreditsError{Left: p.left, Reserve: reserve}
	}
	p.toldAt = now
	return 0, nil
}

func (p *purse) reserve() int {
	daily := p.daily
	if daily == 0 {
		daily = freeCredits
	}
	return int(p.share * float64(daily))
}

// dry is how long to stay away after a 429 that is for want of credits; zero
// where it is for another reason.
func (p *purse) dry(status int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if status == http.StatusTooManyRequests && p.told && p.left <= exhausted {
		return relisten
	}
	return 0
}

// rollingDay counts over the last 24 hours, in steps of ten minutes. A clock
// that goes backward counts at where it was.
type rollingDay struct {
	newest int64 // the latest step, counted from 1970
	steps  [24 * 6]int
}

func (d *rollingDay) add(now time.Time, n int) {
	d.turn(now)
	d.steps[d.newest%int64(len(d.steps))] += n
}

func (d *rollingDay) sum(now time.Time) int {
	d.turn(now)
	sum := 0
	for _, n := range d.steps {
		sum += n
	}
	return sum
}

// turn forgets what is older than a day.
func (d *rollingDay) turn(now time.Time) {
	step := now.Unix() / (10 * 60)
	if step-d.newest >= int64(len(d.steps)) {
		d.newest, d.steps = step, [len(d.steps)]int{}
	}
	for d.newest < step {
		d.newest++
		d.steps[d.newest%int64(len(d.steps))] = 0
	}
}
