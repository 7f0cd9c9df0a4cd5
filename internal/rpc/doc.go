// Package rpc is the Connect edge: it turns requests into calls on the
// subjects and their results into answers.
//
// One handler type serves each proto service; it holds no rule of its own.
// What it does hold is the wire: generated types and their converters, the
// handles that a model quotes back (see handles.go), the access table, the one
// translation of faults into Connect codes, and the envelope that every answer
// to an agent carries. Each answer's line comes from package speech.
//
// # Who may call what
//
// The access table says which roles may call a service. In which project a
// request works depends on the key: an agent's and a builder's know their own,
// and an administrator names one in the request (target.go). Nobody learns whether
// a project exists that is not theirs.
//
// # Two kinds of callers
//
// For an agent a CRM that does not do as asked is an outcome with a status. For
// a builder it is an error with its remedy, and of several values that are wrong
// each is told. Publish and Diagnose tell of their steps in streams, which end
// with the server, or with the client; a publish that has begun goes on.
//
// # The wire
//
// JSON is read leniently where a language model's mistake can mean one thing
// only (lenient.go, instant.go); a mistake that cannot be read becomes an outcome
// where an outcome fits, and otherwise an error that names the field and never
// quotes the value.
//
// A request passes the access check before any of its body is read, and then
// three interceptors, outermost first: recovery and logging (procedure, code,
// duration, the key's id and the project; never a body, a number or a key),
// validation of the message, and the time limit, which streams do not have. The
// time limit ends the wait, not the work: subjects finish a write that has
// begun.
//
// The authenticated asker travels from the access check to the log and to the
// handler through the context, the only value that does; from the handler on
// it is an argument.
package rpc
