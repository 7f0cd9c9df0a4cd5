package aftercall

import "context"

// turn lets one follow-up at a time look for a caller's deal and write it: two
// calls of one contact that end together must not both find that there is none.
// A few calls to the CRM is all that anybody waits for.
type turn chan struct{}

// take waits for the turn and returns how to give it back.
func (t turn) take(ctx context.Context) (leave func(), err error) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
