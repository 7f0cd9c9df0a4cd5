// Package connection owns a project's connection to its CRM: whose grant, for
// which data centre and environment, the application it was given to, the
// tokens, who refreshes them, and the last error with its remedy.
//
// # How a grant is had
//
// [Service.Authorize] makes the address of the consent page. The state in it is
// a sealed handle that names the project, lives ten minutes and makes one
// connection; [Service.Complete] opens it when the person comes back, learns the
// data centre from Zoho's parameters and exchanges the code. [Service.Exchange]
// takes a code that a person typed instead, and [Service.Adopt] goes on with the
// grant that is there.
//
// A code works once and for minutes, and its answer may be lost, so that it is
// handed over is written down before ([Attempt]). Why a code was not accepted is
// told apart as far as can be known: used before, too old, of another data
// centre, of another application. Whatever is accepted is stored before anything
// else happens. Where it is not what the project's settings ask for, it is kept
// aside, so that no call ends in an organisation or environment that nobody
// meant; Adopt takes it once the settings agree.
//
// # How it is kept
//
// Tokens live beside the attribute revisions, not in them: they change every
// hour and must survive a publish that fails. Each is sealed for its project,
// field and place, so that a copied row or a leaked file gives nothing away. The
// grant keeps the application it was given to, so that a draft being edited
// breaks no live connection.
//
// [Service.Renew] refreshes an access token once for all processes that share
// the store: a lease in the row says who asks, the others watch the row. A
// refused refresh token marks the connection revoked, which only a new grant
// clears; a throttle is remembered with its end and blames nothing.
//
// Nothing here reaches the CRM while Config.Enabled refuses. The package knows
// neither HTTP nor the CRM's words: an [Authority] speaks for the one, and
// attributes live beside this package and come in as functions.
package connection
