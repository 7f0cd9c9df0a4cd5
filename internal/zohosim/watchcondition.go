package zohosim

import (
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

const (
	fieldSelection    = "field_selection" // the only type of condition
	maxSelectedFields = 10                // of one condition, however grouped (zoho-crm-api §5)
)

// conditions reads notification_condition: what narrows a channel, by module.
// The problems are those of OASY createNotifications.
func (c *call) conditions(in fieldsAt) (map[string]*notify.Group, *problem.Problem) {
	raw := in.values["notification_condition"]
	list, isArray := raw.([]any)
	if raw != nil && !isArray {
		return nil, in.invalid("notification_condition")
	}
	found := map[string]*notify.Group{}
	for i, entry := range list {
		at := fieldsAt{path: fmt.Sprintf("%s.notification_condition[%d]", in.path, i)}
		if at.values, _ = entry.(map[string]any); at.values == nil {
			return nil, in.invalid("notification_condition")
		}
		m, g, p := c.condition(at)
		if p != nil {
			return nil, p
		}
		found[m.APIName] = g
	}
	return found, nil
}

func (c *call) condition(at fieldsAt) (*schema.Module, *notify.Group, *problem.Problem) {
	if p := at.word("type", fieldSelection); p != nil {
		return nil, nil, p
	}
	m, p := c.conditionModule(at)
	if p != nil {
		return nil, nil, p
	}
	if at.values[fieldSelection] == nil {
		return nil, nil, problem.New("DEPENDENT_FIELD_MISSING", "DEPENDENT_FIELD_MISSING", problem.Details{
			"api_name": fieldSelection, "json_path": at.path + "." + fieldSelection,
			"dependee": problem.Details{"api_name": "type", "json_path": at.path + ".type"},
		})
	}
	selection, p := at.object(fieldSelection)
	if p != nil {
		return nil, nil, p
	}
	g, p := selectedGroup(m, selection)
	if p != nil {
		return nil, nil, p
	}
	if g.Fields() > maxSelectedFields {
		return nil, nil, problem.New("INVALID_DATA", "invalid data", problem.Details{
			"api_name": fieldSelection, "json_path": selection.path, "maximum_length": maxSelectedFields,
		})
	}
	return m, g, nil
}

// conditionModule finds the module that a condition names by api_name, id or
// both.
func (c *call) conditionModule(at fieldsAt) (*schema.Module, *problem.Problem) {
	if at.values["module"] == nil {
		return nil, problem.New("INVALID_DATA", "required field not found", problem.Details{"api_name": "module", "json_path": at.path + ".module"})
	}
	named, p := at.object("module")
	if p != nil {
		return nil, p
	}
	name, p := named.text("api_name", 255)
	if p != nil {
		return nil, p
	}
	id, p := named.text("id", 64)
	if p != nil {
		return nil, p
	}
	both := []any{
		problem.Details{"api_name": "api_name", "json_path": named.path + ".api_name"},
		problem.Details{"api_name": "id", "json_path": named.path + ".id"},
	}
	if name == "" && id == "" {
		return nil, problem.New("EXPECTED_FIELD_MISSING", "Specify atleast one field", problem.Details{"expected_fields": both})
	}
	i := slices.IndexFunc(c.rules.catalogue.Modules, func(m *schema.Module) bool { return m.APIName == name || name == "" && m.ID == id })
	if i < 0 {
		return nil, named.invalid("api_name")
	}
	m := c.rules.catalogue.Modules[i]
	if id != "" && id != m.ID {
		return nil, problem.New("AMBIGUITY_DURING_PROCESSING", "AMBIGUITY_DURING_PROCESSING", problem.Details{"ambiguity_due_to": both})
	}
	return m, nil
}

// selectedGroup reads group_operator and group; a member is a field or a group.
func selectedGroup(m *schema.Module, at fieldsAt) (*notify.Group, *problem.Problem) {
	if p := at.word("group_operator", "or", "and"); p != nil {
		return nil, p
	}
	members, isArray := at.values["group"].([]any)
	switch {
	case at.values["group"] == nil:
		return nil, at.missing("group")
	case !isArray || len(members) == 0:
		return nil, at.expected("group", "jsonarray")
	}
	g := &notify.Group{}
	g.Operator, _ = at.values["group_operator"].(string)
	for i, raw := range members {
		in := fieldsAt{path: fmt.Sprintf("%s.group[%d]", at.path, i)}
		if in.values, _ = raw.(map[string]any); in.values == nil {
			return nil, at.expected("group", "jsonarray")
		}
		member, p := selectedMember(m, in)
		if p != nil {
			return nil, p
		}
		g.Members = append(g.Members, member)
	}
	return g, nil
}

// selectedMember takes a field as the pages write it, {"field": {...}}, and as
// the specification of PATCH does, without that key.
func selectedMember(m *schema.Module, in fieldsAt) (notify.Member, *problem.Problem) {
	if in.values["group"] != nil {
		g, p := selectedGroup(m, in)
		return notify.Member{Group: g}, p
	}
	field := in
	if _, bare := in.values["api_name"]; !bare {
		if in.values["field"] == nil {
			return notify.Member{}, in.missing("field")
		}
		var p *problem.Problem
		if field, p = in.object("field"); p != nil {
			return notify.Member{}, p
		}
	}
	name, _ := field.values["api_name"].(string)
	f := m.Field(name)
	if f == nil {
		return notify.Member{}, field.invalid("api_name")
	}
	return notify.Member{Field: f.APIName, FieldID: f.ID}, nil
}

// word checks a key that is mandatory and knows few values.
func (in fieldsAt) word(name string, allowed ...string) *problem.Problem {
	text, isText := in.values[name].(string)
	switch {
	case in.values[name] == nil:
		return in.missing(name)
	case !isText:
		return in.expected(name, "text")
	case !slices.Contains(allowed, text):
		return problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": in.path + "." + name, "supported_values": allowed})
	default:
		return nil
	}
}

func (in fieldsAt) object(name string) (fieldsAt, *problem.Problem) {
	inner := fieldsAt{path: in.path + "." + name}
	if inner.values, _ = in.values[name].(map[string]any); inner.values == nil {
		return inner, in.expected(name, "jsonobject")
	}
	return inner, nil
}
