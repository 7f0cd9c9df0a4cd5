package main

import "fmt"

// flat is the schema of an error that stands for the whole request
// (zoho-crm-api §7).
func flat(codes ...string) map[string]any {
	schema := object("code", words(codes...), "details", map[string]any{"type": "object"}, "message", text(), "status", words("error"))
	schema["required"] = []any{"code", "details", "message", "status"}
	return schema
}

// invalidQuery is what search says about a condition that it does not take.
func invalidQuery() map[string]any {
	schema := object("reason", text(), "api_name", text(), "operator", text(), "value", text(), "expected_data_type", text())
	schema["required"] = []any{"reason"}
	return schema
}

// object makes a schema of pairs of name and schema; there are no other names.
func object(pairs ...any) map[string]any {
	properties := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		properties[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}

func list(of any) map[string]any { return map[string]any{"type": "array", "items": of} }
func text() map[string]any       { return map[string]any{"type": "string"} }
func null() map[string]any       { return map[string]any{"type": "null"} }

func reference(pointer string) map[string]any { return map[string]any{"$ref": pointer} }

func words(all ...string) map[string]any {
	enum := make([]any, len(all))
	for i, word := range all {
		enum[i] = word
	}
	return map[string]any{"type": "string", "enum": enum}
}

// parameter is an optional one of the query.
func parameter(name string) map[string]any {
	return map[string]any{"name": name, "in": "query", "schema": text()}
}

// answers describes what a status carries; nil is no body.
func answers(status string, schema any) func(any) (any, error) {
	return func(value any) (any, error) {
		responses, isObject := value.(map[string]any)
		if !isObject {
			return nil, fmt.Errorf("it is no object")
		}
		response := map[string]any{"description": "amended"}
		if schema != nil {
			response["content"] = map[string]any{"application/json": map[string]any{"schema": schema}}
		}
		responses[status] = response
		return responses, nil
	}
}

// mixed describes 207 of record.json: some of this schema, some errors.
func mixed(success any) func(any) (any, error) {
	failure := reference("#/components/schemas/RecordsErrorResponse/properties/data/items")
	return answers("207", object("data", list(map[string]any{"anyOf": []any{success, failure}})))
}

// upsertResult is what an upsert did to one record (zoho-crm-api §2.5).
func upsertResult(details any) map[string]any {
	schema := object("code", words("SUCCESS"), "message", text(), "status", words("success"), "details", details,
		"action", words("insert", "update"), "duplicate_field", map[string]any{"type": []any{"string", "null"}})
	schema["required"] = []any{"code", "message", "status", "details", "action", "duplicate_field"}
	return schema
}
