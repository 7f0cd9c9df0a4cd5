// Package tape writes down what a server and its clients said to each other, so
// that somebody else can judge it afterwards. It knows HTTP and nothing of
// Zoho: which exchanges belong on a tape, and which parts of them are secret, is
// its caller's business.
//
// A tape is a folder. Each file in it is one exchange as JSON (see [Exchange]),
// named after the shape of the exchange: what remains of it when numbers, dates,
// ids and free text are taken for placeholders (see [Exchange.Shape]). An
// exchange whose shape is on the tape already is not written again, so that the
// tape of a long test run stays small, whoever contributes to it: many
// simulators in one process, tests in parallel, many processes. A file appears
// whole or not at all; those that a killed process left half-written begin with
// a dot.
package tape
