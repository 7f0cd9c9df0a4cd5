package zohosim

import (
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// listRelatedLists is GET /settings/related_lists?module=, which Zoho's SDKs ask
// before they read a related list (zoho-crm-api §3.6, §12; shape of OAS26
// related_lists.json). Notes are the only related list of the simulator, and a
// note has none itself: 204.
func (c *call) listRelatedLists() reply {
	m, refused := c.named()
	if refused != nil {
		return *refused
	}
	notes := c.rules.catalogue.Module(schema.NotesModule)
	if !slices.Contains(notes.Field("Parent_Id").Targets, m.APIName) {
		return nothing()
	}
	return ok(envelope{"related_lists": []any{envelope{
		"id": schema.ID(460000 + int64(slices.Index(c.rules.catalogue.Modules, m))), "sequence_number": "1", "api_name": notes.APIName, "name": notes.Plural, "display_label": notes.Plural,
		"module": envelope{"api_name": notes.APIName, "id": notes.ID, "plural_label": notes.Plural},
		"action": nil, "href": m.APIName + "/{ENTITYID}/" + notes.APIName, "type": "default", "status": "visible",
		"customize_sort": false, "customize_fields": false, "customize_display_label": true,
		"connectedmodule": nil, "linkingmodule": nil, "parent_related_lists": nil,
	}}})
}
