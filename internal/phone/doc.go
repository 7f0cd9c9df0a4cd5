// Package phone turns telephone numbers in any spelling into one: E.164.
//
// A line, a CRM and a caller each write the same number differently; [Parse]
// makes them comparable, by the numbering plans of libphonenumber and never by
// cutting strings. It reads national and international forms, SIP and tel URIs
// as trunks and platforms send them, drops extensions, and refuses what is not
// a number: words, and digits too few or too many for their country.
//
// A number need not be assigned to anybody. Only its length is held against
// the plan of its country, since plans open new ranges faster than metadata
// follows, and test lines (+1 555) must work.
//
// That a caller withholds the number is not an error of spelling:
// [IsWithheld] knows the many ways in which carriers and platforms say so.
//
// Errors never contain the number, and a [Number] that reaches a structured log
// shows its last two digits only. The package knows no caller, no contact and
// no CRM.
package phone
