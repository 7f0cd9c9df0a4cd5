package connection

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

const (
	// codeLife is how long Zoho takes a code (zoho-crm-api §1.4).
	codeLife = 3 * time.Minute
	// exchangeLimit bounds an exchange as a whole. A caller who goes does not
	// end it: a code must not be used up for nothing.
	exchangeLimit = 30 * time.Second
	// askLimit bounds the first question, which leaves room for the look into
	// the other data centres.
	askLimit = 15 * time.Second
	// production is the environment where nothing else is said.
	production = "production"
)

// ErrSpent is in the chain of every failure after which the code is worth
// nothing any more, here or anywhere.
var ErrSpent = errors.New("the authorization code is spent")

// Exchange uses up a code that a person typed at setAt (zero where that is not
// known) and puts the grant in use. Failures are fault.Refused with a remedy,
// except where Zoho could not be asked (Unavailable), did not answer (Uncertain)
// or is being asked about this very code (Conflict); see [ErrSpent] for whether
// the code can be tried again. A code that was typed before the connection
// which it made is that connection's: the call goes on as Adopt.
func (s *Service) Exchange(ctx context.Context, project string, app Application, code string, setAt time.Time) error {
	if err := s.Enabled(ctx, project); err != nil {
		return err
	}
	app, err := s.resolve(app)
	if err != nil {
		return err
	}
	h := s.handover(project, app, code)
	h.setAt = setAt
	c, known, err := s.cameFrom(ctx, project, h.mark)
	switch {
	case err != nil:
		return err
	case known && (setAt.IsZero() || setAt.Truncate(time.Millisecond).After(c.ConnectedAt)): // as exact as it is stored
		return reused(c.ConnectedAt)
	case known:
		if err := disagreement(theCode, c, app); err != nil {
			return err
		}
		return s.Adopt(ctx, project, app)
	}
	_, err = h.take(ctx)
	return err
}

// handover is one code on its way to the authority and back.
type handover struct {
	*Service
	project     string
	app         Application
	code, mark  string
	redirectURL string    // empty for a typed code
	setAt       time.Time // when it was typed, if that is known
	begunAt     time.Time
}

func (s *Service) handover(project string, app Application, code string) handover {
	code = strings.TrimSpace(code)
	sum := sha256.Sum256([]byte(project + "\x00" + code))
	return handover{Service: s, project: project, app: app, code: code, mark: hex.EncodeToString(sum[:])}
}

// cameFrom returns the connection that a code has made, in use or aside.
func (s *Service) cameFrom(ctx context.Context, project, mark string) (Connection, bool, error) {
	for _, aside := range []bool{false, true} {
		sealed, err := s.Store.Load(ctx, project, aside)
		switch {
		case fault.Is(err, fault.NotFound):
			continue
		case err != nil:
			return Connection{}, false, err
		case sealed.Code == mark:
			c, err := open(s.Vault, sealed)
			return c, err == nil, err
		}
	}
	return Connection{}, false, nil
}

// take hands the code over. The connection is not empty once there is a grant,
// whatever else may stand against it.
func (h handover) take(ctx context.Context) (Connection, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), exchangeLimit)
	defer cancel()
	h.begunAt = h.Now()
	if err := h.begin(ctx); err != nil {
		return Connection{}, err
	}
	grant, err := h.ask(ctx)
	if err == nil {
		return h.keep(ctx, h.app.Region, grant)
	}
	refusal, ok := errors.AsType[*Refusal](err)
	switch {
	case !ok: // it was never asked
		return Connection{}, errors.Join(err, h.end(ctx, Rejected))
	case refusal.Reason == Unanswered: // the attempt stays open
		return Connection{}, unanswered(refusal)
	case h.mayBeElsewhere(refusal):
		return h.elsewhere(ctx, refusal)
	}
	if err := h.end(ctx, Rejected); err != nil {
		return Connection{}, err
	}
	return Connection{}, h.word(refusal)
}

func (h handover) ask(ctx context.Context) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	return h.Authority.Exchange(ctx, h.app, h.code, h.redirectURL)
}

// begin writes down that the code is handed over, or says why it is not.
func (h handover) begin(ctx context.Context) error {
	now := h.Now()
	return h.Store.UpdateAttempt(ctx, h.project, h.mark, func(a Attempt) (Attempt, error) {
		switch {
		case a.Outcome == Accepted:
			return a, reused(a.BegunAt)
		case a.BegunAt.IsZero(), a.Outcome == Rejected:
			a.BegunAt, a.EndedAt, a.Outcome = now, time.Time{}, Unknown
			return a, nil
		case now.Sub(a.BegunAt) < exchangeLimit:
			return a, underWay()
		}
		return a, handedOver(a.BegunAt)
	})
}

// end writes down what the code came to.
func (h handover) end(ctx context.Context, outcome Outcome) error {
	now := h.Now()
	return h.Store.UpdateAttempt(context.WithoutCancel(ctx), h.project, h.mark, func(a Attempt) (Attempt, error) {
		a.EndedAt, a.Outcome = now, outcome
		return a, nil
	})
}

// keep stores a grant before anything else happens, and then says what stands
// against it.
func (h handover) keep(ctx context.Context, region string, g Grant) (Connection, error) {
	ctx = context.WithoutCancel(ctx)
	if g.RefreshToken == "" { // it would end within the hour, and what is there with it
		return Connection{}, errors.Join(noOfflineAccess(), h.end(ctx, Accepted))
	}
	now := h.Now()
	c := Connection{
		Project: h.project, Region: region, Environment: cmp.Or(g.Environment, h.app.Environment, production),
		APIDomain: g.APIDomain, ClientID: h.app.ClientID, ClientSecret: h.app.ClientSecret,
		RefreshToken: g.RefreshToken, AccessToken: g.AccessToken, AccessExpiry: g.AccessExpiry, Scopes: g.Scopes,
		ConnectedAt: now, UpdatedAt: now,
	}
	unasked := disagreement(theCode, c, h.app)
	if err := h.put(ctx, c, unasked != nil); err != nil {
		return Connection{}, err
	}
	switch late, err := h.overtaken(ctx); {
	case err != nil:
		return c, errors.Join(err, h.end(ctx, Accepted))
	case late:
		_, err := h.Disconnect(ctx, h.project)
		return Connection{}, errors.Join(disconnectedMeanwhile(), err, h.end(ctx, Accepted))
	}
	return c, errors.Join(unasked, h.end(ctx, Accepted))
}

// put stores the connection: in use, or aside where nobody asked for such a
// grant.
func (h handover) put(ctx context.Context, c Connection, unasked bool) error {
	_ = h.noteDeclined(ctx, h.project, Unknown) // told too long at worst; the grant must be kept
	err := h.Store.Save(ctx, seal(h.Vault, c, unasked, h.mark))
	if err != nil || unasked {
		return err
	}
	waiting, err := h.Store.Load(ctx, h.project, true)
	if err == nil { // what waited has been overtaken
		_ = h.Store.Forget(ctx, waiting) // the new grant is in use all the same
	}
	return nil
}
