package record

import (
	"encoding/json"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// Parse turns a decoded JSON value (numbers as json.Number) into the value that
// is stored for a field. Null gives nil. What does not fit the field's type,
// length or choices is INVALID_DATA with what was expected (zoho-crm-api §2.1,
// §7). References are parsed, not looked up: that is the caller's part.
func Parse(f *schema.Field, raw any) (any, *problem.Problem) {
	if raw == nil {
		return nil, nil
	}
	switch f.Kind {
	case schema.Boolean:
		return typed[bool](raw, "boolean")
	case schema.Integer:
		return parseInteger(f, raw)
	case schema.Double, schema.Currency:
		return parseDouble(raw)
	case schema.Date:
		return parseDate(raw)
	case schema.DateTime:
		return parseDateTime(raw)
	case schema.Lookup, schema.Owner, schema.MultiModule:
		return parseRef(f, raw)
	case schema.Picklist:
		return parsePicklist(f, raw)
	case schema.Multiselect:
		return parseMultiselect(f, raw)
	case schema.Reminders:
		return parseReminders(raw)
	case schema.JSON:
		return parseJSON(f, raw)
	case schema.Participants:
		return raw, nil
	default:
		return parseText(f, raw)
	}
}

func expected(kind string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": kind})
}

func typed[T any](raw any, kind string) (any, *problem.Problem) {
	if v, ok := raw.(T); ok {
		return v, nil
	}
	return nil, expected(kind)
}

func parseText(f *schema.Field, raw any) (any, *problem.Problem) {
	s, ok := raw.(string)
	if !ok {
		return nil, expected(string(f.Kind))
	}
	if f.Length > 0 && utf8.RuneCountInString(s) > f.Length {
		return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"maximum_length": f.Length})
	}
	if f.Kind == schema.Email && s != "" && !looksLikeEmail(s) {
		return nil, expected("email")
	}
	if s == "" {
		return nil, nil
	}
	return s, nil
}

func looksLikeEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Address == s
}

func parseInteger(f *schema.Field, raw any) (any, *problem.Problem) {
	n, ok := raw.(json.Number)
	if !ok {
		return nil, expected("integer")
	}
	v, err := n.Int64()
	if err != nil {
		return nil, expected("integer")
	}
	if len(strings.TrimPrefix(n.String(), "-")) > f.Length {
		return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"maximum_length": f.Length})
	}
	return v, nil
}

func parseDouble(raw any) (any, *problem.Problem) {
	n, ok := raw.(json.Number)
	if !ok {
		return nil, expected("double")
	}
	v, err := n.Float64()
	if err != nil {
		return nil, expected("double")
	}
	return v, nil
}

func parseDate(raw any) (any, *problem.Problem) {
	s, ok := raw.(string)
	if !ok {
		return nil, expected("date")
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return nil, expected("date")
	}
	return Date(s), nil
}

// dateTimeForm is yyyy-MM-ddTHH:mm:ss with an offset or Z; no fraction of a
// second (zoho-crm-api §2.1; Z as Zoho's own SDK sends it, §12).
const dateTimeForm = "2006-01-02T15:04:05Z07:00"

// ParseTime reads a date-time in Zoho's form. Fractions of a second, which
// Go's parser would let through, are refused; the time is zero then.
func ParseTime(s string) (time.Time, bool) {
	t, err := time.Parse(dateTimeForm, s)
	if err != nil || strings.ContainsAny(s, ".,") {
		return time.Time{}, false
	}
	return t, true
}

func parseDateTime(raw any) (any, *problem.Problem) {
	s, ok := raw.(string)
	if !ok {
		return nil, expected("datetime")
	}
	t, ok := ParseTime(s)
	if !ok {
		return nil, expected("datetime")
	}
	return t.UTC(), nil
}

func parseRef(f *schema.Field, raw any) (any, *problem.Problem) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, expected("jsonobject")
	}
	id, ok := object["id"].(string)
	if !ok || id == "" {
		return nil, expected("long")
	}
	return Ref{Module: refModule(f, object), ID: id}, nil
}

// refModule is where a reference points: a Lookup says so itself; for Notes'
// Parent_Id the value names its module, or has its id (zoho-crm-api §2.3,
// D7:create-notes), which the caller turns into the name; for What_Id the
// record's $se_module does, which the caller fills in.
func refModule(f *schema.Field, object map[string]any) string {
	if f.Kind != schema.MultiModule {
		return f.Target
	}
	module, _ := object["module"].(map[string]any)
	if name, _ := module["api_name"].(string); name != "" {
		return name
	}
	id, _ := module["id"].(string)
	return id
}

// parsePicklist accepts display and actual values and keeps the display value;
// unknown values pass unless the list is closed (zoho-crm-api §2.1).
func parsePicklist(f *schema.Field, raw any) (any, *problem.Problem) {
	s, ok := raw.(string)
	if !ok {
		return nil, expected("picklist")
	}
	for _, c := range f.Choices {
		if s == c.Display || s == c.Actual {
			return c.Display, nil
		}
	}
	if f.Closed {
		return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "picklist", "supported_values": displays(f.Choices)})
	}
	return parseText(f, s)
}

// parseMultiselect takes an array of values (zoho-crm-api §2.1); an empty one
// clears the field.
func parseMultiselect(f *schema.Field, raw any) (any, *problem.Problem) {
	list, ok := raw.([]any)
	if !ok {
		return nil, expected("jsonarray")
	}
	var values []string
	for _, entry := range list {
		v, p := parsePicklist(f, entry)
		if p != nil {
			return nil, p
		}
		if s, isText := v.(string); isText {
			values = append(values, s)
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	return values, nil
}

// parseJSON takes what the simulator only carries. Tags are an array of objects
// with a name (zoho-crm-api §2.1).
func parseJSON(f *schema.Field, raw any) (any, *problem.Problem) {
	if f.APIName != "Tag" {
		return raw, nil
	}
	list, ok := raw.([]any)
	if !ok {
		return nil, expected("jsonarray")
	}
	for _, entry := range list {
		tag, _ := entry.(map[string]any)
		if name, named := tag["name"].(string); !named || name == "" {
			return nil, expected("jsonobject")
		}
	}
	return raw, nil
}

func displays(choices []schema.Choice) []string {
	values := make([]string, len(choices))
	for i, c := range choices {
		values[i] = c.Display
	}
	return values
}
