package main

import (
	"slices"
	"strings"
)

// operation is one method of one path of one file.
type operation struct {
	file   string
	path   string // as in the file: /{module}/{recordID}
	method string
	closed bool // its file cannot judge
}

// pointer leads to the operation in its file.
func (o operation) pointer() string {
	return "/paths/" + escape(o.path) + "/" + strings.ToLower(o.method)
}

func (o operation) String() string { return o.method + " " + o.path }

// operations lists what a file describes. Some files leave the root of the API
// to the entry "servers", some have it in their paths.
func operations(d *document, closed bool) []operation {
	var list []operation
	paths, _ := child(d.root, "paths").(map[string]any)
	for path, item := range paths {
		methods, _ := item.(map[string]any)
		for method := range methods {
			if method != "parameters" {
				list = append(list, operation{file: d.file, path: strings.TrimPrefix(path, apiRoot), method: strings.ToUpper(method), closed: closed})
			}
		}
	}
	return list
}

// apiRoot is where the API lives on its host.
const apiRoot = "/crm/v8"

// find is the operation for a request, with what its path's parameters stand
// for. Of several that fit, the one with the earlier literal wins, as in
// /Notes/{id} before /{module}/{recordID}.
func find(all []operation, method, path string) (operation, map[string]string, bool) {
	below, isAPI := strings.CutPrefix(path, apiRoot)
	var best operation
	var params map[string]string
	found := false
	for _, o := range all {
		if o.method != method || !isAPI {
			continue
		}
		p, fits := match(o.path, below)
		if fits && (!found || literals(o.path) > literals(best.path)) {
			best, params, found = o, p, true
		}
	}
	return best, params, found
}

func match(template, path string) (map[string]string, bool) {
	wanted, given := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return nil, false
	}
	params := map[string]string{}
	for i, w := range wanted {
		switch {
		case isParameter(w) && i == firstSegment && !isModule(given[i]):
			return nil, false
		case isParameter(w) && given[i] != "":
			params[strings.Trim(w, "{}")] = given[i]
		case w != given[i]:
			return nil, false
		}
	}
	return params, true
}

// firstSegment is the first one after the slash: a module where it is a
// parameter, so that settings/x is no record of a module "settings".
const firstSegment = 1

// isModule reports whether a segment can be a module's API name.
func isModule(segment string) bool { return segment != "" && 'A' <= segment[0] && segment[0] <= 'Z' }

func isParameter(segment string) bool { return strings.HasPrefix(segment, "{") }

// literals orders paths of one length: one letter for each segment, greater
// where it is a literal.
func literals(path string) string {
	var b strings.Builder
	for segment := range strings.SplitSeq(path, "/") {
		if isParameter(segment) {
			b.WriteByte('a')
		} else {
			b.WriteByte('b')
		}
	}
	return b.String()
}

// sortOperations makes the choice between equals repeatable.
func sortOperations(list []operation) {
	slices.SortFunc(list, func(a, b operation) int {
		return strings.Compare(a.file+a.String(), b.file+b.String())
	})
}
