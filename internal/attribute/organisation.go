package attribute

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Person is a Zoho user who can own appointments.
type Person struct {
	// ID is Zoho's user id; empty while the users are not fetched yet.
	ID    string
	Name  string
	Email string
	// TimeZone is the IANA name of the zone that the user has set, or empty.
	TimeZone string
}

// Organisation is what publishing learned about the CRM (Zoho v8, Get
// Organization, Get Users; zoho-crm-api §3.6). Before the first publish all of
// it is empty.
type Organisation struct {
	ID   string
	Name string
	// Country is a code of two letters, or empty.
	Country string
	// TimeZone is the IANA name of the organisation's own zone, or empty.
	TimeZone string
	// Edition is Zoho's name of what the organisation has bought, such as
	// "enterprise", and Licences for how many users; empty where it does not say.
	Edition  string
	Licences int
	// Owner owns appointments where no staff is named.
	Owner Person
	// Users are the active users.
	Users     []Person
	Pipelines []Pipeline
}

type zohoOrg struct {
	ID          string `json:"id"`
	CompanyName string `json:"company_name"`
	CountryCode string `json:"country_code"`
	TimeZone    string `json:"time_zone"`
	License     struct {
		PaidType string `json:"paid_type"`
		Users    int    `json:"users_license_purchased"`
	} `json:"license_details"`
}

func parseOrg(text string) (zohoOrg, error) {
	var org zohoOrg
	if err := json.Unmarshal([]byte(text), &org); err != nil {
		return org, fmt.Errorf("this is no organisation of Zoho's form; publish again to fetch it")
	}
	return org, nil
}

type zohoUser struct {
	ID       string `json:"id"`
	FullName string `json:"full_name"`
	Email    string `json:"email"`
	Status   string `json:"status"`
	TimeZone string `json:"time_zone"`
}

// parseUsers leaves out users who are not active: nothing can be booked with
// them.
func parseUsers(text string) ([]Person, error) {
	var users []zohoUser
	if err := json.Unmarshal([]byte(text), &users); err != nil {
		return nil, fmt.Errorf("these are no users of Zoho's form; publish again to fetch them")
	}
	var people []Person
	for _, u := range users {
		if u.ID == "" {
			return nil, fmt.Errorf("a user of Zoho's has no id; publish again to fetch the users")
		}
		if u.Status == "" || strings.EqualFold(u.Status, "active") {
			people = append(people, Person{ID: u.ID, Name: u.FullName, Email: u.Email, TimeZone: u.TimeZone})
		}
	}
	return people, nil
}

// findPerson finds whom a builder meant by an id, a name or an address. While
// no users are known the words are taken as they are.
func findPerson(users []Person, words string) (Person, error) {
	if len(users) == 0 {
		return Person{Name: words}, nil
	}
	var found []Person
	var names []string
	for _, user := range users {
		if user.ID == words || strings.EqualFold(user.Name, words) || strings.EqualFold(user.Email, words) {
			found = append(found, user)
		}
		names = append(names, user.Name)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return Person{}, fmt.Errorf("%q is no active user in Zoho%s", shorten(words), didYouMean(words, names))
	}
	return Person{}, fmt.Errorf("several users in Zoho are called %q; write the e-mail address instead", shorten(words))
}

// findPeople resolves a list and drops a person who is named twice, as by name
// and by address.
func findPeople(users []Person, names []string) ([]Person, error) {
	var people []Person
	for _, name := range names {
		person, err := findPerson(users, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return people, nil
}
