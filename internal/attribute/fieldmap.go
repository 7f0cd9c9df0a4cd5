package attribute

import (
	"regexp"
	"strings"
)

// FieldMap says which of the organisation's own fields are filled from a
// conversation: by module and by the field's API name.
type FieldMap map[string]map[string]FieldSource

// FieldSource is where the value of a mapped field comes from: a fact of the
// conversation by name, or a fixed text.
type FieldSource struct {
	// Fact is the name of a fact, or "metadata." and a key that the
	// conversation's report carried; empty for a fixed text.
	Fact string
	// Text is what is written where Fact is empty.
	Text string
}

const fieldMapExample = `{"Deals":{"Call_Outcome":"outcome"},"Leads":{"Lead_Source":"=Phone"}}`

var factName = regexp.MustCompile(`^(metadata\.[A-Za-z0-9_.-]{1,60}|[a-z][a-z0-9_]{0,60})$`)

// mappedModules are the modules that ringbook writes (zoho-crm-api §2).
func mappedModules() []string {
	return []string{"Events", "Contacts", "Leads", "Deals", "Calls", "Notes"}
}

// parseFieldMap gives the map as typed: module, field, source text.
func parseFieldMap(text string) (map[string]map[string]string, error) {
	root, err := parseJSON(text)
	if err != nil {
		return nil, err
	}
	modules, err := root.object(fieldMapExample, mappedModules()...)
	if err != nil {
		return nil, err
	}
	typed := map[string]map[string]string{}
	for _, module := range modules {
		fields, err := module.value.object(`{"Call_Outcome":"outcome"}`)
		if err != nil {
			return nil, err
		}
		typed[module.name] = map[string]string{}
		for _, field := range fields {
			source, err := parseFieldSource(field)
			if err != nil {
				return nil, err
			}
			typed[module.name][field.name] = source
		}
	}
	return typed, nil
}

func parseFieldSource(field member) (string, error) {
	if err := checkAPIName(field.name); err != nil {
		return "", field.value.problem("%s", err)
	}
	source, err := field.value.text(255)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(source, "=") && !factName.MatchString(source) {
		return "", field.value.problem(`write the name of a fact, such as "outcome", or a fixed text after an equals sign, such as "=Phone"`)
	}
	return source, nil
}

func decodeFieldMap(typed map[string]map[string]string) FieldMap {
	decoded := FieldMap{}
	for module, fields := range typed {
		decoded[module] = map[string]FieldSource{}
		for field, source := range fields {
			if text, fixed := strings.CutPrefix(source, "="); fixed {
				decoded[module][field] = FieldSource{Text: text}
			} else {
				decoded[module][field] = FieldSource{Fact: source}
			}
		}
	}
	return decoded
}
