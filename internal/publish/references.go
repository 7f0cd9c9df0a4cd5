package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

const (
	referenceFieldIDN = "zoho_reference_field"
	fieldMapIDN       = "zoho_field_map"
	events            = "Events"
)

// references sees to it that whatever the settings name exists: staff among the
// active users and the pipeline among the pipelines, by laying the settings over
// what was fetched; and fields in their modules, which are asked for only where
// a field is named.
func (r *run) references(ctx context.Context) (Step, error) {
	settings, unknown := r.Attributes.Check(ctx, r.candidate)
	if unknown != nil && !fault.Is(unknown, fault.Invalid) {
		return Step{}, unknown
	}
	fields, err := r.fieldsOf(ctx, namedModules(r.settings.Connection))
	if err != nil {
		return Step{}, err
	}
	if err := errors.Join(unknown, fieldProblems(r.settings.Connection, fields)); err != nil {
		return Step{}, err
	}
	ended := Step{State: Done, Detail: booked(settings)}
	if name := settings.Connection.ReferenceField; name != "" && !find(fields[events], name).Unique {
		ended.Detail += fmt.Sprintf("\n%s: %s takes the same value twice, so Zoho does not guard against double entries", referenceFieldIDN, name)
		ended.Remedy = "mark the field as unique in Zoho's settings of the module"
	}
	r.settings = settings
	return ended, nil
}

// booked says with whom appointments are made.
func booked(settings attribute.Settings) string {
	everybody := settings.Scheduling.Staff.Everybody()
	if len(everybody) == 1 {
		return "booked is " + everybody[0].Name
	}
	return "booked are " + count(len(everybody), "user", "users")
}

// namedModules are those in which the settings name a field.
func namedModules(c attribute.Connection) []string {
	modules := slices.Collect(maps.Keys(c.FieldMap))
	if c.ReferenceField != "" && !slices.Contains(modules, events) {
		modules = append(modules, events)
	}
	return modules
}

func (r *run) fieldsOf(ctx context.Context, modules []string) (map[string][]Field, error) {
	var mu sync.Mutex
	known := map[string][]Field{}
	all, ctx := errgroup.WithContext(ctx)
	for _, module := range modules {
		all.Go(func() error {
			return fault.Safely(func() error {
				fields, err := r.CRM.Fields(ctx, r.project, module)
				mu.Lock()
				defer mu.Unlock()
				known[module] = fields
				return err
			})
		})
	}
	return known, all.Wait()
}

// fieldProblems lists the fields that are named and cannot be written.
func fieldProblems(c attribute.Connection, known map[string][]Field) error {
	var all []error
	if c.ReferenceField != "" {
		all = append(all, fieldProblem(referenceFieldIDN, events, c.ReferenceField, known))
	}
	for _, module := range slices.Sorted(maps.Keys(c.FieldMap)) {
		for _, name := range slices.Sorted(maps.Keys(c.FieldMap[module])) {
			all = append(all, fieldProblem(fieldMapIDN, module, name, known))
		}
	}
	return errors.Join(all...)
}

func fieldProblem(idn, module, name string, known map[string][]Field) error {
	field := find(known[module], name)
	switch {
	case field.Name == "":
		return fault.InvalidField(idn, "%s has no field %s in Zoho%s", module, name, attribute.DidYouMean(name, writable(known[module])))
	case !field.Writable:
		return fault.InvalidField(idn, "the field %s of %s can only be read", name, module)
	}
	return nil
}

// find returns the zero Field where there is none of that name.
func find(fields []Field, name string) Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return Field{}
}

func writable(fields []Field) []string {
	var names []string
	for _, f := range fields {
		if f.Writable {
			names = append(names, f.Name)
		}
	}
	return names
}
