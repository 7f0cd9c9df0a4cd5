// Package principal says who asks: a role and, except for administrators, the
// one project the asker belongs to. It is passed as an argument to whatever
// must judge it; it knows neither keys nor how they arrive.
package principal

// Role is what an asker may do.
type Role string

const (
	// Agent is a voice agent: it schedules.
	Agent Role = "agent"
	// Builder edits and publishes a project's attributes.
	Builder Role = "builder"
	// Admin creates projects and keys, and may do what a builder may by
	// naming the project.
	Admin Role = "admin"
	// Job is ringbook itself, finishing work that a call caused.
	Job Role = "job"
)

// Valid reports whether a key can have this role.
func (r Role) Valid() bool { return r == Agent || r == Builder || r == Admin }

// Principal is an authenticated asker.
type Principal struct {
	Role Role
	// Project is the project's id; empty for an administrator.
	Project string
	// KeyID names the key that was shown, for logs and revision authors.
	KeyID string
}
