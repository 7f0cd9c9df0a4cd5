package attribute

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/config"
)

// Source says where the value in effect comes from.
type Source string

const (
	// SourceSet: a builder set it, and it is published.
	SourceSet Source = "SET"
	// SourceDefault: nothing is published, the default applies.
	SourceDefault Source = "DEFAULT"
	// SourceSystem: the system owns it.
	SourceSystem Source = "SYSTEM"
)

// Listed is an attribute as people see it. Secrets are masks.
type Listed struct {
	config.Attribute
	// Value is the draft's; Published the active revision's; both are "" where
	// nothing is set.
	Value     string
	Published string
	// Effective is what applies now: the published value, else the default,
	// also where the default follows from something else.
	Effective string
	Source    Source
	// Changed tells that publishing would change what is set. Of a secret
	// the contents are compared, which the masks cannot show.
	Changed bool
}

// ListOptions narrow a listing.
type ListOptions struct {
	// Query is words that must all stand in the name, title, description or
	// group, whatever the case; empty lists everything.
	Query         string
	IncludeHidden bool
	// Kept names the values kept beside the revisions that are filled, which
	// only the connection knows.
	Kept map[string]bool
}

// Listing is the answer to List.
type Listing struct {
	Attributes []Listed
	// DraftRevision is what a change of the draft has to expect.
	DraftRevision int64
	// ActiveRevision is the number of the revision that is published.
	ActiveRevision int64
}

// List shows the attributes of a project in the order of the catalogue.
func (s *Service) List(ctx context.Context, project string, options ListOptions) (Listing, error) {
	draft, err := s.draft(ctx, project)
	if err != nil {
		return Listing{}, err
	}
	active, err := s.active(ctx, project)
	if err != nil {
		return Listing{}, err
	}
	derived, err := s.derived(ctx, project, active)
	if err != nil {
		return Listing{}, err
	}
	listing := Listing{DraftRevision: draft.Revision, ActiveRevision: active.Number}
	for _, entry := range theCatalogue().entries {
		if (entry.IsHidden && !options.IncludeHidden) || !matches(entry, options.Query) {
			continue
		}
		l := list(entry, draft, active, derived, options.Kept)
		l.Changed = !entry.IsReadOnly && !s.same(project, entry, draft.Values[entry.IDN], active.Values[entry.IDN])
		listing.Attributes = append(listing.Attributes, l)
	}
	return listing, nil
}

func list(entry config.Attribute, draft Draft, active Revision, derived map[string]string, kept map[string]bool) Listed {
	l := Listed{Attribute: entry, Source: SourceDefault,
		Value: shown(entry, draft.Values[entry.IDN]), Published: shown(entry, active.Values[entry.IDN])}
	if kept[entry.IDN] {
		l.Published = Mask
	}
	if l.Published != "" {
		l.Source = SourceSet
	}
	if entry.IsReadOnly {
		l.Source = SourceSystem
	}
	for _, value := range []string{l.Published, entry.DefaultValue, derived[entry.IDN]} {
		if l.Effective == "" {
			l.Effective = value
		}
	}
	return l
}

func matches(entry config.Attribute, query string) bool {
	text := strings.ToLower(strings.Join([]string{entry.IDN, entry.Title, entry.Description, entry.Group}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// derived are the defaults that follow from something else, as they are for
// the active revision. One that cannot be read derives nothing: the listing is
// where a builder goes to mend it.
func (s *Service) derived(ctx context.Context, project string, active Revision) (map[string]string, error) {
	zone, err := s.config.ProjectZone(ctx, project)
	if err != nil {
		return nil, err
	}
	settings, err := Decode(active.Values, zone)
	if err != nil {
		return map[string]string{"zoho_timezone": zone}, nil
	}
	return settings.derived(), nil
}

func (s Settings) derived() map[string]string {
	var names []string
	for _, person := range s.Scheduling.Staff.People {
		names = append(names, cmp.Or(person.Name, person.ID))
	}
	derived := map[string]string{
		"zoho_timezone":      s.Scheduling.Zone.String(),
		"zoho_slot_interval": strconv.Itoa(int(s.Scheduling.Slots.Duration.Minutes())),
		"zoho_phone_region":  s.Callers.PhoneRegion,
		"zoho_pipeline":      s.AfterCall.Deals.Pipeline.Name,
		"zoho_staff":         strings.Join(names, ", "),
	}
	if hours := s.Scheduling.Hours; hours.Zone.String() == s.Scheduling.Zone.String() {
		derived["zoho_working_hours"] = workingHours{hours.Week, hours.Exceptions}.String()
	}
	return derived
}
