package attribute

import "github.com/ringbook/ringbook/config"

// Change is an attribute whose value differs between two sets of values. An
// empty side means that nothing was set there and the default applied. Both
// sides of a secret are masks.
type Change struct {
	IDN    string
	Before string
	After  string
}

// Diff lists what differs between two sets of values, in the order of the
// catalogue. Names that the catalogue does not know are passed over.
func Diff(before, after map[string]string) []Change {
	var changes []Change
	for _, entry := range theCatalogue().entries {
		old, new := before[entry.IDN], after[entry.IDN]
		if old != new {
			changes = append(changes, Change{entry.IDN, shown(entry, old), shown(entry, new)})
		}
	}
	return changes
}

// shown is a value as people may see it.
func shown(entry config.Attribute, value string) string {
	if entry.ValueType == config.Secret {
		return mask(value)
	}
	return value
}

func shownAll(values map[string]string) map[string]string {
	visible := make(map[string]string, len(values))
	for _, entry := range theCatalogue().entries {
		if value, set := values[entry.IDN]; set {
			visible[entry.IDN] = shown(entry, value)
		}
	}
	return visible
}
