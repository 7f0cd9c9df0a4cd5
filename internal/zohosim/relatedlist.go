package zohosim

import (
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// listRelated is GET /{module}/{id}/{related} beside Notes: the deals of a
// contact or an account and the contacts of an account, as any list
// (zoho-crm-api §3.6; D7:get-related-records). A related list that a module does
// not have is INVALID_DATA.
func (c *call) listRelated() reply {
	module, lookup := relatedBy(c.module.APIName, c.params["related"])
	if lookup == "" {
		return bad("INVALID_DATA", "the relation name given seems to be invalid", problem.Details{"resource_path_index": 2})
	}
	parent := c.world.store.Get(c.module.APIName, c.params["id"])
	if parent == nil {
		return bad("INVALID_DATA", "the related id given seems to be invalid", problem.Details{"resource_path_index": 1})
	}
	c.module = c.rules.catalogue.Module(module)
	return c.listOf(slices.DeleteFunc(c.world.store.Live(module), func(r *record.Record) bool {
		return r.Ref(lookup) != refTo(parent)
	}))
}

// relatedBy is the module of a related list and the lookup by which its records
// belong to the parent.
func relatedBy(parent, related string) (module, lookup string) {
	switch {
	case parent == schema.ContactsModule && related == schema.DealsModule:
		return related, "Contact_Name"
	case parent == schema.AccountsModule && (related == schema.DealsModule || related == schema.ContactsModule):
		return related, "Account_Name"
	default:
		return "", ""
	}
}
