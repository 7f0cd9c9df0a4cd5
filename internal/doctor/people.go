package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
)

// owner looks after everybody with whom appointments are made.
func (e *exam) owner(ctx context.Context) finding {
	if e.inactive {
		return failed(activate, "the user who granted the access is not active in Zoho")
	}
	if root, isDown := e.down["token"]; isDown {
		return because(root)
	}
	users, err := e.live.users.wait()
	if err != nil {
		return e.unread(ctx, err)
	}
	published := e.settings.Organisation.Owner
	gone := missing(e.settings.Scheduling.Staff.Everybody(), users)
	switch {
	case published.ID == "":
		return warning("publish", "nothing has been published since the project was connected, so nobody can be booked")
	case len(gone) > 0:
		return failed("activate them in Zoho, or take them out of zoho_staff and zoho_services, and publish",
			"booked are users who are not active in Zoho: %s", names(gone))
	case e.user.ID != "" && published.ID != e.user.ID:
		return warning("publish", "%s granted the access, but %s did when it was published last", e.user.Name, published.Name)
	}
	return ok("%s granted the access and is active, and so is everybody who is booked", published.Name)
}

// missing are those who are not among the active users.
func missing(booked, active []attribute.Person) []attribute.Person {
	return slices.DeleteFunc(slices.Clone(booked), func(p attribute.Person) bool {
		return slices.ContainsFunc(active, func(a attribute.Person) bool { return a.ID == p.ID })
	})
}

func names(people []attribute.Person) string {
	var all []string
	for _, p := range people {
		all = append(all, orElse(p.Name, p.ID))
	}
	return strings.Join(all, ", ")
}

// organisation compares with what was published.
func (e *exam) organisation(ctx context.Context) finding {
	now, err := e.live.organisation.wait()
	if err != nil {
		return e.unread(ctx, err)
	}
	published := e.settings.Organisation
	switch {
	case published.ID == "":
		return warning("publish", "%s; nothing of it has been published yet", now.Name)
	case published.ID != now.ID:
		return failed("publish, if this is the organisation you mean; else connect to the other one again",
			"the grant is of the organisation %s, but %s was published", now.Name, published.Name)
	case published.TimeZone != now.TimeZone || !strings.EqualFold(published.Country, now.Country):
		return warning("publish, so that hours and phone numbers are read as they are meant",
			"%s has moved from %s (%s) to %s (%s) since it was published",
			now.Name, published.TimeZone, published.Country, now.TimeZone, now.Country)
	}
	return ok("%s, %s, %s", now.Name, now.TimeZone, now.Country)
}
