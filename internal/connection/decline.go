package connection

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// declining is what the last refusal on the consent page is kept under, among the
// attempts; no code is spelled like it.
const declining = "\x00declined"

// declinedFor begins the outcome of a refusal. Behind it stands Zoho's word, where
// that is one we know: what a redirect brings anybody can write.
const declinedFor = "declined: "

// decline keeps that the person came back without a code, for whoever waits for
// the consent, and words it. A link that has made a connection says nothing any
// more: whoever finds it must not be able to cast doubt on that.
func (s *Service) decline(ctx context.Context, project string, r Redirect) error {
	told := declined(r.Error)
	link, err := s.Store.Attempt(ctx, project, s.linkOf(project, Application{}, r.State).mark)
	if err != nil || link.Outcome == Accepted {
		return errors.Join(told, err)
	}
	word := r.Error
	if word != "" && word != accessDenied && word != invalidScope {
		word = "other"
	}
	return errors.Join(told, s.noteDeclined(ctx, project, Outcome(declinedFor+word)))
}

// noteDeclined keeps the last refusal, or with Unknown that there is none.
func (s *Service) noteDeclined(ctx context.Context, project string, outcome Outcome) error {
	now := s.Now()
	return s.Store.UpdateAttempt(context.WithoutCancel(ctx), project, s.handover(project, Application{}, declining).mark, func(a Attempt) (Attempt, error) {
		a.BegunAt, a.EndedAt, a.Outcome = now, time.Time{}, outcome
		return a, nil
	})
}

// lastDeclined is the refusal that nothing has followed, or nil.
func (s *Service) lastDeclined(ctx context.Context, project string) (*fault.Error, error) {
	a, err := s.Store.Attempt(ctx, project, s.handover(project, Application{}, declining).mark)
	word, is := strings.CutPrefix(string(a.Outcome), declinedFor)
	if err != nil || !is {
		return nil, err
	}
	return declined(word), nil
}

// linkOf is a link as a handover: what becomes of it is kept under its mark.
func (s *Service) linkOf(project string, app Application, state string) handover {
	return s.handover(project, app, "state\x00"+state)
}
