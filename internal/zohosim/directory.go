package zohosim

import (
	"slices"
	"time"
)

// The states of a user. Zoho's documents call an inactive one "disabled" in
// answers and "inactive" in changes; the simulator's control plane says inactive.
const (
	UserActive   = "active"
	UserInactive = "inactive"
	UserDeleted  = "deleted"
)

// User is a person of the organisation (zoho-crm-api §3.6, users).
type User struct {
	ID        string `json:"id"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Email     string `json:"email"`
	// TimeZone is an IANA name; date-times are answered in it (§2.1).
	TimeZone string `json:"timeZone"`
	// Admin is the profile Administrator; else it is Standard.
	Admin bool `json:"admin"`
	// Status is UserActive, UserInactive or UserDeleted.
	Status string `json:"status"`
}

func (u User) active() bool { return u.Status == UserActive }

func (u User) fullName() string {
	if u.FirstName == "" {
		return u.LastName
	}
	return u.FirstName + " " + u.LastName
}

// standing is a user's profile and role.
func (u User) standing() (profile, role string) {
	if u.Admin {
		return profileAdministrator, "CEO"
	}
	return profileStandard, "Manager"
}

func (u User) roleID() string    { return nthID(roleNumbers, u.rank()) }
func (u User) profileID() string { return nthID(profileNumbers, u.rank()) }

func (u User) rank() int {
	if u.Admin {
		return 0
	}
	return 1
}

// organisation is the account itself (zoho-crm-api §3.6, org).
type organisation struct {
	Name        string `json:"name"`
	Domain      string `json:"domain"`
	TimeZone    string `json:"timeZone"`
	CountryCode string `json:"countryCode"`
	Currency    string `json:"currency"`
}

// businessHours are opening times by the wall clock (zoho-crm-api §3.6).
type businessHours struct {
	Type  string      `json:"type"`
	Days  []string    `json:"days"`
	Daily [2]string   `json:"daily"`
	Zone  string      `json:"timezone"`
	Own   []dayTiming `json:"custom"`
}

type dayTiming struct {
	Days   string    `json:"days"`
	Timing [2]string `json:"business_timing"`
}

type holiday struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Date string `json:"date"`
}

// directory is the part of an organisation that records do not hold. It is
// never changed, only replaced; the first user is the API user.
type directory struct {
	org      organisation
	users    []User
	hours    *businessHours
	holidays []holiday
	absences []Absence
	// absencesEver counts those that were removed too, so that ids do not return.
	absencesEver int
	shifts       []Shift
}

// staff changes a copy of the directory and puts it in the place of the present
// one; an error leaves everything as it was.
func (w *world) staff(change func(*directory) error) error {
	w.staffing.Lock()
	defer w.staffing.Unlock()
	next := *w.directory()
	if err := change(&next); err != nil {
		return err
	}
	w.people.Store(&next)
	return nil
}

func (d *directory) user(id string) (User, bool) {
	i := slices.IndexFunc(d.users, func(u User) bool { return u.ID == id })
	if i < 0 {
		return User{}, false
	}
	return d.users[i], true
}

func (d *directory) apiUser() User { return d.users[0] }

// licences are those that were bought, one for each user. They stay bought when
// somebody is deactivated or deleted.
func (d *directory) licences() int { return len(d.users) }

// zoneOf is the IANA name of the zone a user sees. The setting userTimeZone
// replaces the API user's.
func (d *directory) zoneOf(userID string, s Settings) string {
	if userID == d.apiUser().ID && s.UserTimeZone != "" {
		return s.UserTimeZone
	}
	if u, ok := d.user(userID); ok {
		return u.TimeZone
	}
	return d.org.TimeZone
}

// location loads a zone that was checked when it was set.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return loc
}
