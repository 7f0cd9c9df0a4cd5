// Package rpc is the Connect edge: it turns requests into calls on the
// subjects and their results into answers.
//
// One handler type serves each proto service; it holds no rule of its own.
// What it does hold is the wire: generated types and their converters, the
// handles that a model quotes back (see handles.go), the access table, the one
// translation of faults into Connect codes, and the envelope that every answer
// to an agent carries. Each answer's line comes from package speech.
//
// JSON is read leniently where a language model's mistake can mean one thing
// only (lenient.go, instant.go); a mistake that cannot be read becomes an outcome
// where an outcome fits, and otherwise an error that names the field and never
// quotes the value.
//
// A request passes the access check before any of its body is read, and then
// three interceptors, outermost first: recovery and logging (procedure, code
// and duration; never a body, a number or a key), validation of the message,
// and the time limit. The time limit ends the wait, not the work: subjects
// finish a write that has begun.
//
// The authenticated asker travels from the access check to the handler through
// the context, the only value that does; [asker] reads it once.
package rpc
