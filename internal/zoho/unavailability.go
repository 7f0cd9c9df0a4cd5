package zoho

import (
	"context"
	"iter"
)

// Unavailability is a time for which a user is away (zoho-crm-api §3.6).
type Unavailability struct {
	ID string `json:"id"`
	// User is who is away.
	User Lookup `json:"user"`
	// From and To bound the time. AllDay is told by some versions only.
	From     DateTime `json:"from"`
	To       DateTime `json:"to"`
	AllDay   bool     `json:"all_day"`
	Comments string   `json:"comments"`
}

// UsersUnavailability yields when users are away
// (GET /settings/users_unavailability), past times included. A user who is not
// an administrator sees only their own.
func (c *Client) UsersUnavailability(ctx context.Context) iter.Seq2[Unavailability, error] {
	const name = "users_unavailability"
	return pagesOf[Unavailability](ctx, c, settingRequest("/settings/"+name), listQuery(nil, 0), name)
}
