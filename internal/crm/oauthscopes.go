package crm

import "strings"

// Scope is a right that ringbook asks for, and what for.
type Scope struct {
	// Name is as the consent page takes it, such as
	// "ZohoCRM.modules.events.READ".
	Name string
	// Reason ends the sentence "Without it ringbook cannot ...".
	Reason string
}

// Scopes are the rights that the calls of this package need, and no others
// (zoho-crm-api §1.6). Records are found by COQL, which needs its own right
// beside that to read the module.
func Scopes() []Scope {
	return []Scope{
		{"ZohoCRM.coql.READ", "look anything up in the CRM"},
		{"ZohoCRM.modules.events.READ", "see when somebody is busy"},
		{"ZohoCRM.modules.events.CREATE", "book appointments"},
		{"ZohoCRM.modules.events.DELETE", "cancel appointments"},
		{"ZohoCRM.modules.contacts.READ", "recognise callers among the contacts"},
		{"ZohoCRM.modules.contacts.CREATE", "make a contact of somebody who books for the first time"},
		{"ZohoCRM.modules.leads.READ", "recognise callers among the leads"},
		{"ZohoCRM.modules.leads.CREATE", "make a lead of a new caller"},
		{"ZohoCRM.modules.accounts.READ", "recognise callers by their company's number"},
		{"ZohoCRM.modules.notes.READ", "see whether the note of a call is there already"},
		{"ZohoCRM.modules.notes.CREATE", "write the note of a call"},
		{"ZohoCRM.modules.deals.READ", "find the deal of a caller"},
		{"ZohoCRM.modules.deals.CREATE", "make a deal after a call"},
		{"ZohoCRM.modules.deals.UPDATE", "move a deal to its next stage"},
		{"ZohoCRM.users.READ", "know who can be booked"},
		{"ZohoCRM.org.READ", "know the organisation, its country and its environment"},
		{"ZohoCRM.settings.fields.READ", "know which fields your organisation demands"},
		{"ZohoCRM.settings.layouts.READ", "find the pipelines of the deals"},
		{"ZohoCRM.settings.pipeline.READ", "know the stages of the pipelines"},
		{"ZohoCRM.settings.business_hours.READ", "know the business hours and the holidays"},
	}
}

// MissingScopes returns what of Scopes a grant does not cover, in their order.
// granted is as the token endpoint spells it, with spaces or commas; "" (which
// old servers send) tells nothing, and nothing is missing then. ALL covers every
// operation and everything below it, WRITE covers CREATE, UPDATE and DELETE, and
// case does not matter (zoho-crm-api §1.6).
func MissingScopes(granted string) []Scope {
	had := scopesOf(granted)
	if len(had) == 0 {
		return nil
	}
	var missing []Scope
	for _, needed := range Scopes() {
		if !coveredBy(had, strings.ToLower(needed.Name)) {
			missing = append(missing, needed)
		}
	}
	return missing
}

func scopesOf(granted string) []string {
	return strings.FieldsFunc(strings.ToLower(granted), func(r rune) bool { return r == ' ' || r == ',' || r == '+' })
}

func coveredBy(granted []string, needed string) bool {
	area, operation := cutOperation(needed)
	for _, g := range granted {
		grantedArea, grantedOperation := cutOperation(g)
		covers := grantedArea == area || strings.HasPrefix(area, grantedArea+".")
		if covers && permits(grantedOperation, operation) {
			return true
		}
	}
	return false
}

func permits(granted, needed string) bool {
	return granted == "all" || granted == needed || (granted == "write" && needed != "read")
}

func cutOperation(scope string) (area, operation string) {
	at := strings.LastIndexByte(scope, '.')
	if at < 0 {
		return scope, ""
	}
	return scope[:at], scope[at+1:]
}
