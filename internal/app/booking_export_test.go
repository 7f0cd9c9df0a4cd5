package app

import "context"

// SwitchCRM turns the administrator's switch of a project, for tests: there is
// no RPC that does.
func (a *App) SwitchCRM(ctx context.Context, project string, on bool) error {
	_, err := a.projects.SetCRMEnabled(ctx, project, on)
	return err
}
