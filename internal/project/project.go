package project

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/principal"
)

// Project is one tenant.
type Project struct {
	// ID is a short readable word and a random ending, fit for a URL path.
	// It never changes.
	ID   string
	Name string
	// TimeZone is an IANA name. It never changes; zoho_timezone overrides it.
	TimeZone string
	// CRMEnabled is the administrator's switch: while it is off nothing
	// reaches the CRM.
	CRMEnabled bool
	CreatedAt  time.Time
}

// Key is what is known of a key after it was shown.
type Key struct {
	ID string
	// Project is empty for an administrator's key.
	Project   string
	Role      principal.Role
	CreatedAt time.Time
	// RevokedAt is the zero time while the key is good.
	RevokedAt time.Time
}

// Revoked reports whether the key is no longer good.
func (k Key) Revoked() bool { return !k.RevokedAt.IsZero() }

// Hash is the SHA-256 of a key's text.
type Hash [32]byte

// Store keeps projects and keys. Each method is one transaction. Times are
// kept to the millisecond. What is not there is a NotFound fault.
type Store interface {
	// CreateProject is a Conflict where the id is taken.
	CreateProject(ctx context.Context, p Project) error
	Project(ctx context.Context, id string) (Project, error)
	// Projects returns all, in the order of their creation.
	Projects(ctx context.Context) ([]Project, error)
	// UpdateProject replaces a project by what change makes of it and
	// returns that. An error of change is returned as it is and nothing is
	// stored. change may run more than once and must do nothing else.
	UpdateProject(ctx context.Context, id string, change func(Project) (Project, error)) (Project, error)
	// CreateKey is NotFound where the key's project is not there, and a
	// Conflict where the id or the hash is taken.
	CreateKey(ctx context.Context, k Key, hash Hash) error
	// KeyByHash returns revoked keys too.
	KeyByHash(ctx context.Context, hash Hash) (Key, error)
	// Keys returns the keys of a project, or the administrators' for "", in
	// the order of their creation, revoked ones included.
	Keys(ctx context.Context, project string) ([]Key, error)
	// RevokeKey sets RevokedAt, and returns the key as it then is. allow is
	// asked first, with the key and how many other keys with its owner are
	// good; its error is returned as it is and nothing is stored. A key that
	// was revoked before stays as it is without asking. allow may run more
	// than once and must do nothing else.
	RevokeKey(ctx context.Context, id string, at time.Time, allow func(k Key, otherGood int) error) (Key, error)
}
