package zohosim

// controlRoute is one line of the control plane, as it is listed too.
type controlRoute struct {
	Method string `json:"method"`
	Path   string `json:"path"` // below /__sim/; {name} matches any one segment
	Takes  string `json:"takes,omitempty"`
	Says   string `json:"says"`
	handle func(*controlCall) (any, error)
}

// controlRoutes is the whole control plane.
func controlRoutes() []controlRoute {
	const record = `{"data": [...]}`
	return []controlRoute{
		{"GET", "", "", "this list", (*controlCall).listRoutes},
		{"POST", "reset", `{seed?, randomSeed?}`, "fresh state; clock and first application stay", (*controlCall).reset},

		{"POST", "grant", `{clientId?, scopes?, userId?, redirectUri?, environment?}`, "a consent, ready to use", (*controlCall).grant},
		{"POST", "consent", `{url, accept?, userId?, environment?}`, "plays the person at the consent page: {redirectUrl}, not followed", (*controlCall).consent},
		{"GET", "consent", "?url=&accept=&userId=&environment=", "the same by query", (*controlCall).consentByQuery},
		{"POST", "tokens/expire", "", "every access token expires", (*controlCall).expireTokens},
		{"POST", "tokens/revoke", `{clientId?, userId?}`, "codes, refresh and access tokens are withdrawn; all, or of one client or user", (*controlCall).revokeTokens},
		{"GET", "clients", "", "the applications that are registered, without secrets", (*controlCall).listClients},
		{"POST", "clients", `{name?, redirectUris?, dataCenter?}`, "registers an application", (*controlCall).addClient},
		{"PUT", "clients/{id}", `{name?, redirectUris?, dataCenter?}`, "changes an application", (*controlCall).changeClient},
		{"DELETE", "clients/{id}", "", "an application is unknown from then on", (*controlCall).removeClient},
		{"POST", "clients/{id}/secret", "", "makes a new secret; the old one is wrong from then on", (*controlCall).renewSecret},

		{"GET", "users", "", "the people of the organisation, the API user first", (*controlCall).listUsers},
		{"POST", "users/{id}", `{status?, profile?, timeZone?}`, "changes a user: active, inactive or deleted; Administrator or Standard", (*controlCall).changeUser},

		{"GET", "faults", "", "what is armed", (*controlCall).listFaults},
		{"POST", "faults", `{faults: [{method?, path?, kind, probability?, times?, status?, code?, latencyMs?}]}`, "arms faults", (*controlCall).addFaults},
		{"DELETE", "faults", "", "disarms all", (*controlCall).clearFaults},
		{"GET", "settings", "", "doubtful behaviours and where the organisation lives", (*controlCall).showSettings},
		{"POST", "settings", `{...}`, "changes the settings that are given", (*controlCall).changeSettings},
		{"GET", "clock", "", "the simulator's clock", (*controlCall).showClock},
		{"POST", "clock", `{now} or {advanceMs}`, "moves the clock", (*controlCall).moveClock},

		{"GET", "records/{module}", "?deleted=true", "records as stored", (*controlCall).showRecords},
		{"POST", "records/{module}", record, "enters records as a person would", (*controlCall).enterRecords},
		{"PUT", "records/{module}/{id}", record, "changes a record as a person would", (*controlCall).changeRecord},
		{"DELETE", "records/{module}/{id}", "", "deletes a record as a person would", (*controlCall).deleteRecord},
		{"GET", "fields/{module}", "", "the custom fields of a module", (*controlCall).listCustomFields},
		{"POST", "fields/{module}", `{apiName, label?, type?, length?, unique?, external?, mandatory?, choices?}`, "adds a custom field as an administrator would", (*controlCall).addCustomField},
		{"DELETE", "fields/{module}/{field}", "", "removes a custom field", (*controlCall).removeCustomField},

		{"POST", "records/{module}/{id}/{action}", `{field?}`, "does to a record what people do to it: purge, restore, lock, unlock, blueprint (field, by default the stage or status) or free from it", (*controlCall).actOnRecord},
		{"GET", "unavailability", "", "when people are away", (*controlCall).showAbsences},
		{"POST", "unavailability", `{userId, from, to, allDay?, comments?}`, "marks somebody as away", (*controlCall).addAbsence},
		{"DELETE", "unavailability/{id}", "", "they are not away after all", (*controlCall).removeAbsence},
		{"GET", "shifts", "", "the shift hours", (*controlCall).showShifts},
		{"POST", "shifts", `{shifts: [{name, days, timing, timezone, userIds?}]}`, "replaces the shift hours", (*controlCall).setShifts},

		{"GET", "requests", "?since=SEQ", "the latest requests outside the control plane, without secrets", (*controlCall).listRequests},
		{"GET", "notifications", "?waitMs=", "waits until every notification is out (5 s unless told); channels and deliveries, without tokens", (*controlCall).listNotifications},
		{"GET", "credits", "", "API credits used and left", (*controlCall).showCredits},
	}
}

func (c *controlCall) listRoutes() (any, error) {
	return envelope{"routes": controlRoutes()}, nil
}
