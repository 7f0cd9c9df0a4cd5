package attribute

import (
	"slices"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ idn, typed, want string }{
		{"zoho_enable_booking", "True", "True"},
		{"zoho_enable_booking", "true", "True"},
		{"zoho_enable_booking", " YES ", "True"},
		{"zoho_enable_booking", "1", "True"},
		{"zoho_enable_booking", "on", "True"},
		{"zoho_enable_booking", "0", "False"},
		{"zoho_enable_booking", "FALSE", "False"},
		{"zoho_enable_booking", "off", "False"},
		{"zoho_enable_booking", "", ""},
		{"zoho_enable_booking", "  ", ""},
		{"zoho_duration", " 030 ", "30"},
		{"zoho_duration", "+45", "45"},
		{"zoho_duration", "5", "5"},
		{"zoho_duration", "480", "480"},
		{"zoho_region", "EU", "eu"},
		{"zoho_staff_choice", "Least Busy", "least_busy"},
		{"zoho_staff_choice", "least-busy", "least_busy"},
		{"zoho_timezone", "Europe/Berlin", "Europe/Berlin"},
		{"zoho_timezone", "europe/berlin", "Europe/Berlin"},
		{"zoho_timezone", "america/new york", "America/New_York"},
		{"zoho_timezone", "UTC", "UTC"},
		{"zoho_timezone", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"},
		{"zoho_phone_region", "de", "DE"},
		{"zoho_lookup_order", "leads, CONTACTS", "Leads,Contacts"},
		{"zoho_lookup_order", "Leads;Leads", "Leads"},
		{"zoho_staff", "Ann Lee ;\n bob@example.com, ann  lee", "Ann Lee, bob@example.com"},
		{"zoho_event_title", " {service}: {name} ", "{service}: {name}"},
		{"zoho_reference_field", "Booking_Reference", "Booking_Reference"},
		{"zoho_pipeline_criteria", "rule: booked => keep\r\n  Otherwise stay.\n\n", "rule: booked => keep\n  Otherwise stay."},
		{"zoho_lead_company", " Walk-in ", "Walk-in"},
		{"zoho_oauth_code", " 1000.abc ", "1000.abc"},
		{"zoho_working_hours", `{"tuesday":[["13:00","17:00"],["9:00","12:00"]],"mon":[["22:00","02:00"]],"wed":null,"dates":{"2027-12-25":[],"2027-12-24":[["09:00","24:00"]]}}`,
			`{"mon":[["22:00","02:00"]],"tue":[["09:00","12:00"],["13:00","17:00"]],"dates":{"2027-12-24":[["09:00","24:00"]],"2027-12-25":[]}}`},
		{"zoho_working_hours", `{"mon":[],"sun":[]}`, `{"mon":[]}`},
		{"zoho_services", "[ {\"minutes\": 45, \"name\": \" Cut & Colour \"},\n {\"name\":\"Wash\",\"staff\":[\"Ann\"]} ]",
			`[{"name":"Cut & Colour","minutes":45},{"name":"Wash","staff":["Ann"]}]`},
		{"zoho_services", "[]", ""},
		{"zoho_field_map", `{"Leads":{"Lead_Source":"=Phone"},"Deals":{"Call_Outcome":"outcome","Tag_Text":"metadata.campaign"}}`,
			`{"Deals":{"Call_Outcome":"outcome","Tag_Text":"metadata.campaign"},"Leads":{"Lead_Source":"=Phone"}}`},
		{"vapi_signature", `{"algorithm":"HMAC-SHA512","header":"X-Sig"}`,
			`{"algorithm":"sha512","header":"x-sig","timestamp_header":"x-timestamp","payload":"{timestamp}.{body}","encoding":"hex","prefix":""}`},
		{"zoho_users", ` [ {"id": "1", "extra": [1, 2]} ] `, `[{"id":"1","extra":[1,2]}]`},
	} {
		entry, err := Lookup(c.idn)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Canonical(entry, c.typed)
		if err != nil || got != c.want {
			t.Errorf("%s %q:\n got %q, %v\nwant %q", c.idn, c.typed, got, err, c.want)
			continue
		}
		if again, err := Canonical(entry, got); err != nil || again != got {
			t.Errorf("%s: canonical %q becomes %q, %v", c.idn, got, again, err)
		}
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, c := range []struct{ idn, typed, says string }{
		{"zoho_enable_booking", "maybe", "True or False"},
		{"zoho_duration", "4", "minutes from 5 to 480"},
		{"zoho_duration", "481", "minutes from 5 to 480"},
		{"zoho_duration", "30.5", "whole number"},
		{"zoho_duration", "thirty", "whole number"},
		{"zoho_duration", "99999999999999999999", "whole number"},
		{"zoho_region", "us", "com, eu, in"},
		{"zoho_timezone", "Berlin", "Europe/Berlin"},
		{"zoho_timezone", "Local", "IANA"},
		{"zoho_timezone", "../etc/passwd", "IANA"},
		{"zoho_phone_region", "USA", "two letters"},
		{"zoho_lookup_order", "Contacts,Lead", "did you mean Leads?"},
		{"zoho_event_title", "{servic} with {name}", "{service}, {name}"},
		{"zoho_event_title", "{service with {name}", "no placeholder"},
		{"zoho_event_title", "service} with", "every { needs its }"},
		{"zoho_event_title", "two\nlines", "one line"},
		{"zoho_event_title", strings.Repeat("x", 201), "longer than 200"},
		{"zoho_lead_company", "a\x00b", "control characters"},
		{"zoho_lead_company", "a\xffb", "UTF-8"},
		{"zoho_oauth_code", "two\nlines", "one line"},
		{"zoho_reference_field", "Booking Reference", "API name"},

		{"zoho_working_hours", `{"mon":[["09:00","17:00"]}`, "line 1, column 26"},
		{"zoho_working_hours", "{\n  \"mon\": [x]\n}", "line 2, column 11"},
		{"zoho_working_hours", `{"mon":`, "not valid JSON"},
		{"zoho_working_hours", `[]`, "write an object"},
		{"zoho_working_hours", `{}`, "at least one weekday"},
		{"zoho_working_hours", `{"mond":[]}`, "at mond: there is no such day; did you mean mon?"},
		{"zoho_working_hours", `{"mon":[],"Monday":[]}`, "stands twice"},
		{"zoho_working_hours", `{"mon":[],"mon":[]}`, "at mon: stands twice"},
		{"zoho_working_hours", `{"mon":["09:00","17:00"]}`, "at mon[0]: write a list"},
		{"zoho_working_hours", `{"mon":[["09:00","9am"]]}`, "at mon[0][1]: write a time of day"},
		{"zoho_working_hours", `{"mon":[["09:00",17]]}`, "at mon[0][1]"},
		{"zoho_working_hours", `{"mon":[["09:00","25:00"]]}`, "at mon[0][1]"},
		{"zoho_working_hours", `{"mon":[["09:00"]]}`, "at mon[0]: write beginning and end"},
		{"zoho_working_hours", `{"mon":[["09:00","09:00"]]}`, "at mon[0]: this window has no length"},
		{"zoho_working_hours", `{"mon":[["24:00","02:00"]]}`, "at mon[0]: this window has no length"},
		{"zoho_working_hours", `{"mon":[["09:00","13:00"],["12:00","17:00"]]}`, "at mon: 09:00 to 13:00 overlaps 12:00 to 17:00"},
		{"zoho_working_hours", `{"mon":[["20:00","02:00"],["22:00","23:00"]]}`, "overlaps"},
		{"zoho_working_hours", `{"dates":{"2027-02-29":[]}}`, "at dates.2027-02-29: write an existing date"},
		{"zoho_working_hours", `{"mon":` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "}", "nested too deeply"},

		{"zoho_services", `{"name":"Cut"}`, "write a list"},
		{"zoho_services", `[{"minutes":30}]`, "at [0]: every service needs"},
		{"zoho_services", `[{"name":"Cut"},{"name":"cut"}]`, "at [1]: there already is"},
		{"zoho_services", `[{"name":"Cut","minute":30}]`, `"minute" is not known here; did you mean minutes?`},
		{"zoho_services", `[{"name":"Cut","minutes":"30"}]`, "at [0].minutes: write a whole number from 5 to 480"},
		{"zoho_services", `[{"name":"Cut","minutes":30.5}]`, "at [0].minutes"},
		{"zoho_services", `[{"name":"Cut","staff":"Ann"}]`, "at [0].staff: write a list"},
		{"zoho_services", `[{"name":"Cut","staff":["Ann",""]}]`, "at [0].staff[1]"},
		{"zoho_services", `[{"name":"` + strings.Repeat("x", 81) + `"}]`, "at [0].name"},

		{"zoho_field_map", `{"Deal":{}}`, "did you mean Deals?"},
		{"zoho_field_map", `{"Deals":{"Call Outcome":"outcome"}}`, "at Deals.Call Outcome: write the field's API name"},
		{"zoho_field_map", `{"Deals":{"X":"Not A Fact"}}`, "at Deals.X: write the name of a fact"},
		{"vapi_signature", `{"algorithm":"md5"}`, "at algorithm: write one of sha1"},
		{"vapi_signature", `{"payload":"{timestamp}"}`, "at payload: what is signed must contain {body}"},
		{"vapi_signature", `{"header":"x sig"}`, "at header"},
		{"zoho_users", `{}`, "users of Zoho's form"},
		{"zoho_users", `[{"full_name":"Ann"}]`, "no id"},
		{"zoho_business_hours", `{"type":"sometimes"}`, "not known"},
		{"zoho_business_hours", `[]`, "no business hours"},
		{"zoho_business_hours", `{"type":"custom","same_as_everyday":true,"business_days":["Monday"],"daily_timing":["9"]}`, "Monday"},
		{"zoho_holidays", `[{"name":"X","date":"24.12.2027"}]`, "YYYY-MM-DD"},
	} {
		entry, err := Lookup(c.idn)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Canonical(entry, c.typed)
		f, ok := err.(*fault.Error)
		if !ok || got != "" {
			t.Errorf("%s %q was taken as %q, %v", c.idn, c.typed, got, err)
			continue
		}
		if f.Kind != fault.Invalid || f.Field != c.idn || !strings.Contains(f.Text, c.says) {
			t.Errorf("%s %q:\n says %q\nwants %q", c.idn, c.typed, f, c.says)
		}
	}
}

func TestDefaultsAreCanonical(t *testing.T) {
	for _, entry := range config.Attributes() {
		if got, err := Canonical(entry, entry.DefaultValue); err != nil || got != entry.DefaultValue {
			t.Errorf("%s: default %q becomes %q, %v", entry.IDN, entry.DefaultValue, got, err)
		}
	}
}

func TestEveryShapeIsKnown(t *testing.T) {
	for _, entry := range config.Attributes() {
		if entry.ValueType != config.String && entry.ValueType != config.JSON {
			continue
		}
		if _, err := Canonical(entry, "1"); err != nil && strings.Contains(err.Error(), "shape that is not known") {
			t.Errorf("%s: %v", entry.IDN, err)
		}
	}
}

// The examples of the reference page are what a builder will copy.
func TestExamplesAreGood(t *testing.T) {
	for _, shape := range config.Shapes() {
		used := false
		for _, entry := range config.Attributes() {
			if entry.Shape != shape.Name {
				continue
			}
			used = true
			value, err := Canonical(entry, string(shape.Example))
			if err != nil || value == "" {
				t.Errorf("%s: the example gives %q, %v", entry.IDN, value, err)
			}
			if again, err := Canonical(entry, value); err != nil || again != value {
				t.Errorf("%s: canonical %q becomes %q, %v", entry.IDN, value, again, err)
			}
			// Nothing of an example may be passed over.
			if have, want := letters(value), letters(string(shape.Example)); have != want {
				t.Errorf("%s: of the example is left %s, want %s", entry.IDN, have, want)
			}
		}
		if !used {
			t.Errorf("no attribute has the shape %s", shape.Name)
		}
	}
}

// letters are a text's letters and digits in order, so that texts which differ
// in blanks and in the order of members alone give the same.
func letters(text string) string {
	kept := strings.Map(func(r rune) rune {
		if strings.ContainsRune("{}[]:, \"\n", r) {
			return -1
		}
		return r
	}, text)
	sorted := []rune(kept)
	slices.Sort(sorted)
	return string(sorted)
}

func TestUnknownNamesAreRefusedWithTheNearest(t *testing.T) {
	for typed, says := range map[string]string{
		"zoho_regoin":     "did you mean zoho_region?",
		"region":          "did you mean zoho_region?",
		"ZOHO_DURATION":   "did you mean zoho_duration?",
		"zoho_bufer_afte": "did you mean zoho_buffer_after?",
		"hubspot_token":   "there is no attribute of this name",
		"":                "there is no attribute of this name",
	} {
		_, err := Lookup(typed)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", typed, err, says)
		}
		if typed == "hubspot_token" && strings.Contains(err.Error(), "did you mean") {
			t.Errorf("%q: a far name was suggested: %v", typed, err)
		}
	}
}

