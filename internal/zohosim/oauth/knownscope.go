package oauth

import (
	"slices"
	"strings"
)

// KnownScope tells whether Zoho has a scope, such as "ZohoCRM.modules.ALL". The
// names are those of the security entries in Zoho's OpenAPI files of CRM v8 and
// of zoho-crm-api §1.6; capitals do not matter.
func KnownScope(scope string) bool {
	area, operation := splitScope(scope)
	if area == "zohosearch.securesearch" {
		return operation == "read"
	}
	rest, isCRM := strings.CutPrefix(area, "zohocrm.")
	return isCRM && slices.Contains(operations(), operation) && knownArea(rest)
}

func operations() []string {
	return []string{"all", "create", "read", "update", "delete", "write", "custom"}
}

// knownArea judges what stands between the product and the operation. Only
// modules and settings are divided further.
func knownArea(area string) bool {
	if name, below := strings.CutPrefix(area, "modules."); below {
		return slices.Contains(moduleAreas(), name)
	}
	if name, below := strings.CutPrefix(area, "settings."); below {
		return slices.Contains(settingsAreas(), name)
	}
	return slices.Contains([]string{
		"modules", "settings", "users", "org", "coql", "notifications", "composite_requests",
		"bulk", "files", "change_owner", "send_mail", "functions",
	}, area)
}

func moduleAreas() []string {
	return []string{
		"accounts", "activities", "appointments", "attachments", "calls", "campaigns", "cases", "contacts", "custom",
		"deals", "events", "forecasts", "invoices", "leads", "lockinginformation", "notes", "pricebooks", "products",
		"purchaseorders", "quotes", "salesorders", "services", "solutions", "tasks", "vendors",
	}
}

func settingsAreas() []string {
	return []string{
		"business_hours", "currencies", "custom_views", "duplicate_check_preference", "fields", "layouts", "modules",
		"pipeline", "profiles", "recycle_bin", "related_lists", "roles", "tags", "territories", "users_unavailability", "variables",
	}
}
