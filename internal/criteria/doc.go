// Package criteria judges by rules what becomes of a deal after a conversation.
//
// A builder types criteria as text. A line that begins with "rule:" is a rule;
// every other line that is not blank is prose, which this package keeps apart
// and does not judge (see [Program.Prose]):
//
//	rule: booked && !returning => "Qualification" because "a new client has an appointment"
//	rule: outcome == "price_objection" => "Negotiation/Review" because "they said {outcome}"
//	rule: cancelled => keep
//
// A rule is a condition, an arrow, and either a stage in quotes or the word
// keep; then, if wanted, the word because and a reason in quotes, in which the
// name of a fact in braces stands for the fact. The condition is an expression
// of CEL (Common Expression Language) over the [Facts] of the conversation, with
// CEL's operators and macros and the usual functions of texts, such as
// summary.lowerAscii().contains("price").
//
// # Two stages
//
// [Compile] reads the text when it is published: it checks syntax, the names of
// facts and functions, types, and that every stage exists, those that the fact
// stage is compared with included, and reports all that
// is wrong at once, by line and column of the text as typed, with the nearest
// name that would be right. [Program.Decide] tries the rules in their order;
// the first one that holds decides.
//
// # No rule can hang a server
//
// The text, the rules and the facts are bounded in length. A condition whose
// cost, estimated by CEL over the longest facts, exceeds a budget is refused by
// Compile; what the estimate does not foresee is stopped by the same budget, or
// by the clock, when the rule is judged. Patterns of matches() must be written
// out and be small, because CEL cannot interrupt one.
//
// The package knows declared facts, not conversations, deals or a CRM, and it
// writes nothing.
package criteria
