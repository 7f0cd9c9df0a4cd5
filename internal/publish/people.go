package publish

import (
	"context"
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

const (
	usersIDN        = "zoho_users"
	ownerIDN        = "zoho_user_id"
	organisationIDN = "zoho_org"
)

// fetch replaces a system-owned value of the candidate by the CRM's.
func (r *run) fetch(ctx context.Context, idn string) error {
	value, err := r.CRM.SystemValue(ctx, r.project, idn, r.Now().In(r.settings.Scheduling.Zone))
	if err == nil {
		r.candidate.System[idn] = value
	}
	return err
}

// users learns who can be booked. What earlier publishes learned goes first, so
// that a value which this one cannot fetch is missing, not out of date.
func (r *run) users(ctx context.Context) (Step, error) {
	r.candidate.System = map[string]string{}
	if err := r.fetch(ctx, usersIDN); err != nil {
		return Step{}, err
	}
	learned, err := r.learned(ctx)
	if err != nil {
		return Step{}, err
	}
	active := len(learned.Organisation.Users)
	if active == 0 {
		return Step{Remedy: "activate a user in Zoho's settings and publish again"}, fault.New(fault.Refused, "Zoho lists no active user")
	}
	return Step{State: Done, Detail: count(active, "active user", "active users")}, nil
}

// grantor learns in whose name ringbook works: appointments belong to this user
// where no staff is named.
func (r *run) grantor(ctx context.Context) (Step, error) {
	user, active, err := r.CRM.CurrentUser(ctx, r.project)
	if err != nil {
		return Step{}, err
	}
	learned, err := r.learned(ctx)
	if err != nil {
		return Step{}, err
	}
	listed := slices.ContainsFunc(learned.Organisation.Users, func(p attribute.Person) bool { return p.ID == user.ID })
	if !active || !listed {
		return Step{Remedy: "activate that user in Zoho, or let an active user authorize, and publish again"},
			fault.New(fault.Refused, "the user who granted the access%s is not active in Zoho", named(user))
	}
	r.candidate.System[ownerIDN] = user.ID
	detail := fmt.Sprintf("%s, who granted the access", user.Name)
	if typed := r.candidate.Values["zoho_staff"]; typed == "" {
		detail += "; appointments are theirs, since zoho_staff names nobody"
	}
	return Step{State: Done, Detail: detail}, nil
}

func named(p attribute.Person) string {
	if p.Name == "" {
		return ""
	}
	return ", " + p.Name + ","
}

// organisation learns the name, the zone and the country. Another organisation
// than before is told, since a code can be had from the wrong one by a slip on
// the consent page.
func (r *run) organisation(ctx context.Context) (Step, error) {
	if err := r.fetch(ctx, organisationIDN); err != nil {
		return Step{}, err
	}
	now, err := r.learned(ctx)
	if err != nil {
		return Step{}, err
	}
	org := now.Organisation
	ended := Step{State: Done, Detail: fmt.Sprintf("%s, %s, %s", org.Name, org.TimeZone, org.Country)}
	before, err := r.Attributes.Check(ctx, attribute.Candidate{Project: r.project, System: selected(r.before, organisationIDN)})
	if err != nil && !fault.Is(err, fault.Invalid) { // one that cannot be read any more is compared with nothing
		return Step{}, err
	}
	if was := before.Organisation; was.ID != "" && was.ID != org.ID {
		ended.Detail += fmt.Sprintf("; revision %d was of another organisation, %s", r.candidate.Base, was.Name)
		ended.Remedy = "make sure that this is the organisation you mean: appointments made in the other one are not found here"
	}
	return ended, nil
}
