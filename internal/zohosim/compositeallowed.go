package zohosim

import "slices"

// service is an API that may be called within a composite request, by the name
// that Zoho's list gives it, and its routes here.
type service struct {
	name   string
	method string
	routes []string // patterns
}

// servicesAllowed is the part of Zoho's list that the simulator has (zoho-crm-api
// §4; D7:composite-api, "Allowed APIs"). Business hours, holidays, shifts,
// absences and Events/{id}/actions/cancel are not in it.
func servicesAllowed() []service {
	return []service{
		{"Get Org", "GET", []string{"org"}},
		{"Get Metadata", "GET", []string{"settings/fields", "settings/modules", "settings/modules/{module}", "settings/layouts"}},
		{"Get Pipeline", "GET", []string{"settings/pipeline"}},
		{"Get Users", "GET", []string{"users", "users/{id}"}},
		{"Get records through a COQL query", "POST", []string{"coql"}},
		{"Get Records", "GET", []string{"{module}", "{module}/{id}"}},
		{"Search Records", "GET", []string{"{module}/search"}},
		{"Get Deleted Records", "GET", []string{"{module}/deleted"}},
		{"Get Records' Count", "GET", []string{"{module}/actions/count"}},
		{"Create Records", "POST", []string{"{module}"}},
		{"Upsert Records", "POST", []string{"{module}/upsert"}},
		{"Update Records", "PUT", []string{"{module}", "{module}/{id}"}},
		{"Delete Records", "DELETE", []string{"{module}", "{module}/{id}"}},
		{"Get Notes", "GET", []string{"{module}/{id}/Notes"}},
		{"Create Notes", "POST", []string{"{module}/{id}/Notes"}},
		{"Convert a Lead", "POST", []string{"Leads/{id}/actions/convert"}},
		{"Get Blueprint", "GET", []string{"{module}/{id}/actions/blueprint"}},
		{"Update Blueprint", "PUT", []string{"{module}/{id}/actions/blueprint"}},
		{"Get Notifications", "GET", []string{"actions/watch"}},
		{"Add Notifications", "POST", []string{"actions/watch"}},
		{"Update Notifications", "PUT", []string{"actions/watch"}},
		{"PATCH Notifications", "PATCH", []string{"actions/watch"}},
		{"Delete Notifications", "DELETE", []string{"actions/watch"}},
	}
}

func allowedWithin(r *route) bool {
	return slices.ContainsFunc(servicesAllowed(), func(s service) bool {
		return s.method == r.method && slices.Contains(s.routes, r.pattern)
	})
}

func servicesWithin() []string {
	var names []string
	for _, s := range servicesAllowed() {
		names = append(names, s.name)
	}
	return names
}
