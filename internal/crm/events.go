package crm

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// dayAround widens a query so that it also finds all-day events, whatever zone
// Zoho placed their ends in (zoho-crm-api §3.3: not documented).
const dayAround = 24 * time.Hour

// Events implements calendar.Source by COQL, which reads the records
// themselves and sees a write at once.
func (g *Gateway) Events(ctx context.Context, project string, owners []string, within slot.Interval, zone *time.Location) ([]calendar.Event, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	query, err := coql.Select("id", "Event_Title", "Start_DateTime", "End_DateTime", "All_day", "Owner", "Description").
		From("Events").
		Where(coql.And(
			coql.In("Owner", owners...),
			coql.Lt("Start_DateTime", within.End.Add(dayAround)),
			coql.Gt("End_DateTime", within.Start.Add(-dayAround)),
		)).
		OrderBy("Start_DateTime", "id").Build()
	if err != nil {
		return nil, err
	}
	var events []calendar.Event
	for e, err := range zoho.Query[zoho.Event](ctx, client, query) {
		if err != nil {
			return nil, translate(err)
		}
		busy := calendar.Event{ID: e.ID, Owner: e.Owner.ID, Interval: span(e, zone), Text: e.Description}
		if busy.Overlaps(within) {
			events = append(events, busy)
		}
	}
	return events, nil
}

// span is the time that an event takes: an all-day event takes the whole of
// its dates in the zone.
func span(e zoho.Event, zone *time.Location) slot.Interval {
	if e.AllDay == nil || !*e.AllDay {
		return slot.Interval{Start: e.Start.Time, End: e.End.Time}
	}
	first := slot.DateOf(e.Start.Time, zone)
	last := slot.DateOf(e.End.Time.Add(-time.Second), zone)
	if last.Compare(first) < 0 {
		last = first
	}
	return slot.Interval{Start: slot.Resolve(first, 0, zone), End: slot.Resolve(last.AddDays(1), 0, zone)}
}

// longestTitle is what Zoho takes as Event_Title, in characters (zoho-crm-api
// §2.2).
const longestTitle = 255

// CreateEvent implements booking.Events. A contact attends as Who_Id, a lead
// as What_Id, since Who_Id takes contacts only (zoho-crm-api §2.2); both as
// participant. Whether Zoho mails an invitation is always said, because its
// default is not documented.
func (g *Gateway) CreateEvent(ctx context.Context, project string, d booking.Draft) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	event := zoho.Event{
		Title: cut(d.Title, longestTitle), Start: zoho.At(d.Start), End: zoho.At(d.End), Owner: ref(d.Owner),
		Description: referenceLine(d.Description, d.Reference), MeetingVenue: d.Venue,
		SendNotification: &d.Invite,
	}
	if a := d.Attendee; a != nil {
		event.Participants = []zoho.Participant{{Type: zoho.ParticipantContact, Participant: a.ID}}
		if a.Module == contact.Leads {
			event.Participants[0].Type = zoho.ParticipantLead
			event.What, event.WhatModule = zoho.Ref(a.ID), string(contact.Leads)
		} else {
			event.Who = zoho.Ref(a.ID)
		}
	}
	result, err := client.Events.InsertOne(ctx, event, zoho.InsertOptions{})
	return result.ID, translate(err)
}

// DeleteEvent implements booking.Events.
func (g *Gateway) DeleteEvent(ctx context.Context, project, id string) error {
	client, err := g.client(ctx, project)
	if err != nil {
		return err
	}
	return translate(client.Events.DeleteOne(ctx, id))
}
