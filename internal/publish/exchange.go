package publish

import "context"

const codeIDN = "zoho_oauth_code"

// exchange uses a new authorization code up. The tokens are stored before the
// code is blanked: a crash in between leaves a used code, and never a lost
// token.
func (r *run) exchange(ctx context.Context) (Step, error) {
	secret := r.candidate.Secret(codeIDN)
	if !secret.IsSet() {
		return Step{State: Skipped, Detail: "no new authorization code"}, nil
	}
	code, err := r.Attributes.Reveal(r.project, secret)
	if err != nil {
		return Step{}, err
	}
	conn, err := r.CRM.Exchange(ctx, r.project, r.settings.Connection.Region, code)
	if err != nil {
		return Step{}, err
	}
	if err := r.Connections.Save(ctx, conn); err != nil {
		return Step{}, err
	}
	return Step{State: Done}, r.Attributes.Blank(ctx, r.project, secret)
}
