package zohosim

import (
	"slices"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// userTypes are the values of type= that are simulated, with whom they mean
// (zoho-crm-api §3.6, users). Every user has confirmed the invitation; who was
// deleted is found under DeletedUsers alone.
func (c *call) userTypes() map[string]func(User) bool {
	all := func(u User) bool { return u.Status != UserDeleted }
	none := func(User) bool { return false }
	active := func(u User) bool { return u.active() }
	admin := func(u User) bool { return u.Admin && u.active() }
	return map[string]func(User) bool{
		"AllUsers": all, "ConfirmedUsers": all, "ActiveUsers": active, "ActiveConfirmedUsers": active, "AllActiveUsers": active,
		"AdminUsers": admin, "ActiveConfirmedAdmins": admin,
		"DeactiveUsers":     func(u User) bool { return u.Status == UserInactive },
		"DeletedUsers":      func(u User) bool { return u.Status == UserDeleted },
		"CurrentUser":       func(u User) bool { return u.ID == c.session.UserID },
		"NotConfirmedUsers": none, "DeveloperUsers": none, "ActiveLiteUser": none,
	}
}

// listUsers is GET /users?type=; 204 when nobody is of that type (§3.6).
func (c *call) listUsers() reply {
	name := c.query.Get("type")
	if name == "" {
		name = "AllUsers"
	}
	wanted, known := c.userTypes()[name]
	if !known {
		return *badParam("type")
	}
	users := slices.DeleteFunc(slices.Clone(c.world.directory().users), func(u User) bool { return !wanted(u) })
	return paged(c, "users", users, c.userRow)
}

// getUser is GET /users/{id}.
func (c *call) getUser() reply {
	u, known := c.world.directory().user(c.params["id"])
	if !known {
		return bad("INVALID_DATA", "the id given seems to be invalid", problem.Details{"resource_path_index": 1})
	}
	return ok(envelope{"users": []any{c.userRow(u)}})
}

// userRow renders a user. offset is a snapshot of the zone's offset in
// milliseconds without daylight saving (§3.6).
func (c *call) userRow(u User) envelope {
	zone := c.world.directory().zoneOf(u.ID, c.rules.Settings)
	profile, role := u.standing()
	status := u.Status
	if status == UserInactive {
		status = "disabled"
	}
	return envelope{
		"id": u.ID, "zuid": zuid(u.ID), "first_name": u.FirstName, "last_name": u.LastName, "full_name": u.fullName(), "email": u.Email,
		"status": status, "confirm": true, "time_zone": zone, "offset": standardOffset(zone, c.at).Milliseconds(),
		"role":    envelope{"name": role, "id": u.roleID()},
		"profile": envelope{"name": profile, "id": u.profileID()},
		"locale":  "en_US", "language": "en_US", "country_locale": "en_US", "time_format": "hh:mm a", "type__s": "Regular User",
		"$current_shift": nil, "$next_shift": nil, "$shift_effective_from": nil, "microsoft": false,
	}
}

// zuid is the account number that goes with a user; the last nine digits serve.
func zuid(id string) string { return "7" + id[len(id)-9:] }

// standardOffset is the smaller offset of the year: the one outside daylight
// saving time.
func standardOffset(zone string, at time.Time) time.Duration {
	loc := location(zone)
	_, january := time.Date(at.Year(), 1, 1, 0, 0, 0, 0, loc).Zone()
	_, july := time.Date(at.Year(), 7, 1, 0, 0, 0, 0, loc).Zone()
	return time.Duration(min(january, july)) * time.Second
}

// getOrg is GET /org; its type is the environment of the token (§1.5, §3.6).
func (c *call) getOrg() reply {
	o := c.world.directory().org
	id := schema.ID(organisationNumber)
	return ok(envelope{"org": []any{envelope{
		"id": id, "zgid": zgid(), "company_name": o.Name, "domain_name": o.Domain, "alias": nil,
		"time_zone": o.TimeZone, "country_code": o.CountryCode, "country": o.CountryCode,
		"currency": o.Currency, "iso_code": o.Currency, "currency_symbol": "$", "currency_locale": "en_US",
		"type": c.session.Environment, "primary_email": c.world.directory().apiUser().Email, "primary_zuid": zuid(c.world.directory().apiUser().ID),
		"mc_status": false, "gapps_enabled": false, "translation_enabled": false, "phone": nil, "website": nil,
		"license_details": envelope{
			"paid": true, "paid_type": c.rules.Edition, "paid_expiry": nil, "trial_type": nil, "trial_expiry": nil,
			"users_license_purchased": c.world.directory().licences(), "portal_users_license_purchased": 0,
		},
	}}})
}

func zgid() string { return strconv.Itoa(640015353) }

// getBusinessHours is GET /settings/business_hours: an object, not an array;
// 204 when unset (§3.6).
func (c *call) getBusinessHours() reply {
	h := c.world.directory().hours
	if h == nil {
		return nothing()
	}
	body := envelope{
		"id": schema.ID(businessHoursNumber), "type": h.Type, "business_days": h.Days, "week_starts_on": "Monday", "timezone": h.Zone,
		"same_as_everyday": len(h.Own) == 0, "daily_timing": nil, "custom_timing": nil,
	}
	if len(h.Own) == 0 {
		body["daily_timing"] = h.Daily
	} else {
		body["custom_timing"] = h.Own
	}
	return ok(envelope{"business_hours": body})
}

// listHolidays is GET /settings/holidays?year=&type= (§3.6); 204 when there is
// none. Only business holidays are simulated.
func (c *call) listHolidays() reply {
	year, kind := c.query.Get("year"), c.query.Get("type")
	rows := []any{}
	for _, h := range c.world.directory().holidays {
		if year != "" && h.Date[:4] != year || kind == "shift_holiday" {
			continue
		}
		y, _ := strconv.Atoi(h.Date[:4])
		rows = append(rows, envelope{"id": h.ID, "name": h.Name, "date": h.Date, "year": y, "type": "business_holiday", "shift_hour": nil})
	}
	if len(rows) == 0 {
		return nothing()
	}
	return ok(envelope{"holidays": rows, "info": envelope{"per_page": maxPerPage, "count": len(rows), "page": 1, "more_records": false}})
}
