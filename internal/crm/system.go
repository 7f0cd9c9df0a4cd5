package crm

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zoho"
)

// SystemValue implements publish.CRM: what Zoho answers, cut to what the
// catalogue keeps (zoho-crm-api §3.6).
func (g *Gateway) SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	if idn == "zoho_org" {
		org, err := g.organisation(ctx, project, client)
		value, err := encoded(org, err)
		return value, translateSetting(err)
	}
	value, err := systemValue(ctx, client, idn, now)
	return value, translateSetting(err)
}

func systemValue(ctx context.Context, client *zoho.Client, idn string, now time.Time) (string, error) {
	switch idn {
	case "zoho_users":
		users, err := client.Users(ctx, zoho.UsersActive)
		return encoded(users, err)
	case "zoho_deal_fields":
		fields, err := client.Fields(ctx, "Deals")
		return encoded(kept(fields), err)
	case "zoho_pipelines":
		pipelines, err := pipelines(ctx, client)
		return encoded(pipelines, err)
	case "zoho_business_hours":
		hours, err := client.BusinessHours(ctx)
		if hours == nil {
			return "", err
		}
		return encoded(hours, err)
	case "zoho_holidays":
		holidays, err := holidays(ctx, client, now.Year())
		return encoded(holidays, err)
	case "zoho_shifts":
		shifts, err := client.Shifts(ctx)
		if len(shifts) == 0 {
			return "", err
		}
		return encoded(shifts, err)
	}
	return "", fault.New(fault.Internal, "nobody fetches %s", idn)
}

// keptField is what zoho_deal_fields keeps of a field, which Zoho describes in
// a hundred keys.
type keptField struct {
	ID        string           `json:"id"`
	APIName   string           `json:"api_name"`
	Label     string           `json:"field_label"`
	DataType  string           `json:"data_type"`
	Length    int              `json:"length,omitempty"`
	Mandatory bool             `json:"system_mandatory,omitempty"`
	Required  bool             `json:"required,omitempty"`
	ReadOnly  bool             `json:"read_only,omitempty"`
	Custom    bool             `json:"custom_field,omitempty"`
	PickList  []zoho.PickValue `json:"pick_list_values,omitempty"`
}

func kept(fields []zoho.Field) []keptField {
	all := make([]keptField, len(fields))
	for i, f := range fields {
		all[i] = keptField{
			ID: f.ID, APIName: f.APIName, Label: f.Label, DataType: f.DataType, Length: f.Length, Mandatory: f.SystemMandatory,
			Required: f.Required, ReadOnly: f.ReadOnly, Custom: f.Custom, PickList: f.PickList,
		}
	}
	return all
}

// pipelines are those of all layouts of Deals that are in use. Zoho lists them
// by layout and writes its name behind the pipeline's, so names do not meet
// (zoho-crm-api §2.3, §3.6).
func pipelines(ctx context.Context, client *zoho.Client) ([]zoho.Pipeline, error) {
	layouts, err := client.Layouts(ctx, "Deals")
	if err != nil {
		return nil, err
	}
	byLayout := make([][]zoho.Pipeline, len(layouts))
	together, ctx := errgroup.WithContext(ctx)
	for i, layout := range layouts {
		if layout.Status == "inactive" {
			continue
		}
		together.Go(func() error {
			return fault.Safely(func() (err error) {
				byLayout[i], err = client.Pipelines(ctx, layout.ID)
				return err
			})
		})
	}
	if err := together.Wait(); err != nil {
		return nil, err
	}
	all := []zoho.Pipeline{}
	for _, some := range byLayout {
		all = append(all, some...)
	}
	return all, nil
}

// holidays are those of a year and the next, which is as far as appointments
// are offered.
func holidays(ctx context.Context, client *zoho.Client, year int) ([]zoho.Holiday, error) {
	var byYear [2][]zoho.Holiday
	together, ctx := errgroup.WithContext(ctx)
	for i := range byYear {
		together.Go(func() error {
			return fault.Safely(func() (err error) {
				byYear[i], err = client.Holidays(ctx, year+i)
				return err
			})
		})
	}
	err := together.Wait()
	return append(append([]zoho.Holiday{}, byYear[0]...), byYear[1]...), err
}

// CurrentUser implements publish.CRM. A user who has been deactivated is told
// so by every call (INACTIVE_USER, zoho-crm-api §7) and has no name then.
func (g *Gateway) CurrentUser(ctx context.Context, project string) (attribute.Person, bool, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return attribute.Person{}, false, err
	}
	user, err := client.CurrentUser(ctx)
	if errors.Is(err, zoho.CodeInactiveUser) {
		return attribute.Person{}, false, nil
	}
	if err != nil {
		return attribute.Person{}, false, translateSetting(err)
	}
	return attribute.Person{ID: user.ID, Name: user.FullName, Email: user.Email}, user.Status == "active", nil
}

// noValue is how Zoho lists the absence of a value in a picklist.
const noValue = "-None-"

// Venues implements publish.CRM: the picklist of Meeting_Venue__s, which
// current organisations demand and older ones do not have (zoho-crm-api §2.2,
// §3.6).
func (g *Gateway) Venues(ctx context.Context, project string) (values []string, required bool, err error) {
	fields, err := g.fields(ctx, project, "Events")
	if err != nil {
		return nil, false, err
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

// Fields implements publish.CRM.
func (g *Gateway) Fields(ctx context.Context, project, module string) ([]publish.Field, error) {
	fields, err := g.fields(ctx, project, module)
	all := make([]publish.Field, len(fields))
	for i, f := range fields {
		all[i] = publish.Field{Name: f.APIName, Writable: !f.ReadOnly, Unique: f.IsUnique() || f.External != nil}
	}
	return all, err
}

func (g *Gateway) fields(ctx context.Context, project, module string) ([]zoho.Field, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	fields, err := client.Fields(ctx, module)
	return fields, translateSetting(err)
}

// translateSetting is translate for reads of settings. There the several ways
// in which Zoho says that a user's profile does not let them see something,
// down to a module that is not there for them, are fault.Denied
// (zoho-crm-api §7).
func translateSetting(err error) error {
	for _, code := range []zoho.Code{zoho.CodeNoPermission, zoho.CodeAuthorizationFailed, zoho.CodeNotSupported, zoho.CodeInvalidModule} {
		if errors.Is(err, code) {
			return fault.Wrap(fault.Denied, err, "Zoho does not let the user who authorized see it (%s)", string(code))
		}
	}
	return translate(err)
}

func encoded(v any, err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(v)
	return string(text), err
}
