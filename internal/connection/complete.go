package connection

import (
	"context"
	"errors"
	"time"
)

// Redirect is what Zoho's redirect brings, as it came: none of it can be
// trusted before State has been opened, and AccountsServer and Location not
// even then (zoho-crm-api §1.1).
type Redirect struct {
	State string
	// Code is for one exchange, or Error says why there is none.
	Code, Error string
	// AccountsServer is the origin to exchange the code at, Location Zoho's
	// word for its data centre.
	AccountsServer, Location string
}

// Complete takes a person back from the consent page: the code is exchanged
// where it belongs, the grant is put in use and the draft learns the data
// centre. The project is known as soon as the state has been opened, also where
// an error is returned. Nothing is sent anywhere before state, switch and
// accounts server are found right. The same redirect once more does nothing and
// is answered alike.
func (s *Service) Complete(ctx context.Context, r Redirect) (project string, err error) {
	project, print, err := s.openState(r.State)
	if err != nil {
		return project, err
	}
	if err := s.Enabled(ctx, project); err != nil {
		return project, err
	}
	if r.Error != "" || r.Code == "" {
		return project, s.decline(ctx, project, r)
	}
	app, err := s.wanted(ctx, project)
	if err != nil {
		return project, err
	}
	if !s.isOf(print, app) {
		return project, otherApplication()
	}
	region, err := s.Region(r.AccountsServer, r.Location)
	if err != nil {
		return project, err
	}
	return project, s.completeIn(ctx, project, app, region, r)
}

// completeIn exchanges the code in a data centre, or in the one of the draft
// where Zoho did not say.
func (s *Service) completeIn(ctx context.Context, project string, app Application, region string, r Redirect) error {
	drafted := app.Region
	if region != "" {
		app.Region = region
	}
	h := s.handover(project, app, r.Code)
	h.redirectURL = s.RedirectURL
	c, known, err := s.cameFrom(ctx, project, h.mark)
	if err != nil {
		return err
	}
	outcome := disagreement(theCode, c, app)
	if !known {
		link := s.linkOf(project, app, r.State)
		if err := link.unused(ctx); err != nil {
			return err
		}
		if c, outcome = h.take(ctx); c.Project != "" {
			outcome = errors.Join(outcome, link.end(ctx, Accepted))
		}
	}
	if c.Project == "" { // there is no grant
		return outcome
	}
	if c.Region != drafted {
		if err := s.Learned(context.WithoutCancel(ctx), project, c.Region); err != nil {
			return unlearned(err, c.Region)
		}
	}
	return outcome
}

// unused refuses a link that has made a connection before: whoever finds its
// state in a history or a log must not tie the project to their own
// organisation. What became of a link is kept as that of a code is.
func (h handover) unused(ctx context.Context) error {
	now := h.Now()
	return h.Store.UpdateAttempt(ctx, h.project, h.mark, func(a Attempt) (Attempt, error) {
		if a.Outcome == Accepted {
			return a, usedLink(a.EndedAt)
		}
		a.BegunAt, a.EndedAt, a.Outcome = now, time.Time{}, Unknown
		return a, nil
	})
}
