package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/criteria"
	"github.com/ringbook/ringbook/internal/fault"
)

const businessHoursIDN = "zoho_business_hours"

// flags tells which features are off, and which combinations of switches do not
// do what one would think.
func (e *exam) flags(context.Context) finding {
	odd := oddities(e.settings)
	off := switchedOff(e.settings)
	detail := "every feature is on"
	if len(off) > 0 {
		detail = "off: " + strings.Join(off, ", ")
	}
	if len(odd) > 0 {
		return warning("set the attributes named as you mean it, and publish", "%s\n%s", detail, strings.Join(odd, "\n"))
	}
	return ok("%s", detail)
}

func switchedOff(s attribute.Settings) []string {
	var off []string
	for _, flag := range []struct {
		idn string
		on  bool
	}{
		{"zoho_enable_slot_check", s.Features.SlotCheck},
		{"zoho_enable_booking", s.Features.Booking},
		{"zoho_enable_reschedule", s.Features.Reschedule},
		{"zoho_enable_cancellation", s.Features.Cancellation},
		{"zoho_check_existing_client", s.Callers.CheckExisting},
		{"zoho_check_availability_on_conversation_start", s.Features.SlotsAtStart},
		{"zoho_add_note", s.AfterCall.AddNote},
		{"zoho_create_lead", s.AfterCall.CreateLead},
		{"zoho_log_calls", s.AfterCall.LogCalls},
		{"zoho_update_pipeline", s.AfterCall.Deals.Update},
	} {
		if !flag.on {
			off = append(off, flag.idn)
		}
	}
	return off
}

// oddities are combinations with an effect that few would want.
func oddities(s attribute.Settings) []string {
	var odd []string
	note := func(is bool, text string) {
		if is {
			odd = append(odd, text)
		}
	}
	f, deals := s.Features, s.AfterCall.Deals
	note(f.Booking && !f.SlotCheck, "zoho_enable_booking is on and zoho_enable_slot_check off: agents can book a time that the caller names, but cannot offer one")
	note(f.SlotCheck && !f.Booking, "zoho_enable_slot_check is on and zoho_enable_booking off: agents offer times that they then cannot book")
	note(f.SlotsAtStart && !f.SlotCheck, "zoho_check_availability_on_conversation_start is on and zoho_enable_slot_check off: conversations start without slots all the same")
	note(f.Reschedule && !f.Booking, "zoho_enable_reschedule is on and zoho_enable_booking off: appointments can be moved, but not made")
	note(deals.Update && !deals.Create && strings.TrimSpace(deals.Criteria) == "", "zoho_update_pipeline is on, but zoho_create_deal is off and there are no zoho_pipeline_criteria: no deal is ever written")
	return odd
}

// attributes tells what waits to be published.
func (e *exam) attributes(ctx context.Context) finding {
	if e.unreadable != nil {
		return failed("correct the attributes named and publish; until then agents get no answers",
			"revision %d, which is live, cannot be read by this version of ringbook:\n%s", e.unreadable.Revision, problems(e.unreadable.Problems))
	}
	changes, err := e.Attributes.DiffDraft(ctx, e.projectID)
	if err != nil {
		return e.unread(ctx, err)
	}
	if len(changes) == 0 {
		return ok("revision %d is live, and the draft is the same", e.settings.Revision)
	}
	var idns []string
	for _, c := range changes {
		idns = append(idns, c.IDN)
	}
	return warning("publish the draft, or discard it", "the draft differs from revision %d, which is live: %s", e.settings.Revision, strings.Join(idns, ", "))
}

