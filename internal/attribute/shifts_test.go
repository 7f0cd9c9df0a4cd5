package attribute

import (
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

const twoShifts = `[
	{"id":"s1","name":"Late","timezone":"America/New_York","shift_days":["Monday","Friday"],"same_as_everyday":true,"daily_timing":["12:00","20:00"],
	 "break_hours":[{"break_days":["Monday"],"same_as_everyday":true,"daily_timing":["15:00","15:30"]}],
	 "holidays":[{"name":"Day of the shift","date":"2027-03-12","type":"shift_holiday"}],
	 "users":[{"id":"11","effective_from":"2027-03-08"}]},
	{"id":"s2","name":"Night","timezone":"America/New_York","same_as_everyday":false,"custom_timing":[{"days":"Tuesday","shift_timing":["22:00","02:00"]}],
	 "users":[{"id":"12","effective_from":""},{"id":"11","effective_from":"2027-04-05"}]}]`

// opens lists the starts of hourly slots of somebody on a day of New York.
func opens(s Settings, person, day string) string {
	date, err := slot.ParseDate(day)
	if err != nil {
		return err.Error()
	}
	rules := s.RulesFor(person, time.Hour)
	rules.DaysAhead, rules.MinimumNotice = 0, 0
	within := date.In(s.Scheduling.Zone)
	var starts []string
	for _, i := range slot.Open(rules, nil, within, within.Start) {
		starts = append(starts, i.Start.In(s.Scheduling.Zone).Format("15:04"))
	}
	return strings.Join(starts, " ")
}

func TestShiftsReplaceTheBusinessHours(t *testing.T) {
	s := decode(t, map[string]string{
		"zoho_timezone": "America/New_York", "zoho_shifts": twoShifts,
		"zoho_business_hours": `{"type":"custom","business_days":["Monday","Tuesday","Friday"],"same_as_everyday":true,"daily_timing":["09:00","12:00"],"timezone":"America/New_York"}`,
		"zoho_holidays":       `[{"name":"Spring","date":"2027-03-19","type":"business_holiday"},{"name":"Late off","date":"2027-03-26","type":"shift_holiday","shift_hour":{"id":"s1"}}]`,
	})
	for _, c := range []struct{ person, day, want, why string }{
		{"10", "2027-03-08", "09:00 10:00 11:00", "who works by no shift"},
		{"11", "2027-03-05", "09:00 10:00 11:00", "before the shift begins"},
		{"11", "2027-03-08", "12:00 13:00 14:00 15:30 16:30 17:30 18:30", "the shift, with its break"},
		{"11", "2027-03-09", "", "a day without it"},
		{"11", "2027-03-12", "", "its own holiday"},
		{"10", "2027-03-12", "09:00 10:00 11:00", "which is nobody else's"},
		{"11", "2027-03-19", "", "a holiday of the business"},
		{"11", "2027-03-26", "", "its own holiday in the list of holidays"},
		{"10", "2027-03-26", "09:00 10:00 11:00", "which is nobody else's"},
		{"11", "2027-04-07", "00:00 01:00", "the next shift, begun on Tuesday night"},
	} {
		if got := opens(s, c.person, c.day); got != c.want {
			t.Errorf("%s: %s on %s is open at %q, want %q", c.why, c.person, c.day, got, c.want)
		}
	}
}

func TestWorkingHoursGoBeforeShifts(t *testing.T) {
	s := decode(t, map[string]string{
		"zoho_timezone": "America/New_York", "zoho_shifts": twoShifts, "zoho_working_hours": `{"mon":[["08:00","10:00"]]}`,
	})
	if got := opens(s, "11", "2027-03-08"); got != "08:00 09:00" {
		t.Errorf("open at %q", got)
	}
}

func TestShiftsThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "publish again to fetch them",
		`[{"name":"Late","same_as_everyday":true,"shift_days":["Someday"],"daily_timing":["09:00","17:00"]}]`:   `"Late": a day "Someday" is named`,
		`[{"name":"Late","users":[{"id":"1","effective_from":"soon"}]}]`:                                        "no date of the form",
		`[{"name":"Late","break_hours":[{"break_days":["Monday"],"same_as_everyday":true,"daily_timing":[]}]}]`: "its breaks",
		`[{"name":"Late","holidays":[{"date":"24.12.2027"}]}]`:                                                  "YYYY-MM-DD",
	} {
		if _, err := Decode(map[string]string{"zoho_shifts": text}, "UTC"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	s := decode(t, map[string]string{"zoho_shifts": `[{"name":"Late","timezone":"Mars/Base","same_as_everyday":true,"shift_days":["Monday"],"daily_timing":["09:00","17:00"],"users":[{"id":"11"}]}]`, "zoho_business_hours": `{"type":"24_by_7"}`})
	if rota := s.Scheduling.Hours.Rotas["11"]; rota.Zone != s.Scheduling.Hours.Zone || len(s.Warnings) != 1 {
		t.Errorf("read in %v with the warnings %v", rota.Zone, s.Warnings)
	}
}

func TestShiftsInSeveralZones(t *testing.T) {
	s := decode(t, map[string]string{
		"zoho_timezone": "America/New_York", "zoho_business_hours": `{"type":"24_by_7"}`,
		"zoho_shifts": strings.Replace(twoShifts, "America/New_York", "America/Denver", 1),
	})
	if zone := s.Scheduling.Hours.Rotas["11"].Zone.String(); zone != "America/New_York" || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0].Text, `"Night"`) {
		t.Errorf("read in %s with the warnings %v", zone, s.Warnings)
	}
}

// Whole days are those of the zone that the user has set in Zoho.
func TestZonesOfUsers(t *testing.T) {
	s := decode(t, map[string]string{"zoho_timezone": "America/New_York", "zoho_users": `[{"id":"11","time_zone":"Europe/Berlin"},{"id":"12","time_zone":"Mars/Base"},{"id":"13"}]`})
	for person, want := range map[string]string{"11": "Europe/Berlin", "12": "America/New_York", "13": "America/New_York", "14": "America/New_York"} {
		if got := s.Scheduling.ZoneOf(person).String(); got != want {
			t.Errorf("%s lives in %s, want %s", person, got, want)
		}
	}
}
