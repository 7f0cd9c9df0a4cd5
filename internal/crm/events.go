package crm

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// daysAround widens a query so that it also finds all-day events, whatever zone
// Zoho placed their ends in (zoho-crm-api §3.3: not documented) and whichever
// their owner lives in.
const daysAround = 48 * time.Hour

// Events implements calendar.Source by COQL, which reads the records
// themselves and sees a write at once.
func (g *Gateway) Events(ctx context.Context, project string, owners []calendar.Owner, within slot.Interval) ([]calendar.Event, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	zones := zonesOf(owners)
	query, err := coql.Select("id", "Event_Title", "Start_DateTime", "End_DateTime", "All_day", "Owner", "Description", "Modified_Time").
		From("Events").
		Where(coql.And(
			coql.In("Owner", slices.Sorted(maps.Keys(zones))...),
			coql.Lt("Start_DateTime", within.End.Add(daysAround)),
			coql.Gt("End_DateTime", within.Start.Add(-daysAround)),
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
		allDay := e.AllDay != nil && *e.AllDay
		busy := calendar.Event{
			ID: e.ID, Owner: e.Owner.ID, Interval: occupied(e.Start.Time, e.End.Time, allDay, zones[e.Owner.ID]),
			Text: e.Description, Changed: e.ModifiedTime.Time,
		}
		if busy.Overlaps(within) {
			events = append(events, busy)
		}
	}
	return events, nil
}

func zonesOf(owners []calendar.Owner) map[string]*time.Location {
	zones := make(map[string]*time.Location, len(owners))
	for _, o := range owners {
		zones[o.ID] = o.Zone
	}
	return zones
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