// pipeline tells whether the CRM still has the pipeline, and the stages that the
// rules name.
func (e *exam) pipeline(ctx context.Context) finding {
	deals := e.settings.AfterCall.Deals
	if !deals.Update {
		return skipped("zoho_update_pipeline is off")
	}
	pipelines, err := e.live.pipelines.wait()
	if err != nil {
		return e.unread(ctx, err)
	}
	now := slices.IndexFunc(pipelines, func(p attribute.Pipeline) bool { return p.Value == deals.Pipeline.Value })
	if now < 0 {
		return failed("choose another in zoho_pipeline and publish", "Zoho no longer has the pipeline %s", deals.Pipeline.Name)
	}
	stages := stageNames(pipelines[now])
	if _, err := criteria.Compile(deals.Criteria, stages); err != nil {
		return failed("correct zoho_pipeline_criteria, or the stages in Zoho, and publish", "the rules no longer fit the stages of %s:\n%s", deals.Pipeline.Name, err)
	}
	if !slices.Equal(stages, stageNames(deals.Pipeline)) {
		return warning("publish", "the stages of %s have changed since it was published; the rules still fit", deals.Pipeline.Name)
	}
	return ok("%s has all the stages that the rules name", deals.Pipeline.Name)
}

func stageNames(p attribute.Pipeline) []string {
	var all []string
	for _, s := range p.Stages {
		all = append(all, s.Name)
	}
	return all
}

// venue tells whether Zoho will take events with the meeting venue that is set.
func (e *exam) venue(ctx context.Context) finding {
	now, err := e.live.venues.wait()
	if err != nil {
		return e.unread(ctx, err)
	}
	set := e.settings.Connection.MeetingVenue
	choose := "set zoho_meeting_venue to one of: " + strings.Join(now.values, ", ") + "; and publish"
	switch {
	case set == "" && now.required:
		return failed(choose, "Zoho refuses events without a meeting venue, and none is set")
	case set == "":
		return ok("the organisation demands none")
	case len(now.values) > 0 && !slices.Contains(now.values, set):
		return warning(choose, "%q is none of the organisation's meeting venues", set)
	}
	return ok("%s", set)
}

// hours tells which opening hours are in effect, and whether Zoho's have changed
// under them. Those that Zoho does not let ringbook see, or has in a form that
// is not known, are no failure: a publish does without them, too.
func (e *exam) hours(ctx context.Context) finding {
	if e.settings.Scheduling.Hours.Source == attribute.HoursSet {
		return ok("zoho_working_hours are in effect")
	}
	published, err := e.published(ctx, businessHoursIDN)
	if err != nil {
		return e.unread(ctx, err)
	}
	inEffect := "Zoho's business hours as they were published are in effect"
	if published == "" {
		inEffect = "Monday to Friday 9 to 17 is in effect"
	}
	const set = "set zoho_working_hours, or the business hours in Zoho's settings, and publish"
	now, err := e.hoursNow()
	switch {
	case fault.Is(err, fault.Denied), fault.Is(err, fault.Refused), fault.Is(err, fault.Invalid):
		return warning(set, "Zoho's business hours cannot be used: %s; %s", problem(err), inEffect)
	case err != nil:
		return e.unread(ctx, err)
	case now != published:
		return warning("publish", "the business hours in Zoho have changed since they were published")
	case now == "":
		return warning(set, "neither zoho_working_hours nor business hours in Zoho are set: %s", inEffect)
	}
	return ok("Zoho's business hours are in effect, in %s", e.settings.Scheduling.Hours.Zone)
}

// hoursNow are Zoho's business hours in the form in which they are published.
func (e *exam) hoursNow() (string, error) {
	now, err := e.live.hours.wait()
	if err != nil {
		return "", err
	}
	entry, err := attribute.Lookup(businessHoursIDN)
	if err != nil {
		return "", err
	}
	return attribute.Canonical(entry, now)
}

// published is a value as the active revision has it.
func (e *exam) published(ctx context.Context, idn string) (string, error) {
	revision, _, err := e.Attributes.Revision(ctx, e.projectID, e.settings.Revision)
	if err != nil {
		return "", fmt.Errorf("the active revision: %w", err)
	}
	return revision.Values[idn], nil
}
