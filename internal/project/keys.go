package project

import (
	"context"
	"crypto/subtle"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
)

// OperatorKeyID names the key that the operator chose by Config.AdminKey, in
// logs and as the author of revisions.
const OperatorKeyID = "operator"

// Authenticate tells who holds a key. A key that is unknown, revoked or no
// key at all is an Unauthenticated fault, always with the same text. Any
// other fault is the store's.
func (s *Service) Authenticate(ctx context.Context, keyText string) (principal.Principal, error) {
	hash := HashOf(keyText)
	if s.adminKey != nil && subtle.ConstantTimeCompare(hash[:], s.adminKey[:]) == 1 {
		return principal.Principal{Role: principal.Admin, KeyID: OperatorKeyID}, nil
	}
	if !looksLikeKey(keyText) {
		return principal.Principal{}, unauthenticated()
	}
	key, err := s.keys.get(hash, s.now(), func() (Key, error) { return s.goodKey(ctx, hash) })
	if err != nil {
		return principal.Principal{}, err
	}
	return principalOf(key), nil
}

// goodKey keeps revoked keys out of the memory, which holds only right
// answers.
func (s *Service) goodKey(ctx context.Context, hash Hash) (Key, error) {
	key, err := s.store.KeyByHash(ctx, hash)
	if fault.Is(err, fault.NotFound) || (err == nil && key.Revoked()) {
		return Key{}, unauthenticated()
	}
	return key, err
}

func unauthenticated() error {
	return fault.New(fault.Unauthenticated, "a valid key is needed")
}

// CreateKey makes a key and returns its text, which cannot be had again. An
// administrator's key belongs to no project, every other to one.
func (s *Service) CreateKey(ctx context.Context, project string, role principal.Role) (keyText string, key Key, err error) {
	switch {
	case !role.Valid():
		return "", Key{}, fault.InvalidField("role", "a key is for an agent, a builder or an admin")
	case role == principal.Admin && project != "":
		return "", Key{}, fault.InvalidField("project", "an administrator's key belongs to no project; leave it out")
	case role != principal.Admin && project == "":
		return "", Key{}, fault.InvalidField("project", "name the project that the key is for")
	}
	keyText = newKeyText(role)
	key = Key{ID: "key_" + randomText(base36, 12), Project: project, Role: role, CreatedAt: s.now()}
	if err := s.store.CreateKey(ctx, key, HashOf(keyText)); err != nil {
		return "", Key{}, absent(err, "project")
	}
	return keyText, key, nil
}

// FirstAdminKey makes an administrator's key on a server that has none that is
// good, and returns its text. It returns "" where there is one, or where the
// operator chose one.
func (s *Service) FirstAdminKey(ctx context.Context) (keyText string, err error) {
	if s.adminKey != nil {
		return "", nil
	}
	known, err := s.store.Keys(ctx, "")
	if err != nil {
		return "", err
	}
	for _, key := range known {
		if !key.Revoked() {
			return "", nil
		}
	}
	keyText, _, err = s.CreateKey(ctx, "", principal.Admin)
	return keyText, err
}

// RevokeKey ends a key for good. A key that was revoked before stays so. The
// last good key of the administrators is a Conflict where the operator chose
// none: nobody could make another.
func (s *Service) RevokeKey(ctx context.Context, id string) (Key, error) {
	key, err := s.store.RevokeKey(ctx, id, s.now(), s.mayRevoke)
	// Forgotten even after an error, since the store may have done it.
	s.keys.forget(func(_ Hash, known Key) bool { return known.ID == id })
	return key, absent(err, "key")
}

func (s *Service) mayRevoke(k Key, otherGood int) error {
	if k.Role == principal.Admin && otherGood == 0 && s.adminKey == nil {
		return fault.New(fault.Conflict, "this is the last key of the administrators, and without it nobody could make another").
			WithRemedy("make another administrator's key first, and revoke this one with that")
	}
	return nil
}

// ListKeys returns the keys of a project, or the administrators' for "", in
// the order of their creation, revoked ones included.
func (s *Service) ListKeys(ctx context.Context, project string) ([]Key, error) {
	if project != "" {
		if _, err := s.Project(ctx, project); err != nil {
			return nil, err
		}
	}
	return s.store.Keys(ctx, project)
}
