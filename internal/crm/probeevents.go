package crm

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
)

// eventProbes write events: far ahead, without participants, and removed again.
func (p *probing) eventProbes() []probe {
	needs := append(moduleScopes("events", "READ", "CREATE", "DELETE"), "ZohoCRM.settings.fields.READ")
	with := func(more ...string) []string { return append(needs[:len(needs):len(needs)], more...) }
	allDay := p.allDayProbe()
	allDay.scopes, allDay.ask = with("ZohoCRM.users.READ"), p.allDayWritten
	return []probe{
		{"meeting-venue-insert", "Does Zoho refuse an event without a meeting venue?", needs, p.venueInsert},
		{"picklist-unknown-value", "Does Zoho take a meeting venue that is not among its values?", needs, p.unknownValue},
		{"unknown-fields", "Is a field that the module does not have ignored or rejected?", needs, p.unknownField},
		{"events-overlap", "Does Zoho take two events of one person at the same time?", needs, p.overlap},
		{"end-before-start", "Does Zoho take an event that ends before it starts?", needs, p.endBeforeStart},
		allDay,
		{"cancel-needs-invite", "Can an event be cancelled to which nobody was invited?", with("ZohoCRM.modules.events.UPDATE"), p.cancelUninvited},
		{"unmodified-since", "Does If-Unmodified-Since protect a newer version?", with("ZohoCRM.modules.events.UPDATE"), p.unmodifiedSince},
		{"delete-twice", "What is the answer to deleting what is deleted?", needs, p.deleteTwice},
		{"search-lag", "How far is the search index behind?", with(searchNeeds), p.searchLag},
	}
}

// farAhead is how far in the future the events lie: no calendar that ringbook
// offers from reaches that.
const farAhead = 5 * 365 * 24 * time.Hour

func (p *probing) day() time.Time {
	return p.gateway.clients.Now().UTC().Truncate(24 * time.Hour).Add(farAhead)
}

// event writes an hour at three in the night, with what differs from that; a
// nil value leaves a field out.
func (p *probing) event(ctx context.Context, differing row) (zoho.Result, error) {
	start := p.day().Add(3 * time.Hour)
	fields := row{
		"Start_DateTime": zoho.At(start), "End_DateTime": zoho.At(start.Add(time.Hour)),
		"$send_notification": false,
	}
	venue, err := p.venue(ctx)
	if err != nil {
		return zoho.Result{}, err
	}
	if venue != "" {
		fields[venueField] = venue
	}
	maps.Copy(fields, differing)
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil })
	return p.insert(ctx, "Events", fields)
}

// venue is the one that is set or else the organisation's first; "" where it
// has none.
func (p *probing) venue(ctx context.Context) (string, error) {
	if set := p.live.Connection.MeetingVenue; set != "" {
		return set, nil
	}
	f, err := p.field(ctx, "Events", venueField)
	if err != nil || f == nil || len(f.PickList) == 0 {
		return "", err
	}
	return f.PickList[0].Actual, nil
}

// taken tells whether an event was accepted, where a refusal must be about one
// of the fields that are tried.
func taken(err error, tried ...string) (accepted bool, other error) {
	refusal := turnedDown(err)
	for _, field := range tried {
		if refusal != nil && blames(refusal, field) {
			return false, nil
		}
	}
	return err == nil, err
}

func (p *probing) venueInsert(ctx context.Context) (doctor.Answer, error) {
	_, err := p.event(ctx, row{venueField: nil})
	accepted, err := taken(err, venueField)
	switch {
	case err != nil:
		return doctor.Answer{}, err
	case accepted:
		return told("accepted", "an event needs no %s", venueField), nil
	}
	return mend(told("refused", "an event needs a %s", venueField), p.live.Connection.MeetingVenue == "", setVenue), nil
}

func (p *probing) unknownValue(ctx context.Context) (doctor.Answer, error) {
	f, err := p.field(ctx, "Events", venueField)
	if err != nil || f == nil {
		return untold("%s is not among the fields of Events", venueField), err
	}
	const strange = "ringbook probe"
	made, err := p.event(ctx, row{venueField: strange})
	accepted, err := taken(err, venueField)
	switch {
	case err != nil:
		return doctor.Answer{}, err
	case !accepted:
		set := p.live.Connection.MeetingVenue
		return mend(told("refused", "events take the values of their lists only"), set != "" && !slices.Contains(choices(f), set), setVenue), nil
	}
	stored, err := p.get(ctx, "Events", made.ID, venueField)
	if err != nil {
		return doctor.Answer{}, err
	}
	if text(stored[venueField]) != strange {
		return told("replaced", "it is taken, but not stored"), nil
	}
	return told("accepted", "it is stored as it is, so a misspelt zoho_meeting_venue shows in Zoho alone"), nil
}

