package importtest

import (
	"fmt"
	"slices"
	"strings"
)

// A source is one package as found on disk, with paths as Go writes them.
type source struct {
	path    string
	imports []string
}

// check returns what breaks the rules, one sentence each, in a stable order.
func check(module string, rooms []room, borders []border, sources []source) []string {
	var found []string
	for _, s := range sources {
		own := strings.TrimPrefix(strings.TrimPrefix(s.path, module), "/")
		from, listed := find(rooms, own)
		if !listed {
			found = append(found, fmt.Sprintf("%s has no line in the table of rooms: give it one in internal/importtest/house_test.go", own))
			continue
		}
		for _, imported := range s.imports {
			if reason := refuse(module, rooms, borders, from, imported); reason != "" {
				found = append(found, fmt.Sprintf("%s must not import %s: %s", own, strings.TrimPrefix(imported, module+"/"), reason))
			}
		}
	}
	slices.Sort(found)
	return found
}

// refuse says why a room must not import a path, or nothing where it may.
func refuse(module string, rooms []room, borders []border, from room, imported string) string {
	rest, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		return refuseBorder(borders, from, imported)
	}
	to, listed := find(rooms, rest)
	switch {
	case !listed:
		return "it has no line in the table of rooms"
	case to.path == from.path:
		return ""
	case from.floor == edge && named(from.may, to):
		return ""
	case from.floor == edge:
		return fmt.Sprintf("an edge may import what its line names (%s)", from.reason)
	case to.floor == edge:
		return fmt.Sprintf("a subject imports no edge (%s)", to.reason)
	case to.floor >= from.floor:
		return fmt.Sprintf("it stands on floor %d, not below floor %d (%s)", to.floor, from.floor, from.reason)
	}
	return ""
}

func refuseBorder(borders []border, from room, imported string) string {
	for _, b := range borders {
		if within(imported, b.path) && !named(b.only, from) {
			return b.reason
		}
	}
	return ""
}

// named reports whether a list of rooms, which may hold the words for many,
// includes the room.
func named(list []string, r room) bool {
	return slices.ContainsFunc(list, func(name string) bool {
		switch name {
		case subjects:
			return r.floor != edge
		case edges:
			return r.floor == edge
		}
		return name == r.path
	})
}

// find returns the room that a package, relative to the module, belongs to.
func find(rooms []room, path string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool {
		tree, isTree := strings.CutSuffix(r.path, "/...")
		return path == r.path || isTree && within(path, tree)
	})
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}

func within(path, tree string) bool {
	return path == tree || strings.HasPrefix(path, tree+"/")
}
