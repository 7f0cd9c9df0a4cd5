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
// line pays no query for them; [Service.SettingsAt] gives those of the revision
// that a conversation began with.
//
// What publishing chooses for a builder who chose nothing, [Service.FillDraft]
// puts into the draft as well.
//
// A one-time value, such as an authorization code, stands in the draft alone,
// with the time at which it was typed, until publishing has used it up.
//
// # Secrets
//
// A SECRET is sealed before it reaches the [Store] and stays sealed in drafts,
// revisions and Settings; this package does not encrypt, it hands the text to
// a [Sealer]. The sealed text is bound to the project and the name. Only
// [Service.Reveal] gives one away; two are compared by what is inside, since
// one secret sealed twice gives two texts. After a rotation of keys
// [Service.Reseal] seals all of them anew. Listings and differences show a
// [Mask]; a mask that a form sends back unchanged means "as it was".
//
// # What it refuses to know
//
// How values are stored, how they travel, who may change them, how Zoho is
// asked for the system-owned ones (internal/publish does that), and what pipeline
// criteria mean (internal/criteria compiles them).
package attribute
