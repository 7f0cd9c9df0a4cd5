package zoho

import "context"

// gate bounds the calls in flight.
type gate chan struct{}

func newGate(size int) gate { return make(gate, size) }

// enter waits for a place, or for the context to end. A context that has
// ended already never gets a place.
func (g gate) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g gate) leave() { <-g }
