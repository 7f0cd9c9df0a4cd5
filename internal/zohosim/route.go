package zohosim

import (
	"net/http"
	"net/url"
	"strings"
)

// route is one line of the API: how it is called, what scopes it takes, what it
// costs, and what answers it.
type route struct {
	method  string
	pattern string // segments below /crm/v8; {name} matches any one
	scopes  []string
	cost    func(*call) int // credits; nil stands for 1 (zoho-crm-api §6)
	heavy   func(query url.Values, body []byte) bool
	flight  int // calls in flight that it counts as; 0 stands for 1 (§6)
	handle  func(*call) reply
}

// load is what a call of the route counts while it is in flight (§6).
func (r *route) load(query url.Values, body []byte) load {
	l := load{flight: max(1, r.flight)}
	if r.heavy != nil && r.heavy(query, body) {
		l.heavy = 1
	}
	return l
}

// crmRoutes is the whole API. In scopes {module} is replaced by the module of
// the path. Lines with literals come before lines that would match the same
// path with a parameter.
func crmRoutes() []route {
	always := func(url.Values, []byte) bool { return true }
	const module = "ZohoCRM.modules.{module}."
	return []route{
		{method: "GET", pattern: "users", scopes: []string{"ZohoCRM.users.READ"}, handle: (*call).listUsers},
		{method: "GET", pattern: "users/{id}", scopes: []string{"ZohoCRM.users.READ"}, handle: (*call).getUser},
		{method: "GET", pattern: "org", scopes: []string{"ZohoCRM.org.READ"}, handle: (*call).getOrg},
		{method: "GET", pattern: "settings/fields", scopes: []string{"ZohoCRM.settings.fields.READ"}, handle: (*call).listFields},
		{method: "GET", pattern: "settings/modules", scopes: []string{"ZohoCRM.settings.modules.READ"}, handle: (*call).listModules},
		{method: "GET", pattern: "settings/modules/{module}", scopes: []string{"ZohoCRM.settings.modules.READ"}, handle: (*call).getModule},
		{method: "GET", pattern: "settings/layouts", scopes: []string{"ZohoCRM.settings.layouts.READ"}, handle: (*call).listLayouts},
		{method: "GET", pattern: "settings/related_lists", scopes: []string{"ZohoCRM.settings.related_lists.READ"}, handle: (*call).listRelatedLists},
		{method: "GET", pattern: "settings/pipeline", scopes: []string{"ZohoCRM.settings.pipeline.READ"}, handle: (*call).listPipelines},
		{method: "GET", pattern: "settings/business_hours", scopes: []string{"ZohoCRM.settings.business_hours.READ"}, handle: (*call).getBusinessHours},
		// Holidays use the business hours' scope (zoho-crm-api §1.6).
		{method: "GET", pattern: "settings/holidays", scopes: []string{"ZohoCRM.settings.business_hours.READ"}, handle: (*call).listHolidays},
		{method: "GET", pattern: "settings/business_hours/shift_hours", scopes: []string{"ZohoCRM.settings.business_hours.READ"}, handle: (*call).listShifts},
		{method: "GET", pattern: "settings/business_hours/shift_hours/{id}", scopes: []string{"ZohoCRM.settings.business_hours.READ"}, handle: (*call).getShift},
		{method: "GET", pattern: "settings/users_unavailability", scopes: []string{"ZohoCRM.settings.users_unavailability.READ"}, handle: (*call).listAbsences},
		{method: "GET", pattern: "settings/users_unavailability/{id}", scopes: []string{"ZohoCRM.settings.users_unavailability.READ"}, handle: (*call).getAbsence},
		// COQL also needs READ of the queried module, checked once the query is parsed.
		{method: "POST", pattern: "coql", scopes: []string{"ZohoCRM.coql.READ"}, heavy: always, cost: (*call).coqlCost, handle: (*call).runCOQL},
		{method: "POST", pattern: "__composite_requests", scopes: []string{"ZohoCRM.composite_requests.CUSTOM"}, heavy: always, flight: compositeFlight, handle: (*call).runComposite},
		{method: "GET", pattern: "actions/watch", scopes: []string{"ZohoCRM.notifications.READ"}, handle: (*call).listChannels},
		{method: "POST", pattern: "actions/watch", scopes: []string{"ZohoCRM.notifications.CREATE"}, handle: (*call).openChannels},
		{method: "PUT", pattern: "actions/watch", scopes: []string{"ZohoCRM.notifications.UPDATE"}, handle: (*call).replaceChannels},
		{method: "PATCH", pattern: "actions/watch", scopes: []string{"ZohoCRM.notifications.UPDATE"}, handle: (*call).changeChannels},
		{method: "DELETE", pattern: "actions/watch", scopes: []string{"ZohoCRM.notifications.DELETE"}, handle: (*call).closeChannels},
		// Search fails without ZohoSearch (zoho-crm-api §1.6).
		{method: "GET", pattern: "{module}/search", scopes: []string{"ZohoSearch.securesearch.READ", module + "READ"}, heavy: always, handle: (*call).search},
		{method: "POST", pattern: "{module}/upsert", scopes: []string{module + "CREATE"}, cost: (*call).perTen, heavy: moreThanTen, handle: (*call).upsert},
		{method: "GET", pattern: "{module}/deleted", scopes: []string{module + "READ"}, handle: (*call).listDeleted},
		{method: "POST", pattern: "Events/{id}/actions/cancel", scopes: []string{"ZohoCRM.modules.events.UPDATE"}, handle: (*call).cancelEvent},
		// A conversion costs five credits (§6).
		{method: "POST", pattern: "Leads/{id}/actions/convert", scopes: []string{"ZohoCRM.modules.leads.CREATE"}, heavy: always, cost: func(*call) int { return 5 }, handle: (*call).convertLead},
		// Like search, counting fails without ZohoSearch (§1.6).
		{method: "GET", pattern: "{module}/actions/count", scopes: []string{"ZohoSearch.securesearch.READ", module + "READ"}, handle: (*call).count},
		{method: "GET", pattern: "{module}/{id}/actions/blueprint", scopes: []string{module + "READ"}, handle: (*call).getBlueprint},
		{method: "PUT", pattern: "{module}/{id}/actions/blueprint", scopes: []string{module + "UPDATE"}, handle: (*call).proceed},
		// Notes of a record need READ of its module too (OAS26 related_notes.json).
		{method: "GET", pattern: "{module}/{id}/Notes", scopes: []string{module + "READ", "ZohoCRM.modules.notes.READ"}, handle: (*call).listNotesOf},
		{method: "POST", pattern: "{module}/{id}/Notes", scopes: []string{module + "READ", "ZohoCRM.modules.notes.CREATE"}, cost: (*call).perTen, heavy: moreThanTen, handle: (*call).insertNotesOf},
		{method: "GET", pattern: "{module}/{id}/{related}", scopes: []string{module + "READ"}, handle: (*call).listRelated},
		{method: "GET", pattern: "{module}", scopes: []string{module + "READ"}, heavy: sorted, handle: (*call).list},
		{method: "POST", pattern: "{module}", scopes: []string{module + "CREATE"}, cost: (*call).perTen, heavy: moreThanTen, handle: (*call).insert},
		{method: "PUT", pattern: "{module}", scopes: []string{module + "UPDATE"}, cost: (*call).perTen, heavy: moreThanTen, handle: (*call).updateMany},
		{method: "DELETE", pattern: "{module}", scopes: []string{module + "DELETE"}, handle: (*call).deleteMany},
		{method: "GET", pattern: "{module}/{id}", scopes: []string{module + "READ"}, handle: (*call).get},
		{method: "PUT", pattern: "{module}/{id}", scopes: []string{module + "UPDATE"}, handle: (*call).updateOne},
		{method: "DELETE", pattern: "{module}/{id}", scopes: []string{module + "DELETE"}, handle: (*call).deleteOne},
	}
}

