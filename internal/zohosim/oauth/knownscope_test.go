package oauth

import (
	"strings"
	"testing"
)

// zoho-crm-api §1.6: every scope that is named there exists.
//
// Fidelity: scopes
func TestKnownScopes(t *testing.T) {
	known := []string{
		"ZohoCRM.modules.ALL", "ZohoCRM.coql.READ", "ZohoSearch.securesearch.READ", "ZohoCRM.users.READ", "ZohoCRM.org.READ",
		"ZohoCRM.settings.ALL", "ZohoCRM.composite_requests.CUSTOM", "ZohoCRM.modules.appointments.ALL", "zohocrm.MODULES.Events.read",
	}
	for _, module := range strings.Split("events,contacts,leads,deals,accounts,calls,notes", ",") {
		for _, operation := range strings.Split("READ,CREATE,UPDATE,DELETE", ",") {
			known = append(known, "ZohoCRM.modules."+module+"."+operation, "ZohoCRM.notifications."+operation)
		}
	}
	for _, area := range strings.Split("fields,layouts,modules,pipeline,business_hours,related_lists,users_unavailability", ",") {
		known = append(known, "ZohoCRM.settings."+area+".READ")
	}
	for _, scope := range known {
		if !KnownScope(scope) {
			t.Errorf("%s is unknown", scope)
		}
	}
	for _, scope := range []string{
		"", "ZohoCRM", "ZohoCRM.modules", "ZohoCRM.modules.event.READ", "ZohoCRM.settings.holidays.READ", "ZohoCRM.users", "ZohoBooks.users.READ",
		"ZohoSearch.securesearch.ALL", "ZohoCRM.modules.events.READ ZohoCRM.users.READ", "ZohoCRM.modules..READ",
	} {
		if KnownScope(scope) {
			t.Errorf("%q is known", scope)
		}
	}
}
