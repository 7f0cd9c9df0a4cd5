package zohosim

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// UserChange is what an administrator does to a user; empty fields change
// nothing.
type UserChange struct {
	// Status is UserActive, UserInactive or UserDeleted.
	Status string `json:"status"`
	// Profile is "Administrator" or "Standard".
	Profile string `json:"profile"`
	// TimeZone is an IANA name.
	TimeZone string `json:"timeZone"`
}

const (
	profileAdministrator = "Administrator"
	profileStandard      = "Standard"
)

// Users lists the people of the organisation, the API user first, the deleted
// included.
func (s *Sim) Users() []User { return slices.Clone(s.world.Load().directory().users) }

// SetUser changes a user. A token of an inactive one is answered 403
// INACTIVE_USER (zoho-crm-api §7) until they are active again; refreshing works
// all the while. Deleting a user withdraws every consent they gave: 401
// INVALID_TOKEN, and invalid_code on refresh, which the documents do not say.
func (s *Sim) SetUser(id string, change UserChange) error {
	if err := change.check(); err != nil {
		return err
	}
	w := s.world.Load()
	if !w.changeUser(id, change.applied) {
		return fmt.Errorf("zohosim: no user %s", id)
	}
	if change.Status == UserDeleted {
		w.authority.Withdraw(func(c oauth.Consent) bool { return c.UserID == id })
	}
	return nil
}

// changeUser replaces a user; false where there is none of that id.
func (w *world) changeUser(id string, change func(User) User) bool {
	return w.staff(func(d *directory) error {
		d.users = slices.Clone(d.users)
		i := slices.IndexFunc(d.users, func(u User) bool { return u.ID == id })
		if i < 0 {
			return errors.New("no such user")
		}
		d.users[i] = change(d.users[i])
		return nil
	}) == nil
}

func (c UserChange) check() error {
	switch c.Status {
	case "", UserActive, UserInactive, UserDeleted:
	default:
		return fmt.Errorf("zohosim: status is %q, must be active, inactive or deleted", c.Status)
	}
	if c.Profile != "" && c.Profile != profileAdministrator && c.Profile != profileStandard {
		return fmt.Errorf("zohosim: profile is %q, must be Administrator or Standard", c.Profile)
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		return fmt.Errorf("zohosim: timeZone %q is not an IANA zone", c.TimeZone)
	}
	return nil
}

func (c UserChange) applied(u User) User {
	if c.Status != "" {
		u.Status = c.Status
	}
	if c.Profile != "" {
		u.Admin = c.Profile == profileAdministrator
	}
	if c.TimeZone != "" {
		u.TimeZone = c.TimeZone
	}
	return u
}

func (c *controlCall) listUsers() (any, error) {
	return envelope{"users": c.world.directory().users}, nil
}

func (c *controlCall) changeUser() (any, error) {
	var in UserChange
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if in == (UserChange{}) {
		return nil, errors.New("nothing to change; give status, profile or timeZone")
	}
	if err := c.sim.SetUser(c.params["id"], in); err != nil {
		return nil, err
	}
	u, _ := c.world.directory().user(c.params["id"])
	return u, nil
}