// find matches a path below /crm/v8/. known is true when the path exists for
// some method; then a nil route means that the method does not.
func find(routes []route, method, path string) (match *route, params map[string]string, known bool) {
	segments := strings.Split(path, "/")
	for i := range routes {
		p, fits := routes[i].match(segments)
		if !fits {
			continue
		}
		known = true
		if routes[i].method == method || method == http.MethodHead && routes[i].method == http.MethodGet {
			return &routes[i], p, true
		}
	}
	return nil, nil, known
}

func (r *route) match(segments []string) (map[string]string, bool) {
	return matchSegments(strings.Split(r.pattern, "/"), segments)
}

// matchPath compares a pattern with a path and returns what its parameters
// stand for.
func matchPath(pattern, path string) (map[string]string, bool) {
	if pattern == path {
		return nil, true
	}
	return matchSegments(strings.Split(pattern, "/"), strings.Split(path, "/"))
}

func matchSegments(pattern, segments []string) (map[string]string, bool) {
	if len(pattern) != len(segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, p := range pattern {
		switch {
		case segments[i] == "":
			return nil, false
		case strings.HasPrefix(p, "{"):
			params[strings.Trim(p, "{}")] = segments[i]
		case p != segments[i]:
			return nil, false
		}
	}
	return params, true
}

// name is the route as the credit counter shows it, with the module filled in.
func (r *route) name(params map[string]string) string {
	pattern := r.pattern
	if module := params["module"]; module != "" {
		pattern = strings.Replace(pattern, "{module}", module, 1)
	}
	return r.method + " /crm/v8/" + pattern
}
