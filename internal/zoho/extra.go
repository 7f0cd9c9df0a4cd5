package zoho

import (
	"bytes"
	"encoding/json"
	"maps"
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
// Numbers in extra are json.Number, because a bigint of Zoho's does not fit a
// float64.
func unmarshalRecord(data []byte, typed any, extra *map[string]any) error {
	if err := json.Unmarshal(data, typed); err != nil {
		return err
	}
	all := map[string]any{}
	if err := decodeNumbers(data, &all); err != nil {
		return err
	}
	known := fieldNames(reflect.TypeOf(typed).Elem())
	maps.DeleteFunc(all, func(name string, _ any) bool { return known[name] })
	*extra = nil
	if len(all) > 0 {
		*extra = all
	}
	return nil
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
