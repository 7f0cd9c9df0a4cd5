package booking

import (
	"context"
	"testing"
	"time"
)

// left is a store in which a booking stands as another request left it.
type left struct {
	Store
	booking Booking
}

func (l left) Get(context.Context, string, string) (Booking, error) { return l.booking, nil }

// TestAwaitWhatAnotherRequestEnded: between reading a pending booking and
// waiting for it, an identical request may have had it held or released. That
// is nobody's "booked".
func TestAwaitWhatAnotherRequestEnded(t *testing.T) {
	for state, want := range map[State]Status{Held: undecided, Released: undecided, Confirmed: Booked, Cancelled: Booked} {
		s := NewService(Config{Store: left{booking: as(state, ada, "call-1")}})
		for _, replayed := range []bool{true, false} {
			res, err := s.await(t.Context(), as(Pending, ada, "call-1"), replayed)
			if err != nil || res.Status != want {
				t.Errorf("%s: %q, %v", state, res.Status, err)
			}
		}
		s.Close(time.Minute)
	}
}
