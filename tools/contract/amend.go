package main

import (
	"fmt"
	"slices"
	"strings"
)

// amendment is one change to Zoho's files where they are known to be wrong.
type amendment struct {
	file   string // name of the file; "*" is every file
	reason string
	// places are JSON pointers at which to change, each key of which may be "*"
	// for every key.
	places []string
	change func(value any) (any, error)
}

func (a amendment) concerns(file string) bool { return a.file == "*" || a.file == file }

// apply changes the places in a parsed file. A place that is not there is an
// error where the amendment names its file: the file is another one than it was
// written for.
func (a amendment) apply(root any) error {
	for _, place := range a.places {
		n, err := a.changeAt(root, tokens(place))
		if err != nil {
			return fmt.Errorf("%s: %w", place, err)
		}
		if n == 0 && a.file != "*" {
			return fmt.Errorf("%s: there is no such place", place)
		}
	}
	return nil
}

// changeAt changes what is below value at path and counts the places.
func (a amendment) changeAt(value any, path []string) (int, error) {
	changed := 0
	for _, key := range keysLike(value, path[0]) {
		below := child(value, key)
		if len(path) > 1 {
			n, err := a.changeAt(below, path[1:])
			if err != nil {
				return 0, err
			}
			changed += n
			continue
		}
		if below == nil {
			continue
		}
		next, err := a.change(below)
		if err != nil {
			return 0, err
		}
		put(value, key, next)
		changed++
	}
	return changed, nil
}

// keysLike lists the keys that a token of a place stands for.
func keysLike(value any, token string) []string {
	if token != "*" {
		return []string{token}
	}
	var keys []string
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			keys = append(keys, key)
		}
	case []any:
		for i := range v {
			keys = append(keys, fmt.Sprint(i))
		}
	}
	slices.Sort(keys)
	return keys
}

func put(parent any, key string, value any) {
	switch p := parent.(type) {
	case map[string]any:
		p[key] = value
	case []any:
		for i := range p {
			if fmt.Sprint(i) == key {
				p[i] = value
			}
		}
	}
}

// without takes words out of a list such as required.
func without(words ...string) func(any) (any, error) {
	return func(value any) (any, error) {
		list, _ := value.([]any)
		kept := slices.DeleteFunc(slices.Clone(list), func(v any) bool {
			word, _ := v.(string)
			return slices.Contains(words, word)
		})
		if len(kept) == len(list) {
			return nil, fmt.Errorf("it does not have %s", strings.Join(words, ", "))
		}
		return kept, nil
	}
}

// also adds words to a list such as enum.
func also(words ...string) func(any) (any, error) {
	return func(value any) (any, error) {
		list, isList := value.([]any)
		if !isList {
			return nil, fmt.Errorf("it is no list")
		}
		list = slices.Clone(list)
		for _, word := range words {
			if slices.Contains(list, any(word)) {
				return nil, fmt.Errorf("it has %s already", word)
			}
			list = append(list, word)
		}
		return list, nil
	}
}

// with sets keys of an object where it does not have them.
func with(more map[string]any) func(any) (any, error) {
	return func(value any) (any, error) {
		object, isObject := value.(map[string]any)
		if !isObject {
			return nil, fmt.Errorf("it is no object")
		}
		for key, v := range more {
			if _, has := object[key]; !has {
				object[key] = v
			}
		}
		return object, nil
	}
}

// or lets something else fit as well as the schema that is there.
func or(schema any) func(any) (any, error) {
	return func(value any) (any, error) {
		return map[string]any{"anyOf": []any{value, schema}}, nil
	}
}

// instead puts something else there.
func instead(other any) func(any) (any, error) {
	return func(any) (any, error) { return other, nil }
}

// plus adds to a list.
func plus(element any) func(any) (any, error) {
	return func(value any) (any, error) {
		elements, isList := value.([]any)
		if !isList {
			return nil, fmt.Errorf("it is no list")
		}
		return append(slices.Clone(elements), element), nil
	}
}

// anyOf lets several of the alternatives fit at once.
func anyOf(value any) (any, error) {
	schema, _ := value.(map[string]any)
	alternatives, has := schema["oneOf"]
	if !has {
		return nil, fmt.Errorf("it has no oneOf")
	}
	delete(schema, "oneOf")
	schema["anyOf"] = alternatives
	return schema, nil
}
