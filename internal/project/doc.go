// Package project owns the tenants of a server, the keys by which they are
// entered, and the administrator's switches.
//
// A [Project] is one tenant: its attributes, connection, bookings and
// conversations hang on its id. A [Key] belongs to one project, or to none if
// it is an administrator's, and has one role. Its text is shown once, when it
// is made; what is stored is its SHA-256, which is enough because the text is
// random and long. A key is found by that hash, so no comparison tells by its
// time how much of a guess was right.
//
//	rk_agent_4fN0ZtQw8JpLrV2sXcKd1eYb
//
// [Service.Authenticate] stands before every request, so right answers are
// remembered in memory for a short time. A revocation is effective at once in
// the process that made it, and in others after that time.
//
// The package knows no transport: which header carries a key, and which role
// may call what, is the business of internal/rpc. Nor does it make a new
// project's attributes; whoever creates a project seeds them.
package project
