// Package contact finds out which CRM record a phone number belongs to, and
// makes one where there is none.
//
// A CRM holds numbers in whatever spelling somebody typed, so a CRM's own
// search only proposes: the decision is made here, by comparing E.164 forms.
// Several records on one number are a result, [Ambiguous], and never resolved
// by picking the first. Where one person is both contact and lead, the contact
// stands. A withheld number is not looked up.
//
// Several who want a record made for one number at once get one record; see
// [Service.Make]. What ringbook itself made is also remembered in a local directory, by which
// a caller is found where the project asked for no look-up in the CRM.
//
// The package knows no CRM's field names and no wire form.
package contact

import "github.com/ringbook/ringbook/internal/phone"

// Module is the CRM module of a record that can stand for a caller.
type Module string

// The modules, spelled as in the CRM and in the attribute zoho_lookup_order.
const (
	Contacts Module = "Contacts"
	Leads    Module = "Leads"
	Accounts Module = "Accounts"
)

// Attends reports whether a record of the module can attend an appointment: a
// person can, a company cannot.
func (m Module) Attends() bool { return m == Contacts || m == Leads }

// Record is a CRM record that stands for a caller.
type Record struct {
	Module Module
	ID     string
	// Name is the record's full name, as people say it.
	Name string
	// Numbers are the phone fields as the CRM spells them.
	Numbers []string
}

// Outcome says what a look-up came to.
type Outcome string

// The outcomes of a look-up.
const (
	// Known is exactly one person.
	Known Outcome = "known"
	// New is nobody.
	New Outcome = "new"
	// Ambiguous is more than one person.
	Ambiguous Outcome = "ambiguous"
	// Withheld is a caller who hides the number.
	Withheld Outcome = "withheld"
	// NotChecked is a look-up that was switched off, impossible without a
	// number, or not finished in time.
	NotChecked Outcome = "not checked"
)

// Match is the result of a look-up.
type Match struct {
	Outcome Outcome
	// Record is set when Outcome is Known.
	Record Record
	// Candidates are set when Outcome is Ambiguous.
	Candidates []Record
}

// judge decides what the CRM's proposals mean for a number.
func judge(proposals []Record, order []Module, number phone.Number, region string) Match {
	for _, module := range order {
		same := matching(proposals, module, number, region)
		switch len(same) {
		case 0:
			continue
		case 1:
			return Match{Outcome: Known, Record: same[0]}
		default:
			return Match{Outcome: Ambiguous, Candidates: same}
		}
	}
	return Match{Outcome: New}
}

func matching(proposals []Record, module Module, number phone.Number, region string) []Record {
	var same []Record
	for _, r := range proposals {
		if r.Module == module && carries(r, number, region) {
			same = append(same, r)
		}
	}
	return same
}

func carries(r Record, number phone.Number, region string) bool {
	for _, raw := range r.Numbers {
		if n, err := phone.Parse(raw, region); err == nil && n == number {
			return true
		}
	}
	return false
}
