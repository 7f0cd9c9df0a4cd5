package zohosim

import (
	"slices"
	"strconv"

	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// listRelatedLists is GET /settings/related_lists?module=, which Zoho's SDKs ask
// before they read a related list (zoho-crm-api §3.6, §12; shape of OAS26
// related_lists.json). It names those that can be read here; a module without
// any is 204.
func (c *call) listRelatedLists() reply {
	m, refused := c.named()
	if refused != nil {
		return *refused
	}
	rows := []any{}
	for _, related := range c.relatedModules(m) {
		rows = append(rows, c.relatedListRow(m, related, len(rows)+1))
	}
	if len(rows) == 0 {
		return nothing()
	}
	return ok(envelope{"related_lists": rows})
}

// relatedModules are the modules whose records are listed under one of m.
func (c *call) relatedModules(m *schema.Module) []*schema.Module {
	var all []*schema.Module
	for _, other := range c.rules.catalogue.Modules {
		ofNotes := other.APIName == schema.NotesModule && slices.Contains(other.Field("Parent_Id").Targets, m.APIName)
		if module, _ := relatedBy(m.APIName, other.APIName); module != "" || ofNotes {
			all = append(all, other)
		}
	}
	return all
}

func (c *call) relatedListRow(m, related *schema.Module, sequence int) envelope {
	position := slices.Index(c.rules.catalogue.Modules, m)
	return envelope{
		"id": nthID(relatedListNumbers, 100*position+sequence), "sequence_number": strconv.Itoa(sequence),
		"api_name": related.APIName, "name": related.Plural, "display_label": related.Plural,
		"module": envelope{"api_name": related.APIName, "id": related.ID, "plural_label": related.Plural},
		"action": nil, "href": m.APIName + "/{ENTITYID}/" + related.APIName, "type": "default", "status": "visible",
		"customize_sort": false, "customize_fields": false, "customize_display_label": true,
		"connectedmodule": nil, "linkingmodule": nil, "parent_related_lists": nil,
	}
}
