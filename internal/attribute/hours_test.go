package attribute

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

func window(from, to slot.Clock) []slot.Window { return []slot.Window{{From: from * 60, To: to * 60}} }

func on(windows []slot.Window, days ...time.Weekday) slot.Week {
	var week slot.Week
	for _, day := range days {
		week[day] = windows
	}
	return week
}

const (
	sun, mon, tue, wed = time.Sunday, time.Monday, time.Tuesday, time.Wednesday
	thu, fri, sat      = time.Thursday, time.Friday, time.Saturday
)

func TestBusinessHoursOfZoho(t *testing.T) {
	twoDays := on(window(10, 17), mon)
	twoDays[sat] = window(10, 13)
	for _, c := range []struct {
		name, json string
		want       slot.Week
		zone       string
	}{
		{"around the clock", `{"type":"24_by_7","timezone":"America/New_York"}`,
			on(window(0, 24), sun, mon, tue, wed, thu, fri, sat), "America/New_York"},
		{"five days", `{"type":"24_by_5","business_days":["Sunday","Monday"]}`, on(window(0, 24), sun, mon), "America/New_York"},
		{"five days unnamed", `{"type":"24_by_5"}`, on(window(0, 24), mon, tue, wed, thu, fri), "America/New_York"},
		{"the same every day", `{"type":"custom","business_days":["Monday","Tuesday"],"same_as_everyday":true,
			"daily_timing":["09:00","17:00"],"custom_timing":null}`, on(window(9, 17), mon, tue), "America/New_York"},
		{"each day its own", `{"type":"custom","business_days":["Monday","Saturday"],"same_as_everyday":false,"daily_timing":null,
			"custom_timing":[{"days":"Monday","business_timing":["10:00","17:00"]},{"days":"Saturday","business_timing":["10:00","13:00"]}]}`,
			twoDays, "America/New_York"},
		{"in a zone of its own", `{"type":"24_by_7","timezone":"Europe/Berlin"}`,
			on(window(0, 24), sun, mon, tue, wed, thu, fri, sat), "Europe/Berlin"},
		{"in a zone nobody knows", `{"type":"24_by_7","timezone":"PST8PDT7"}`,
			on(window(0, 24), sun, mon, tue, wed, thu, fri, sat), "America/New_York"},
	} {
		s := decode(t, map[string]string{"zoho_business_hours": c.json})
		hours := s.Scheduling.Hours
		if !reflect.DeepEqual(hours.Week, c.want) || hours.Source != HoursOfZoho || hours.Zone.String() != c.zone {
			t.Errorf("%s: %+v in %v from %v", c.name, hours.Week, hours.Zone, hours.Source)
		}
		odd := strings.Contains(c.name, "in a zone")
		if odd != (len(s.Warnings) == 1) || s.Scheduling.Zone.String() != "America/New_York" {
			t.Errorf("%s: warnings %v, zone %v", c.name, s.Warnings, s.Scheduling.Zone)
		}
	}
}

func TestBusinessHoursFallBackToTheOrganisationsZone(t *testing.T) {
	s := decode(t, map[string]string{"zoho_business_hours": `{"type":"24_by_7"}`, "zoho_org": someOrg})
	if got := s.Scheduling.Hours.Zone.String(); got != "Europe/Berlin" {
		t.Errorf("hours in %s", got)
	}
}

func TestWorkingHoursGoBeforeZoho(t *testing.T) {
	s := decode(t, map[string]string{
		"zoho_working_hours":  `{"mon":[["09:00","12:00"],["22:00","02:00"]],"dates":{"2027-12-25":[["10:00","11:00"]],"2027-12-31":[]}}`,
		"zoho_business_hours": `{"type":"24_by_7","timezone":"Europe/Berlin"}`,
		"zoho_holidays": `[{"name":"Christmas","date":"2027-12-25","type":"business_holiday"},
			{"name":"Boxing Day","date":"2027-12-26","type":"business_holiday","shift_hour":null},
			{"name":"Night shift off","date":"2027-12-28","type":"shift_holiday"}]`,
	})
	hours := s.Scheduling.Hours
	if hours.Source != HoursSet || hours.Zone.String() != "America/New_York" || len(s.Warnings) != 0 {
		t.Errorf("%v in %v, warnings %v", hours.Source, hours.Zone, s.Warnings)
	}
	if want := []slot.Window{{From: 540, To: 720}, {From: 1320, To: 120}}; !reflect.DeepEqual(hours.Week[mon], want) || len(hours.Week[tue]) != 0 {
		t.Errorf("week %v", hours.Week)
	}
	christmas, boxing := slot.Date{Year: 2027, Month: 12, Day: 25}, slot.Date{Year: 2027, Month: 12, Day: 26}
	if len(hours.Exceptions) != 3 {
		t.Errorf("exceptions %v: a shift's holiday closes nothing", hours.Exceptions)
	}
	if got := hours.Exceptions[christmas]; len(got) != 1 || got[0].From != 600 {
		t.Errorf("the builder opens on Christmas, yet %v", got)
	}
	if got, closed := hours.Exceptions[boxing]; !closed || len(got) != 0 {
		t.Errorf("Boxing Day is not closed: %v, %v", got, closed)
	}
}
