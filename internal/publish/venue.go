package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

const venueIDN = "zoho_meeting_venue"

// venue sees to it that events can be written at all: current organisations
// demand a meeting venue on every event, from a list of their own. Where the
// builder chose none, the first of the list stands in, which is told; the draft
// takes it over once it is live.
func (r *run) venue(ctx context.Context) (Step, error) {
	values, required, err := r.CRM.Venues(ctx, r.project)
	if err != nil {
		return Step{}, err
	}
	chosen := r.settings.Connection.MeetingVenue
	choose := fmt.Sprintf("set %s to one of: %s", venueIDN, strings.Join(values, ", "))
	switch {
	case len(values) == 0 && required && chosen == "":
		return Step{State: Done, Detail: "the organisation demands a meeting venue, but lists none", Remedy: "set " + venueIDN}, nil
	case len(values) == 0:
		return Step{State: Skipped, Detail: "the organisation lists no meeting venues"}, nil
	case chosen == "" && !required:
		return Step{State: Skipped, Detail: "the organisation demands no meeting venue"}, nil
	case chosen == "":
		r.candidate.Values[venueIDN], r.chosen[venueIDN] = values[0], values[0]
		return Step{State: Done, Detail: fmt.Sprintf("the organisation demands a meeting venue; %q is used, the first it lists", values[0]), Remedy: choose}, nil
	case !slices.Contains(values, chosen):
		return Step{State: Done, Detail: fmt.Sprintf("%q is none of the organisation's meeting venues", chosen), Remedy: choose}, nil
	}
	return Step{State: Done, Detail: chosen}, nil
}
