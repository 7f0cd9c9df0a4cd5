package zoho

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// marshalRecord writes a record's typed fields and its extra ones as one JSON
// object. An extra field replaces a typed one of the same name, which is how a
// caller sends an explicit null or false that "omitempty" would drop.
func marshalRecord(typed any, extra map[string]any) ([]byte, error) {
	body, err := json.Marshal(typed)
	if err != nil || len(extra) == 0 {
		return body, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, err
	}
	for name, value := range extra {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		fields[name] = raw
	}
	return json.Marshal(fields)
}

// unmarshalRecord fills the typed fields and puts every other one in extra.
// Names count exactly, unlike in encoding/json: a custom field "ID" is not the
// record's id. Numbers in extra are json.Number, because a bigint of Zoho's does
// not fit a float64.
func unmarshalRecord(data []byte, typed any, extra *map[string]any) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	*extra = nil
	known := fieldNames(reflect.TypeOf(typed).Elem())
	for name, raw := range all {
		if known[name] {
			continue
		}
		var value any
		if err := decodeNumbers(raw, &value); err != nil {
			return err
		}
		if *extra == nil {
			*extra = map[string]any{}
		}
		(*extra)[name] = value
		delete(all, name)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, typed)
}

// fieldNames returns the JSON names of a struct, embedded ones included.
func fieldNames(t reflect.Type) map[string]bool {
	names := make(map[string]bool, t.NumField())
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names[name] = true
	}
	return names
}

// decodeNumbers is json.Unmarshal that keeps numbers as written.
func decodeNumbers(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(into)
}
