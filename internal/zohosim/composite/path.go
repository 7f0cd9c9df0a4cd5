package composite

import (
	"regexp"
	"strconv"
)

// lookup follows a path from $ through decoded JSON; see the package's words on
// what a path may use.
func lookup(v any, path string) (any, bool) {
	step := regexp.MustCompile(`^(?:\.([A-Za-z0-9_$]+)|\['([^']+)'\]|\[([0-9]+)\])`)
	rest := path[1:] // $
	for rest != "" {
		m := step.FindStringSubmatch(rest)
		if m == nil {
			return nil, false
		}
		rest = rest[len(m[0]):]
		var there bool
		if v, there = member(v, m[1]+m[2], m[3]); !there {
			return nil, false
		}
	}
	return v, true
}

// member is the key of an object or, where index is given, the element of an
// array.
func member(v any, key, index string) (any, bool) {
	if index == "" {
		object, _ := v.(map[string]any)
		found, there := object[key]
		return found, there
	}
	list, _ := v.([]any)
	i, err := strconv.Atoi(index)
	if err != nil || i >= len(list) {
		return nil, false
	}
	return list[i], true
}
