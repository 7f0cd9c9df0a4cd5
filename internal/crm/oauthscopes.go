package crm

import "strings"

// Scope is a right that ringbook asks for, and what for.
type Scope struct {
	// Name is as the consent page takes it, such as
	// "ZohoCRM.modules.events.READ".
	Name string
	// Reason ends the sentence "Without it ringbook cannot ...".
	Reason string
	// Optional scopes leave a project working where they are missing.
	Optional bool
}

// Scopes are the rights that the calls of this package need, and no others
// (zoho-crm-api §1.6). Records are found by COQL, which needs its own right
// beside that to read the module.
func Scopes() []Scope {
	return []Scope{
		{Name: "ZohoCRM.coql.READ", Reason: "look anything up in the CRM"},
		{Name: "ZohoCRM.modules.events.READ", Reason: "see when somebody is busy"},
		{Name: "ZohoCRM.modules.events.CREATE", Reason: "book appointments"},
		{Name: "ZohoCRM.modules.events.DELETE", Reason: "cancel appointments"},
		{Name: "ZohoCRM.modules.contacts.READ", Reason: "recognise callers among the contacts"},
		{Name: "ZohoCRM.modules.contacts.CREATE", Reason: "make a contact of somebody who books for the first time"},
		{Name: "ZohoCRM.modules.leads.READ", Reason: "recognise callers among the leads"},
		{Name: "ZohoCRM.modules.leads.CREATE", Reason: "make a lead of a new caller"},
		{Name: "ZohoCRM.modules.accounts.READ", Reason: "recognise callers by their company's number"},
		{Name: "ZohoCRM.modules.notes.READ", Reason: "see whether the note of a call is there already"},
		{Name: "ZohoCRM.modules.notes.CREATE", Reason: "write the note of a call"},
		{Name: "ZohoCRM.modules.deals.READ", Reason: "find the deal of a caller"},
		{Name: "ZohoCRM.modules.deals.CREATE", Reason: "make a deal after a call"},
		{Name: "ZohoCRM.modules.deals.UPDATE", Reason: "move a deal to its next stage"},
		{Name: "ZohoCRM.users.READ", Reason: "know who can be booked"},
		{Name: "ZohoCRM.org.READ", Reason: "know the organisation, its country and its environment"},
		{Name: "ZohoCRM.settings.fields.READ", Reason: "know which fields your organisation demands"},
		{Name: "ZohoCRM.settings.layouts.READ", Reason: "find the pipelines of the deals"},
		{Name: "ZohoCRM.settings.pipeline.READ", Reason: "know the stages of the pipelines"},
		{Name: "ZohoCRM.settings.business_hours.READ", Reason: "know the business hours, the holidays and the shifts"},
		{Name: absencesScope, Reason: "know when users are away, so that they are booked all the same", Optional: true},
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
