package zohosim

import (
	"net/http"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// named finds the module of the module parameter, which settings calls take in
// the query. An unknown one is INVALID_MODULE (zoho-crm-api §12).
func (c *call) named() (*schema.Module, *reply) {
	name := c.query.Get("module")
	if name == "" {
		r := bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", problem.Details{"param_name": "module"})
		return nil, &r
	}
	m := c.rules.catalogue.Module(name)
	if m == nil {
		r := flat(http.StatusBadRequest, problem.New("INVALID_MODULE", "the module name given seems to be invalid", problem.Details{"param_name": "module"}))
		return nil, &r
	}
	return m, nil
}

// listFields is GET /settings/fields?module= (§3.6, §12).
func (c *call) listFields() reply {
	m, refused := c.named()
	if refused != nil {
		return *refused
	}
	rows := []any{}
	for _, f := range m.Fields {
		if !f.OnRequest { // $event_cancelled is not a field of the metadata
			rows = append(rows, c.fieldRow(f))
		}
	}
	return ok(envelope{"fields": rows})
}

// fieldRow renders one field: the keys that clients use, and those that the
// specification requires beside them.
func (c *call) fieldRow(f *schema.Field) envelope {
	row := envelope{
		"id": f.ID, "api_name": f.APIName, "field_label": f.Label, "display_label": f.Label,
		"data_type": f.DataType(), "json_type": f.JSONType(), "length": f.ShownLength(),
		"system_mandatory": f.Mandatory, "required": f.Mandatory || f.ByLayout, "read_only": f.ReadOnly, "field_read_only": f.ReadOnly,
		"pick_list_values": pickList(f), "lookup": c.lookupOf(f), "multi_module_lookup": c.multiLookupOf(f),
		"unique": uniqueOf(f), "external": externalOf(f), "custom_field": f.Custom, "created_source": "default", "visible": true, "type": "used",
		"operation_type":      envelope{"web_update": !f.ReadOnly, "api_create": !f.ReadOnly, "web_create": !f.ReadOnly, "api_update": !f.ReadOnly},
		"view_type":           envelope{"view": true, "edit": !f.ReadOnly, "quick_create": f.Mandatory, "create": !f.ReadOnly},
		"searchable":          f.Textual(),
		"filterable":          !f.Structured(),
		"sortable":            sortable(f),
		"association_details": nil, "businesscard_supported": true, "colour_code_enabled_by_system": false, "enable_colour_code": false,
		"history_tracking_enabled": false, "profiles": []any{}, "separator": false, "virtual_field": false, "webhook": !f.ReadOnly,
		"range": nil, "display_type": -1, "ui_type": 1, "public": false, "email_parser": envelope{"fields_update_supported": false, "record_operations_supported": false},
		"currency": envelope{}, "convert_mapping": envelope{}, "rollup_summary": envelope{}, "display_field": false,
		"pick_list_values_sorted_lexically": false, "formula": envelope{}, "mass_update": !f.ReadOnly, "multiselectlookup": envelope{}, "auto_number": envelope{},
	}
	return row
}

func pickList(f *schema.Field) []any {
	values := []any{}
	for i, choice := range f.Choices {
		values = append(values, envelope{
			"id": choice.ID, "display_value": choice.Display, "actual_value": choice.Actual, "reference_value": choice.Actual,
			"sequence_number": i + 1, "type": "used",
		})
	}
	return values
}

// lookupOf is where a lookup points; an empty object for other fields.
func (c *call) lookupOf(f *schema.Field) envelope {
	if f.Kind != schema.Lookup {
		return envelope{}
	}
	module := envelope{"api_name": f.Target, "crypt": false}
	if m := c.rules.catalogue.Module(f.Target); m != nil {
		module["id"] = m.ID
	}
	return envelope{"module": module, "display_label": f.Label, "api_name": f.APIName}
}

func (c *call) multiLookupOf(f *schema.Field) envelope {
	if f.Kind != schema.MultiModule {
		return envelope{}
	}
	modules := []any{}
	for _, name := range f.Targets {
		m := c.rules.catalogue.Module(name)
		modules = append(modules, envelope{"api_name": name, "module_name": m.Plural, "id": m.ID})
	}
	return envelope{"api_name": f.APIName, "display_label": f.Label, "modules": modules}
}

// listModules is GET /settings/modules (§12).
func (c *call) listModules() reply {
	rows := []any{}
	for i, m := range c.rules.catalogue.Modules {
		rows = append(rows, moduleRow(m, i+1))
	}
	return ok(envelope{"modules": rows})
}

// getModule is GET /settings/modules/{module}.
func (c *call) getModule() reply {
	return ok(envelope{"modules": []any{moduleRow(c.module, 1)}})
}

func moduleRow(m *schema.Module, sequence int) envelope {
	return envelope{
		"id": m.ID, "api_name": m.APIName, "module_name": m.Plural, "singular_label": m.Singular, "plural_label": m.Plural,
		"actual_singular_label": m.Singular, "actual_plural_label": m.Plural,
		"api_supported": true, "generated_type": "default", "creatable": true, "editable": true, "deletable": true, "viewable": true,
		"global_search_supported": true, "public_fields_configured": false, "recycle_bin_on_delete": true, "has_more_profiles": false,
		"sub_menu_available": true, "profile_count": 2, "description": nil, "profiles": []any{}, "status": "visible", "sequence_number": sequence,
	}
}

// listLayouts is GET /settings/layouts?module=: one standard layout with one
// section (§3.6, §12).
func (c *call) listLayouts() reply {
	m, refused := c.named()
	if refused != nil {
		return *refused
	}
	fields := []any{}
	for i, f := range m.Fields {
		if f.OnRequest {
			continue
		}
		fields = append(fields, c.layoutField(f, i+1))
	}
	section := envelope{
		"id": schema.NextID(m.LayoutID), "api_name": m.APIName + "_Information", "name": m.Singular + " Information", "display_label": m.Singular + " Information",
		"sequence_number": 1, "column_count": 2, "generated_type": "default", "isSubformSection": false, "mode": "all",
		"tab_traversal": "left_to_right", "actions_allowed": allowed("add_field", "rename", "change_tab_traversal", "reorder", "delete", "remove_field", "change_column_count"), "fields": fields,
	}
	return ok(envelope{"layouts": []any{envelope{
		"id": m.LayoutID, "name": "Standard", "api_name": "Standard", "display_label": "Standard", "status": "active", "visible": true,
		"generated_type": "system", "source": "crm", "created_time": nil, "created_for": nil, "modified_time": nil, "modified_by": nil,
		"profiles": nil, "has_more_profiles": false, "show_business_card": true, "convert_mapping": nil,
		"actions_allowed": allowed("edit", "rename", "clone", "downgrade", "delete", "deactivate", "set_layout_permissions"),
		"sections":        []any{section},
	}}})
}

// layoutField is a field as a layout shows it, which the specification has a
// little different from settings/fields.
func (c *call) layoutField(f *schema.Field, sequence int) envelope {
	row := c.fieldRow(f)
	row["sequence_number"] = sequence
	delete(row, "email_parser")
	values := pickList(f)
	for _, v := range values {
		if choice, isObject := v.(envelope); isObject {
			choice["maps"] = []any{}
		}
	}
	row["pick_list_values"] = values
	return row
}

// allowed is an object of permissions, all granted.
func allowed(actions ...string) envelope {
	all := envelope{}
	for _, a := range actions {
		all[a] = true
	}
	return all
}

// listPipelines is GET /settings/pipeline?layout_id=, which is mandatory (§3.6).
func (c *call) listPipelines() reply {
	id := c.query.Get("layout_id")
	if id == "" {
		return bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", problem.Details{"param_name": "layout_id"})
	}
	deals := c.rules.catalogue.Module(schema.DealsModule)
	if id != deals.LayoutID {
		return *badParam("layout_id")
	}
	stages := deals.Field("Stage").Choices
	maps := []any{}
	for i, s := range schema.StandardStages() {
		maps = append(maps, envelope{
			"id": stages[i].ID, "display_value": s.Display, "actual_value": s.Actual, "sequence_number": i + 1, "forecast_type": s.Forecast,
			"forecast_category": envelope{"name": s.Category, "id": schema.ID(450000 + int64(i))},
		})
	}
	choice := deals.Field("Pipeline").Choices[0]
	return ok(envelope{"pipeline": []any{envelope{
		"id": choice.ID, "display_value": choice.Display, "actual_value": choice.Actual, "default": true, "maps": maps,
	}}})
}