func (p *probing) unknownField(ctx context.Context) (doctor.Answer, error) {
	const strange = "Ringbook_Probe_Of_A_Field"
	_, err := p.event(ctx, row{strange: "x"})
	accepted, err := taken(err, strange)
	switch {
	case err != nil:
		return doctor.Answer{}, err
	case accepted:
		return told("ignored", "a misspelt name in a write is not noticed"), nil
	}
	return told("rejected", "a write with a misspelt name fails"), nil
}

// overlap matters to nothing: ringbook keeps its own claims on times.
func (p *probing) overlap(ctx context.Context) (doctor.Answer, error) {
	if _, err := p.event(ctx, nil); err != nil {
		return doctor.Answer{}, err
	}
	_, err := p.event(ctx, nil)
	switch refused := turnedDown(err); {
	case refused != nil:
		return told("refused", "%s", reason(refused)), nil
	case err != nil:
		return doctor.Answer{}, err
	}
	return told("accepted", "Zoho protects nobody from being booked twice; ringbook's own claims do"), nil
}

func (p *probing) endBeforeStart(ctx context.Context) (doctor.Answer, error) {
	_, err := p.event(ctx, row{"End_DateTime": zoho.At(p.day().Add(2 * time.Hour))})
	accepted, err := taken(err, "End_DateTime", "Start_DateTime")
	switch {
	case err != nil:
		return doctor.Answer{}, err
	case accepted:
		return told("accepted", "a calendar may hold such events; ringbook takes none of their time"), nil
	}
	return told("refused", "no event ends before it starts"), nil
}

func (p *probing) cancelUninvited(ctx context.Context) (doctor.Answer, error) {
	made, err := p.event(ctx, nil)
	if err != nil {
		return doctor.Answer{}, err
	}
	p.spend(1)
	err = p.client.CancelEvent(ctx, made.ID, false)
	switch {
	case err == nil:
		return told("can be cancelled", "the record stays; ringbook deletes events instead"), nil
	case errors.Is(err, zoho.CodeNotAllowed):
		return told("needs an invitation", "ringbook deletes events instead"), nil
	}
	return doctor.Answer{}, err
}

// unmodifiedSince pretends to know the version of an hour before the event was
// made.
func (p *probing) unmodifiedSince(ctx context.Context) (doctor.Answer, error) {
	made, err := p.event(ctx, nil)
	if err != nil {
		return doctor.Answer{}, err
	}
	p.spend(1)
	_, err = zoho.Module[row](p.client, "Events").UpdateOne(ctx, made.ID, row{"Description": "changed by a probe"}, zoho.UpdateOptions{
		Trigger: []string{}, SkipFeatures: quiet.SkipFeatures, IfUnmodifiedSince: made.ModifiedTime.Add(-time.Hour),
	})
	refused, isRefusal := errors.AsType[*zoho.Error](err)
	switch {
	case err == nil:
		return told("ignored", "the newer version was overwritten"), nil
	case isRefusal && zoho.IsModified(err):
		return told(fmt.Sprintf("protected with %d", refused.Status), "%s", string(refused.Code)), nil
	}
	return doctor.Answer{}, err
}

func (p *probing) deleteTwice(ctx context.Context) (doctor.Answer, error) {
	made, err := p.event(ctx, nil)
	if err != nil {
		return doctor.Answer{}, err
	}
	if err := p.remove(ctx, "Events", made.ID); err != nil {
		return doctor.Answer{}, err
	}
	p.books.open = p.books.open[:len(p.books.open)-1]
	p.spend(1)
	err = p.client.Events.DeleteQuietly(ctx, made.ID)
	e, refused := errors.AsType[*zoho.Error](err)
	switch {
	case err == nil:
		return told("accepted", "as if it were there"), nil
	case refused && zoho.IsNotFound(err):
		return told(fmt.Sprintf("%d %s", e.Status, string(e.Code)), "which ringbook takes for done"), nil
	case refused && turnedDown(err) != nil:
		return mend(told(fmt.Sprintf("%d %s", e.Status, string(e.Code)), "which ringbook takes for a refusal"), p.live.Features.Cancellation,
			"tell the makers of ringbook; until then an appointment that somebody deleted in Zoho cannot be cancelled"), nil
	}
	return doctor.Answer{}, err
}
