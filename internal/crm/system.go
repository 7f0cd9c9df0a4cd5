package crm

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// SystemValue implements publish.CRM: what Zoho answers, cut to what the
// catalogue keeps (zoho-crm-api §3.6).
func (g *Gateway) SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return "", err
	}
	value, err := systemValue(ctx, client, idn, now)
	if err != nil {
		return "", translate(err)
	}
	return value, nil
}

func systemValue(ctx context.Context, client *zoho.Client, idn string, now time.Time) (string, error) {
	switch idn {
	case "zoho_user_id":
		user, err := client.CurrentUser(ctx)
		return user.ID, err
	case "zoho_users":
		users, err := client.Users(ctx, zoho.UsersActive)
		return encoded(users, err)
	case "zoho_org":
		org, err := client.Org(ctx)
		return encoded(org, err)
	case "zoho_business_hours":
		hours, err := client.BusinessHours(ctx)
		if hours == nil {
			return "", err
		}
		return encoded(hours, err)
	case "zoho_holidays":
		this, err := client.Holidays(ctx, now.Year())
		if err != nil {
			return "", err
		}
		next, err := client.Holidays(ctx, now.Year()+1)
		return encoded(append(this, next...), err)
	}
	return "", fault.New(fault.Internal, "nobody fetches %s", idn)
}

// noValue is how Zoho lists the absence of a value in a picklist.
const noValue = "-None-"

// Venues implements publish.CRM: the picklist of Meeting_Venue__s, which
// current organisations demand and older ones do not have (zoho-crm-api §2.2,
// §3.6).
func (g *Gateway) Venues(ctx context.Context, project string) (values []string, required bool, err error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return nil, false, err
	}
	fields, err := client.Fields(ctx, "Events")
	if err != nil {
		return nil, false, translate(err)
	}
	for _, f := range fields {
		if f.APIName != "Meeting_Venue__s" {
			continue
		}
		required = f.SystemMandatory || f.Required
		for _, v := range f.PickList {
			if v.Actual != noValue {
				values = append(values, v.Actual)
			}
		}
	}
	return values, required, nil
}

func encoded(v any, err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(v)
	return string(text), err
}
