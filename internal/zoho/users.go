package zoho

import (
	"context"
	"iter"
)

// UserType chooses among the users of an organisation. These are the common
// ones; any other value of the API may be given as well.
type UserType string

// The choices that programs mostly need.
const (
	UsersAll             UserType = "AllUsers"
	UsersActive          UserType = "ActiveUsers"
	UsersActiveConfirmed UserType = "ActiveConfirmedUsers"
	UsersAdmin           UserType = "AdminUsers"
	usersCurrent         UserType = "CurrentUser"
)

// User is somebody with access to the organisation (zoho-crm-api §3.6).
type User struct {
	ID        string `json:"id"`
	FullName  string `json:"full_name"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Email     string `json:"email"`
	// Status is "active", "disabled" and the like; Confirm says that the
	// invitation was accepted.
	Status  string `json:"status"`
	Confirm bool   `json:"confirm"`
	// TimeZone is an IANA name. (Zoho's "offset" is a snapshot that knows no
	// daylight saving and is left out.)
	TimeZone string `json:"time_zone"`
	Role     Lookup `json:"role"`
	Profile  Lookup `json:"profile"`
	ZUID     string `json:"zuid"`
}

// CurrentUser reads the user to whom the token belongs
// (GET /users?type=CurrentUser).
func (c *Client) CurrentUser(ctx context.Context) (User, error) {
	users, err := c.Users(ctx, usersCurrent)
	if err != nil {
		return User{}, err
	}
	if len(users) == 0 {
		return User{}, missing("/users")
	}
	return users[0], nil
}

// Users reads all users of a type (GET /users), page by page.
func (c *Client) Users(ctx context.Context, which UserType) ([]User, error) {
	var all []User
	for user, err := range c.ListUsers(ctx, which) {
		if err != nil {
			return nil, err
		}
		all = append(all, user)
	}
	return all, nil
}

// ListUsers yields the users of a type (GET /users), fetching the next page
// when the loop asks for it.
func (c *Client) ListUsers(ctx context.Context, which UserType) iter.Seq2[User, error] {
	query := listQuery(nil, 0)
	query.Set("type", string(which))
	return pagesOf[User](ctx, c, settingRequest("/users"), query, "users")
}
