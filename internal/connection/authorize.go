package connection

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/vault"
)

// stateLife is how long an invitation is good: time to sign in at Zoho, with a
// second factor, and to read what is asked for.
const stateLife = 10 * time.Minute

// stateKind is what the states are sealed for, beside their project.
const stateKind = "oauth state"

// Invitation is where a person consents, once.
type Invitation struct {
	// URL is the consent page, for this project and until ExpiresAt.
	URL string
	// RedirectURL is where Zoho sends the person back to; it must be
	// registered with the application.
	RedirectURL string
	ExpiresAt   time.Time
}

// Authorize returns where a person consents that the project may work in their
// CRM. Whoever consents there ties their organisation to this project, so the
// address is for the eyes of the builder only. Without a public address of the
// server it is fault.Refused, with CRM switched off fault.NotConnected. A refusal
// of the last invitation is forgotten.
func (s *Service) Authorize(ctx context.Context, project string) (Invitation, error) {
	if err := s.Enabled(ctx, project); err != nil {
		return Invitation{}, err
	}
	if s.RedirectURL == "" {
		return Invitation{}, noPublicAddress()
	}
	app, err := s.wanted(ctx, project)
	if err != nil {
		return Invitation{}, err
	}
	expires := s.Now().Add(stateLife)
	address, err := s.Authority.AuthorizationURL(app, s.state(project, app, expires), s.RedirectURL)
	if err != nil {
		return Invitation{}, err
	}
	return Invitation{URL: address, RedirectURL: s.RedirectURL, ExpiresAt: expires}, s.noteDeclined(ctx, project, Unknown)
}

// wanted is the application that the project's draft asks for.
func (s *Service) wanted(ctx context.Context, project string) (Application, error) {
	app, err := s.Application(ctx, project)
	if err != nil {
		return Application{}, err
	}
	return s.resolve(app)
}

// The payload of a state: chance, which makes each its own, and the print of
// the application that the code will belong to.
const (
	chanceSize = 8
	printSize  = 8
)

// state is the project's id, which the sealing needs to open, and a handle.
func (s *Service) state(project string, app Application, expires time.Time) string {
	payload := make([]byte, chanceSize, chanceSize+printSize)
	rand.Read(payload) // never fails: the program ends if there is no randomness
	payload = append(payload, s.print(app)...)
	return project + "." + s.Vault.Handles().Seal(stateKind, project, payload, expires)
}

// openState returns the project that a state was made for and the print of its
// application.
func (s *Service) openState(state string) (project string, print []byte, err error) {
	at := strings.LastIndexByte(state, '.')
	if at < 0 {
		return "", nil, foreignState()
	}
	project = state[:at]
	payload, err := s.Vault.Handles().Open(stateKind, project, state[at+1:], s.Now())
	switch {
	case errors.Is(err, vault.ErrExpired):
		return project, nil, lateState()
	case err != nil, len(payload) != chanceSize+printSize:
		return "", nil, foreignState()
	}
	return project, payload[chanceSize:], nil
}

// print tells applications apart, so that a code is not handed in for another
// one than it was made for.
func (s *Service) print(app Application) []byte {
	sum := sha256.Sum256([]byte(app.ClientID))
	return sum[:printSize]
}

func (s *Service) isOf(print []byte, app Application) bool {
	return subtle.ConstantTimeCompare(print, s.print(app)) == 1
}
