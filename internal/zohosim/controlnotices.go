package zohosim

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
)

// Notifications is what was told to whom.
type Notifications struct {
	// Channels are the live ones of all users, one entry for each module.
	Channels []OpenChannel `json:"channels"`
	// Deliveries are the latest 10,000 attempts, in order.
	Deliveries []notify.Delivery `json:"deliveries"`
	// Pending counts the notifications that wait or are under way.
	Pending int `json:"pending"`
}

// OpenChannel is a change notification channel without its token and without the
// query of its address.
type OpenChannel struct {
	ChannelID string    `json:"channelId"`
	UserID    string    `json:"userId"`
	Events    []string  `json:"events"`
	NotifyURL string    `json:"notifyUrl"`
	Expiry    time.Time `json:"expiry"` // UTC
}

// Notifications waits until every notification was delivered or given up, or
// until ctx ends, and lists the channels and what they were sent.
func (s *Sim) Notifications(ctx context.Context) Notifications {
	w := s.world.Load()
	w.courier.Quiet(ctx)
	return w.notifications()
}

// notifications lists them as they are now.
func (w *world) notifications() Notifications {
	n := Notifications{Channels: []OpenChannel{}, Deliveries: []notify.Delivery{}}
	for _, sub := range w.board.Live("") {
		n.Channels = append(n.Channels, OpenChannel{sub.Channel, sub.UserID, eventNames(sub), notify.WithoutQuery(sub.NotifyURL), sub.Expiry.UTC()})
	}
	done, pending := w.courier.Deliveries()
	n.Deliveries, n.Pending = append(n.Deliveries, done...), pending
	return n
}

// quietWithin is how long the control plane waits for quiet unless told.
const quietWithin = 5 * time.Second

func (c *controlCall) listNotifications() (any, error) {
	wait := quietWithin
	if text := c.query.Get("waitMs"); text != "" {
		ms, err := strconv.Atoi(text)
		if err != nil || ms < 0 || ms > 60_000 {
			return nil, errors.New("waitMs must be between 0 and 60000")
		}
		wait = time.Duration(ms) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	return c.sim.Notifications(ctx), nil
}
