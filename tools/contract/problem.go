package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// problem is one way in which an exchange is not as a file describes it.
type problem struct {
	where string // JSON pointer into the body with * for indices, or a word such as "status"
	what  string
}

func (p problem) String() string { return p.where + ": " + p.what }

// problemsOf takes a validator's error apart. Of alternatives none of which
// fits, only the one that came nearest is told.
func problemsOf(err error) []problem {
	failure, isFailure := errors.AsType[*jsonschema.ValidationError](err)
	if !isFailure {
		return []problem{{where: "schema", what: err.Error()}}
	}
	leaves := nearest(failure)
	list := make([]problem, 0, len(leaves))
	printer := message.NewPrinter(language.English)
	for _, leaf := range leaves {
		list = append(list, problem{where: place(leaf.InstanceLocation), what: sorted(leaf.ErrorKind).LocalizedString(printer)})
	}
	slices.SortFunc(list, func(a, b problem) int { return cmp.Or(cmp.Compare(a.where, b.where), cmp.Compare(a.what, b.what)) })
	return slices.Compact(list)
}

// nearest lists the innermost causes.
func nearest(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var all []*jsonschema.ValidationError
	for i, cause := range e.Causes {
		leaves := nearest(cause)
		if !isAlternative(e) {
			all = append(all, leaves...)
		} else if i == 0 || nearer(leaves, all) {
			all = leaves
		}
	}
	return all
}

// sorted makes a message repeatable that lists names in no order.
func sorted(k jsonschema.ErrorKind) jsonschema.ErrorKind {
	if additional, is := k.(*kind.AdditionalProperties); is {
		return &kind.AdditionalProperties{Properties: slices.Sorted(slices.Values(additional.Properties))}
	}
	return k
}

func isAlternative(e *jsonschema.ValidationError) bool {
	keyword := strings.Join(e.ErrorKind.KeywordPath(), "/")
	return keyword == "oneOf" || keyword == "anyOf"
}

// nearer prefers what failed deeper inside, then what failed in fewer places.
func nearer(a, b []*jsonschema.ValidationError) bool {
	return cmp.Or(cmp.Compare(depth(b), depth(a)), cmp.Compare(len(a), len(b))) < 0
}

func depth(leaves []*jsonschema.ValidationError) int {
	least := len(leaves[0].InstanceLocation)
	for _, leaf := range leaves {
		least = min(least, len(leaf.InstanceLocation))
	}
	return least
}

// place writes a location in a body without the positions in lists.
func place(location []string) string {
	var b strings.Builder
	for _, key := range location {
		if strings.Trim(key, "0123456789") == "" {
			key = "*"
		}
		fmt.Fprintf(&b, "/%s", key)
	}
	return cmp.Or(b.String(), "/")
}
