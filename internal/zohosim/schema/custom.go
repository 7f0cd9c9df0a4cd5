package schema

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// External is whether a field holds the ids of another system, and whose.
type External string

// The kinds of external field (zoho-crm-api §2.5). A value of an org field is
// the same for everybody; of a user field everybody has their own.
const (
	NotExternal  External = ""
	OrgExternal  External = "org"
	UserExternal External = "user"
)

// maxUnique is how many unique fields a module may have, in any edition
// (zoho-crm-api §2.5).
const maxUnique = 2

// Custom is a field that an administrator adds to a module, in the JSON form of
// the control plane.
type Custom struct {
	// APIName is what the API calls it: letters, digits and underscores, at most 50.
	APIName string `json:"apiName"`
	// Label is what people read; the API name with blanks when empty.
	Label string `json:"label"`
	// Type is text (the default), textarea, phone, email, website, integer,
	// double, currency, boolean, date, datetime, picklist or multiselectpicklist.
	Type Kind `json:"type"`
	// Length is the most characters or digits of a value; 0 takes the most that
	// the type allows (zoho-crm-api §2.1).
	Length int `json:"length"`
	// Unique refuses a value that another record has, whatever the case:
	// DUPLICATE_DATA.
	Unique bool `json:"unique"`
	// External makes X-EXTERNAL take it: "org" or "user". Single-line fields only.
	External External `json:"external"`
	// Mandatory makes inserts without it fail.
	Mandatory bool `json:"mandatory"`
	// Choices are the values of a picklist.
	Choices []string `json:"choices"`
}

// CustomFields are what administrators have added, by module.
type CustomFields map[string][]Custom

// customLengths has the longest value of each type that a custom field may be of
// (zoho-crm-api §2.1); 0 where the type has none.
func customLengths() map[Kind]int {
	return map[Kind]int{
		Text: 255, Textarea: 32000, Phone: 30, Email: 100, Website: 450, Integer: 9, Double: 16, Currency: 16,
		Boolean: 0, Date: 0, DateTime: 0, Picklist: 120, Multiselect: 120,
	}
}

// WithDefaults fills in what was left open.
func (c Custom) WithDefaults() Custom {
	c.Type = cmp.Or(c.Type, Text)
	c.Label = cmp.Or(c.Label, strings.ReplaceAll(c.APIName, "_", " "))
	c.Length = cmp.Or(c.Length, customLengths()[c.Type])
	return c
}

// Add returns the custom fields with one more in a module of the catalogue, or
// says why Zoho would not take it.
func (c *Catalogue) Add(all CustomFields, module string, f Custom) (CustomFields, error) {
	m := c.Module(module)
	if m == nil {
		return nil, fmt.Errorf("there is no module %q", module)
	}
	f = f.WithDefaults()
	if err := f.check(m); err != nil {
		return nil, fmt.Errorf("field %q: %w", f.APIName, err)
	}
	if m.Field(f.APIName) != nil {
		return nil, fmt.Errorf("%s has a field %q already", module, f.APIName)
	}
	next := all.clone()
	next[module] = append(slices.Clone(next[module]), f)
	return next, nil
}

// Remove returns the custom fields without one of them. Records keep the values
// unseen until a field of that name is added again.
func (all CustomFields) Remove(module, apiName string) (CustomFields, error) {
	i := slices.IndexFunc(all[module], func(f Custom) bool { return f.APIName == apiName })
	if i < 0 {
		return nil, fmt.Errorf("%s has no custom field %q", module, apiName)
	}
	next := all.clone()
	next[module] = slices.Delete(slices.Clone(next[module]), i, i+1)
	return next, nil
}

func (all CustomFields) clone() CustomFields {
	next := CustomFields{}
	for module, fields := range all {
		next[module] = fields
	}
	return next
}

func (c Custom) check(m *Module) error {
	most, known := customLengths()[c.Type]
	switch {
	case !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,49}$`).MatchString(c.APIName):
		return errors.New("apiName must begin with a letter and have letters, digits and underscores, at most 50")
	case !known:
		return fmt.Errorf("no custom field is of type %q", c.Type)
	case c.Length < 0 || c.Length > most:
		return fmt.Errorf("length must be between 1 and %d", most)
	case (len(c.Choices) > 0) != (c.Type == Picklist || c.Type == Multiselect):
		return errors.New("choices are for picklists, and those need them")
	}
	return c.checkKeys(m)
}

// checkKeys has the rules of unique and external fields (zoho-crm-api §2.3
// Calls, §2.5).
func (c Custom) checkKeys(m *Module) error {
	has := 0
	for _, f := range m.Fields {
		if f.Unique {
			has++
		}
	}
	switch {
	case c.Unique && !slices.Contains([]Kind{Text, Phone, Email, Website, Integer}, c.Type):
		return fmt.Errorf("a field of type %s cannot be unique", c.Type)
	case c.Unique && has >= maxUnique:
		return fmt.Errorf("%s has %d unique fields, the most there may be", m.APIName, maxUnique)
	case !slices.Contains([]External{NotExternal, OrgExternal, UserExternal}, c.External):
		return errors.New(`external must be "org" or "user"`)
	case c.External != NotExternal && c.Type != Text:
		return errors.New("only a single-line text can be external")
	case c.External != NotExternal && m.APIName == CallsModule:
		return errors.New("no external field is allowed in Calls")
	case (c.Unique || c.External != NotExternal) && m.keyless:
		return fmt.Errorf("%s have neither unique nor external fields, by the setting eventsUniqueFields", m.APIName)
	}
	return nil
}

// addCustom puts the administrator's fields after the standard ones, whose ids
// stay what they were.
func (m *Module) addCustom(o Options) {
	m.keyless = m.APIName == EventsModule && !o.EventsUniqueFields
	for _, c := range o.Custom[m.APIName] {
		f := field(c.Type, c.APIName, c.Label, c.Length, choices(c.Choices...))
		f.Custom, f.Mandatory = true, c.Mandatory
		if !m.keyless {
			f.Unique, f.External = c.Unique, c.External
		}
		m.Fields = append(m.Fields, f)
	}
}
