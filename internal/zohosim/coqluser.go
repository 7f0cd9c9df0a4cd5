package zohosim

import (
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// userColumn is a property of the user that an owner lookup points at, or of
// their profile or role (zoho-crm-api §3.3; Owner.profile.name is in
// D7:Get-Records-through-COQL-Query, properties of the user by analogy).
func userColumn(f *schema.Field, property string) *column {
	known := []string{"id", "email", "first_name", "last_name", "full_name", "time_zone", "profile.id", "profile.name", "role.id", "role.name"}
	if !slices.Contains(known, property) {
		return nil
	}
	return &column{field: f, user: property}
}

func (t queryTable) userValue(ref record.Ref, property string) any {
	u, known := t.world.directory().user(ref.ID)
	if !known {
		return nil
	}
	profile, role := u.standing()
	switch property {
	case "id":
		return u.ID
	case "email":
		return u.Email
	case "first_name":
		return u.FirstName
	case "last_name":
		return u.LastName
	case "time_zone":
		return u.TimeZone
	case "profile.id":
		return u.profileID()
	case "profile.name":
		return profile
	case "role.id":
		return u.roleID()
	case "role.name":
		return role
	default:
		return u.fullName()
	}
}
