package notify

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Board holds the subscriptions of an organisation. It is safe for concurrent
// use.
type Board struct {
	now func() time.Time

	mu   sync.Mutex
	subs []Subscription
}

// NewBoard returns an empty board; now is the simulator's clock.
func NewBoard(now func() time.Time) *Board { return &Board{now: now} }

// Live lists the subscriptions that have not expired, in the order of their
// channels' opening. An empty userID lists everybody's.
func (b *Board) Live(userID string) []Subscription {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
	var found []Subscription
	for _, s := range b.subs {
		if userID == "" || s.UserID == userID {
			found = append(found, s)
		}
	}
	return found
}

// Channel lists the live subscriptions of a user's channel.
func (b *Board) Channel(userID, channel string) []Subscription {
	return slices.DeleteFunc(b.Live(userID), func(s Subscription) bool { return s.Channel != channel })
}

// Put opens subscriptions. Each takes the place of the one that its channel has
// for the same module.
func (b *Board) Put(subs []Subscription) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range subs {
		i := slices.IndexFunc(b.subs, s.sameAs)
		if i < 0 {
			b.subs = append(b.subs, s)
		} else {
			b.subs[i] = s
		}
	}
}

func (s Subscription) sameAs(o Subscription) bool {
	return s.UserID == o.UserID && s.Channel == o.Channel && s.Module == o.Module
}

// Replace gives a user's channel these subscriptions and no others; none closes
// it.
func (b *Board) Replace(userID, channel string, subs []Subscription) {
	b.mu.Lock()
	b.subs = slices.DeleteFunc(b.subs, func(s Subscription) bool { return s.UserID == userID && s.Channel == channel })
	b.mu.Unlock()
	b.Put(subs)
}

func (b *Board) forget() {
	now := b.now()
	b.subs = slices.DeleteFunc(b.subs, func(s Subscription) bool { return !now.Before(s.Expiry) })
}

// Change is one write to a record, in the words of a notice.
type Change struct {
	Module    string
	Operation string // Create, Edit or Delete
	ID        string
	Fields    []string       // changed fields, by API name
	Values    map[string]any // and their new values, as the API renders them
}

// Notice is what one channel is told of one call's writes to one module.
type Notice struct {
	Subscription Subscription
	Operation    string // Create, Edit or Delete
	Changes      []Change
}

// Notices says who is to be told of the writes of one call: one notice per
// channel, module and operation, in the order of the first write of each. That
// a call's writes come together is inferred from ids being an array (§5).
func (b *Board) Notices(changes []Change) []Notice {
	var notices []Notice
	for _, s := range b.Live("") {
		for _, c := range changes {
			if !s.wants(c) {
				continue
			}
			i := slices.IndexFunc(notices, func(n Notice) bool { return n.Subscription.sameAs(s) && n.Operation == c.Operation })
			if i < 0 {
				i = len(notices)
				notices = append(notices, Notice{Subscription: s, Operation: c.Operation})
			}
			notices[i].Changes = append(notices[i].Changes, c)
		}
	}
	slices.SortStableFunc(notices, func(x, y Notice) int { return cmp.Compare(first(x, changes), first(y, changes)) })
	return notices
}

func first(n Notice, changes []Change) int {
	return slices.IndexFunc(changes, func(c Change) bool { return c.ID == n.Changes[0].ID && c.Operation == n.Operation })
}

// Restore gives a user exactly these subscriptions again.
func (b *Board) Restore(userID string, subs []Subscription) {
	b.mu.Lock()
	b.subs = slices.DeleteFunc(b.subs, func(s Subscription) bool { return s.UserID == userID })
	b.mu.Unlock()
	b.Put(subs)
}
