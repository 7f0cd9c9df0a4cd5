package booking

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
)

// service is what may be booked: how long, and with whom, in order of
// preference.
type service struct {
	name     string
	duration time.Duration
	// staff are the CRM's ids.
	staff []string
	// wished tells that staff are those whom the caller asked for.
	wished bool
}

// serviceOf resolves what a request names. An empty name is the ordinary
// appointment; a duration overrides the service's own; a member of staff is
// named as [wished] reads it. Where nobody is named and the choice of staff is
// fixed, it is the first alone. ok is false where there is no such service, or
// nobody of whom the caller wished for.
func serviceOf(set attribute.Settings, name, staff string, duration time.Duration) (svc service, ok bool) {
	svc.duration = set.Scheduling.Slots.Duration
	people := set.Scheduling.Staff.People
	if name != "" {
		found, ok := set.Scheduling.Staff.Service(strings.TrimSpace(name))
		if !ok {
			return service{}, false
		}
		svc.name, people = found.Name, set.Scheduling.Staff.For(found)
		if found.Duration > 0 {
			svc.duration = found.Duration
		}
	}
	if duration > 0 {
		svc.duration = duration
	}
	switch {
	case strings.TrimSpace(staff) != "":
		people, svc.wished = wished(people, staff), true
	case set.Scheduling.Staff.Choice == attribute.FixedStaff:
		people = people[:min(1, len(people))]
	}
	for _, p := range people {
		svc.staff = append(svc.staff, p.ID)
	}
	return svc, len(svc.staff) > 0
}

// staffName is the name of a member of staff; empty where the id is unknown.
func staffName(set attribute.Settings, id string) string {
	people := set.Scheduling.Staff.Everybody()
	if i := slices.IndexFunc(people, func(p attribute.Person) bool { return p.ID == id }); i >= 0 {
		return people[i].Name
	}
	return ""
}
