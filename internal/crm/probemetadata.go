package crm

import (
	"context"
	"strings"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
)

const venueField = "Meeting_Venue__s"

// metadataProbes look into the descriptions of fields.
func (p *probing) metadataProbes() []probe {
	fields := []string{"ZohoCRM.settings.fields.READ"}
	return []probe{
		{"meeting-venue-required", "Must every event have a meeting venue?", fields, p.meetingVenue},
		{"events-unique-field", "Can a field of events refuse duplicates?", fields, p.eventsUniqueField},
		{"closing-date-required", "Must every deal have a closing date?", fields, p.required("Deals", "Closing_Date")},
		{"pipeline-enabled", "Must every deal have a pipeline?", fields, p.required("Deals", "Pipeline")},
		{"lead-company-required", "Must every lead have a company?", fields, p.required("Leads", "Company")},
	}
}

// The readings of whether a field is mandatory.
const (
	byAPI    = "required"
	byLayout = "required by the layout"
	optional = "optional"
	absent   = "no such field"
)

// mandatory reads a field's description (zoho-crm-api §3.6).
func mandatory(f *zoho.Field) string {
	switch {
	case f == nil:
		return absent
	case f.SystemMandatory:
		return byAPI
	case f.Required:
		return byLayout
	}
	return optional
}

func (p *probing) required(module, name string) func(context.Context) (doctor.Answer, error) {
	return func(ctx context.Context) (doctor.Answer, error) {
		f, err := p.field(ctx, module, name)
		if err != nil {
			return doctor.Answer{}, err
		}
		return told(mandatory(f), "so the description of %s in %s says", name, module), nil
	}
}

func (p *probing) meetingVenue(ctx context.Context) (doctor.Answer, error) {
	f, err := p.field(ctx, "Events", venueField)
	if err != nil || f == nil {
		return told(absent, "%s is not among the fields of Events", venueField), err
	}
	a := told(mandatory(f), "its values are %s", strings.Join(choices(f), ", "))
	return mend(a, f.SystemMandatory && p.live.Connection.MeetingVenue == "", setVenue), nil
}

const setVenue = "set zoho_meeting_venue to one of the organisation's venues, and publish; without it no appointment can be booked"

func choices(f *zoho.Field) []string {
	all := make([]string, len(f.PickList))
	for i, v := range f.PickList {
		all[i] = v.Actual
	}
	return all
}

// eventsUniqueField can only be told where somebody has made such a field:
// Zoho's pages disagree on whether events may have one (zoho-crm-api §2.5).
func (p *probing) eventsUniqueField(ctx context.Context) (doctor.Answer, error) {
	all, err := p.fieldsOf(ctx, "Events")
	if err != nil {
		return doctor.Answer{}, err
	}
	var unique, external []string
	for _, f := range all {
		if f.IsUnique() {
			unique = append(unique, f.APIName)
		}
		if f.External != nil {
			external = append(external, f.APIName)
		}
	}
	switch {
	case len(unique) > 0:
		return told("unique field", "%s of Events", strings.Join(unique, ", ")), nil
	case len(external) > 0:
		return told("external field", "%s of Events", strings.Join(external, ", ")), nil
	}
	return untold("no field of Events is unique or external; whether Zoho offers to make one is seen in Setup, Modules and Fields, Meetings"), nil
}
