// Package fidelity keeps docs/zoho-fidelity.md, the list of what is known and
// guessed of Zoho's behaviour, and is nothing but tests.
//
// The list is made from the doc comments of the tests of internal/zohosim and
// internal/zoho: whoever tests a behaviour of Zoho says there what it is and
// where it is known from, so that the list cannot promise what no test shows.
// Such a comment ends in one or more blocks:
//
//	Fidelity: events-overlap
//	Behaviour: Two events of one owner at the same time are both accepted.
//	Source: zoho-crm-api §2.2, inferred: no document knows of any protection
//	Doubtful: yes
//	Setting: thisAndThat
//	Settle: probe
//
// Exactly one test defines an id; others, the client's above all, refer to it
// with the first line alone. A doubtful behaviour says how to settle it on a real
// organisation: "probe" where ringbook doctor --probe has a probe of the same id,
// else a sentence. Setting names the fields of zohosim.Settings, by their JSON
// names, that switch between the readings. A line that is indented continues the
// key before it.
//
// The package reads source text and refuses to know what the tests do; that they
// pass is the business of go test. To write the page anew:
//
//	go test ./internal/fidelity -run Document -update
package fidelity