func TestTemplateRender(t *testing.T) {
	template, err := parseTemplate("{service} - {name} ({phone})", []string{"service", "name", "phone"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		facts map[string]string
		want  string
	}{
		{map[string]string{"service": "Cut", "name": "Ann", "phone": "5"}, "Cut - Ann (5)"},
		{map[string]string{"service": "", "name": "Ann", "phone": "5"}, "Ann (5)"},
		{map[string]string{"service": "{name}", "name": "Ann"}, "{name} - Ann ()"},
		{map[string]string{"service": "Cut\n now"}, "Cut now - ()"},
	} {
		if got := template.Render(c.facts); got != c.want {
			t.Errorf("%v: %q, want %q", c.facts, got, c.want)
		}
	}
	if got := (Template{}).Render(map[string]string{"name": "Ann"}); got != "" {
		t.Errorf("the zero template renders %q", got)
	}
}

// FuzzCanonical holds for any text typed into any attribute: no panic, and
// what is accepted is canonical.
func FuzzCanonical(f *testing.F) {
	entries := config.Attributes()
	for i, entry := range entries {
		f.Add(uint8(i), entry.DefaultValue)
	}
	f.Add(uint8(30), `{"mon":[["09:00","12:00"]],"dates":{"2027-12-25":[]}}`)
	f.Fuzz(func(t *testing.T, which uint8, typed string) {
		entry := entries[int(which)%len(entries)]
		value, err := Canonical(entry, typed)
		if err != nil {
			return
		}
		if again, err := Canonical(entry, value); err != nil || again != value {
			t.Errorf("%s: %q became %q, which becomes %q, %v", entry.IDN, typed, value, again, err)
		}
	})
}
