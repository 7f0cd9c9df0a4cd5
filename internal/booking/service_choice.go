package booking

import (
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
)

// service is what may be booked: how long, and with whom, in order of
// preference.
type service struct {
	name     string
	duration time.Duration
	staff    []string
}

// serviceOf resolves what a request names. An empty name is the ordinary
// appointment; a duration overrides the service's own; a staff member is named
// by id or by name. ok is false where there is no such service or member.
func serviceOf(set attribute.Settings, name, staff string, duration time.Duration) (svc service, ok bool) {
	svc = service{duration: set.Scheduling.Duration, staff: set.Scheduling.Staff}
	if name != "" {
		found, ok := namedService(set, name)
		if !ok {
			return service{}, false
		}
		svc.name = found.Name
		if found.Duration > 0 {
			svc.duration = found.Duration
		}
		if len(found.Staff) > 0 {
			svc.staff = found.Staff
		}
	}
	if duration > 0 {
		svc.duration = duration
	}
	if staff != "" {
		id, ok := namedStaff(set, svc.staff, staff)
		if !ok {
			return service{}, false
		}
		svc.staff = []string{id}
	}
	return svc, len(svc.staff) > 0
}

func namedService(set attribute.Settings, name string) (attribute.Service, bool) {
	for _, s := range set.Scheduling.Services {
		if strings.EqualFold(strings.TrimSpace(name), s.Name) {
			return s, true
		}
	}
	return attribute.Service{}, false
}

func namedStaff(set attribute.Settings, among []string, named string) (string, bool) {
	for _, id := range among {
		if id == named || strings.EqualFold(strings.TrimSpace(named), set.StaffName(id)) {
			return id, true
		}
	}
	return "", false
}
