// Package attribute owns what steers a project: the values of the attributes
// in the catalogue (package config), the draft that a builder edits, the
// immutable revisions that publishing makes, and the typed [Settings] that the
// rest of the program reads.
//
// # From what was typed to what applies
//
//	typed text --Canonical--> canonical text --Draft--> Revision --Decode--> Settings
//
// A value is text all the way. [Canonical] accepts what people write ("yes",
// " 030 ", "Least Busy", times as 9:00) and gives the one form that is stored
// and shown ("True", "30", "least_busy", "09:00"), or says what is wrong and
// how to put it right. An empty value means that nothing is set, and the
// default applies.
//
// A [Draft] holds only what a builder has set. A [Revision] holds that and the
// system-owned values that publishing filled in; it is numbered, never changes
// and never vanishes, and one of them is active. [Decode] lays the set values
// over the defaults, checks what only shows when they are seen together, and
// gives [Settings]. [Service.Settings] keeps them in memory, so a call on the
// line pays no query for them.
//
// # Secrets
//
// A SECRET is sealed before it reaches the [Store] and stays sealed in drafts,
// revisions and Settings; this package does not encrypt, it hands the text to
// a [Sealer]. The sealed text is bound to the project and the name. Only
// [Service.Reveal] opens one. Listings and differences show a [Mask]; a mask
// that a form sends back unchanged means "as it was".
//
// # What it refuses to know
//
// How values are stored, how they travel, who may change them, how Zoho is
// asked for the system-owned ones (internal/publish does that), and what pipeline
// criteria mean (internal/criteria compiles them).
package attribute
