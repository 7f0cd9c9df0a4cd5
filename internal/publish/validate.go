package publish

import (
	"context"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
)

// validate judges what was typed, and that alone: what the last publish learned
// of Zoho may be out of date, and must not turn down a name that is new there.
// Names are looked up in the step "references".
func (r *run) validate(ctx context.Context) (_ Step, err error) {
	typed := r.candidate
	typed.System = nil
	if r.settings, err = r.Attributes.Check(ctx, typed); err != nil {
		return Step{}, err
	}
	ended := Step{State: Done, Detail: count(len(r.candidate.Values), "attribute is set", "attributes are set")}
	about := r.untold(r.settings, func(w attribute.Warning) bool { return r.candidate.Values[w.IDN] != "" })
	if about != "" {
		ended.Detail += "\n" + about
		ended.Remedy = "look at the attributes named, or leave them if that is what you mean"
	}
	return ended, nil
}

// learned is what the fetched values say by themselves.
func (r *run) learned(ctx context.Context) (attribute.Settings, error) {
	fetched := r.candidate
	fetched.Values = nil
	return r.Attributes.Check(ctx, fetched)
}

// untold are the wanted warnings of settings that no step has told yet, a line
// each.
func (r *run) untold(settings attribute.Settings, wanted func(attribute.Warning) bool) string {
	var all []string
	for _, w := range settings.Warnings {
		if !slices.Contains(r.told, w) && wanted(w) {
			r.told = append(r.told, w)
			all = append(all, w.IDN+": "+w.Text)
		}
	}
	return strings.Join(all, "\n")
}
