package zoho_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Fidelity: users-and-org
func TestOrg(t *testing.T) {
	s := newServer(t, answers(say(200, `{"org":[{"id":"1","zgid":"700","company_name":"Barber","time_zone":"Europe/Berlin","type":"sandbox",
	 "iso_code":"EUR","license_details":{"paid_type":"free","users_license_purchased":3}}]}`), say(204, "")))
	c := client(t, s)
	got, err := c.Org(context.Background())
	if err != nil || got.ZGID != "700" || got.Type != "sandbox" || got.TimeZone != "Europe/Berlin" || got.License.Users != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
	if call := s.only(t); call.Path != "/crm/v8/org" {
		t.Errorf("sent %+v", call)
	}
	if _, err := c.Org(context.Background()); !zoho.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

// Fidelity: users-and-org
// Fidelity: user-types
func TestUsers(t *testing.T) {
	s := newServer(t, answers(
		say(200, `{"users":[{"id":"11","full_name":"Patricia Boyle","email":"p@example.com","status":"active","confirm":true,
		 "time_zone":"America/Los_Angeles","offset":-28800000,"role":{"name":"CEO","id":"5"},"zuid":"42"}],"info":{"more_records":true}}`),
		say(200, `{"users":[{"id":"12","role":null}],"info":{"more_records":false}}`), say(204, "")))
	c := client(t, s)
	got, err := c.Users(context.Background(), zoho.UsersActive)
	if err != nil || len(got) != 2 || got[0].TimeZone != "America/Los_Angeles" || got[0].Role.Name != "CEO" || !got[0].Confirm || got[1].ID != "12" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := c.CurrentUser(context.Background()); !zoho.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
	var asked []string
	for _, call := range s.seen() {
		q, _ := url.ParseQuery(call.Query)
		asked = append(asked, call.Path+" "+q.Get("type")+" "+q.Get("page"))
	}
	if want := "/crm/v8/users ActiveUsers 1|/crm/v8/users ActiveUsers 2|/crm/v8/users CurrentUser 1"; join(asked) != want {
		t.Errorf("asked %s", join(asked))
	}
}

func join(list []string) string {
	text := ""
	for i, s := range list {
		if i > 0 {
			text += "|"
		}
		text += s
	}
	return text
}

// Fidelity: users-and-org
func TestBusinessHours(t *testing.T) {
	s := newServer(t, answers(
		say(200, `{"business_hours":{"id":"1","type":"custom","business_days":["Monday","Friday"],"same_as_everyday":false,"daily_timing":null,
		 "custom_timing":[{"days":"Monday","business_timing":["10:00","17:00"]}],"week_starts_on":"Monday","timezone":"Asia/Kolkata"}}`),
		say(204, "")))
	c := client(t, s)
	got, err := c.BusinessHours(context.Background())
	if err != nil || got == nil || got.TimeZone != "Asia/Kolkata" || len(got.Days) != 2 || got.CustomTiming[0].Timing[1] != "17:00" || got.DailyTiming != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := c.BusinessHours(context.Background()); err != nil || got != nil {
		t.Errorf("none set: %+v, %v", got, err)
	}
}

// Fidelity: users-and-org
func TestHolidays(t *testing.T) {
	s := newServer(t, answers(say(200, `{"holidays":[{"id":"1","name":"Eid","date":"2026-03-20","year":2026,"type":"business_holiday","shift_hour":null},
	 {"id":"2","name":"Inventory","date":"2026-04-01","year":"2026","type":"shift_holiday","shift_hour":{"name":"Early","id":"9"}}],"info":{}}`)))
	got, err := client(t, s).Holidays(context.Background(), 2026)
	want := zoho.Date{Year: 2026, Month: time.March, Day: 20}
	if err != nil || len(got) != 2 || got[0].Date != want || got[0].Year != 2026 || got[1].Year != 2026 || got[1].Shift.Name != "Early" {
		t.Errorf("got %+v, %v", got, err)
	}
	if call := s.only(t); call.Path != "/crm/v8/settings/holidays" || call.Query != "year=2026" {
		t.Errorf("sent %+v", call)
	}
}

// Fidelity: metadata
// Fidelity: pipelines
func TestMetadata(t *testing.T) {
	bodies := map[string]string{
		"/crm/v8/settings/fields?module=Events": `{"fields":[{"id":"1","api_name":"Meeting_Venue__s","field_label":"Venue","data_type":"picklist","system_mandatory":true,
		 "length":120,"pick_list_values":[{"display_value":"In-office","actual_value":"In-office","id":"5"}],"unique":{},"external":null,"lookup":{}},
		 {"id":"2","api_name":"Booking_Key","data_type":"text","unique":{"case_sensitive":false},"external":{"type":"org","show":true},"pick_list_values":null}]}`,
		"/crm/v8/settings/layouts?module=Deals": `{"layouts":[{"id":"91","name":"Standard","sections":[{"name":"Deal","fields":[{"api_name":"Stage","required":true}]}]}]}`,
		"/crm/v8/settings/pipeline?layout_id=91": `{"pipeline":[{"display_value":"Standard (Standard)","actual_value":"Standard (Standard)","default":true,"id":"7",
		 "maps":[{"display_value":"Identify Decision Makers","actual_value":"Id. Decision Makers","id":"8","sequence_number":4,"forecast_type":"Open"}]}]}`,
	}
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) { say(200, bodies[r.URL.String()])(w) })
	c := client(t, s)
	ctx := context.Background()
	fields, err := c.Fields(ctx, "Events")
	if err != nil || len(fields) != 2 || fields[0].IsUnique() || !fields[1].IsUnique() || fields[1].External.Type != "org" || fields[0].PickList[0].Actual != "In-office" {
		t.Errorf("fields %+v, %v", fields, err)
	}
	layouts, err := c.Layouts(ctx, "Deals")
	if err != nil || len(layouts) != 1 || !layouts[0].Sections[0].Fields[0].Required {
		t.Errorf("layouts %+v, %v", layouts, err)
	}
	pipelines, err := c.Pipelines(ctx, "91")
	if err != nil || len(pipelines) != 1 || !pipelines[0].Default || pipelines[0].Stages[0].Actual != "Id. Decision Makers" || pipelines[0].Stages[0].Sequence != 4 {
		t.Errorf("pipelines %+v, %v", pipelines, err)
	}
}
