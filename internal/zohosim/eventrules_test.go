package zohosim_test

import (
	"strings"
	"testing"
)

// Fidelity: all-day-storage
// Behaviour: What an all-day event stores as start and end: what was sent, midnight to 23:59 of the last day, or midnight to the next midnight.
// Source: zoho-crm-api §3.3, §11.8: not documented
// Doubtful: yes
// Setting: allDayStorage
// Settle: probe
func TestAllDayStorage(t *testing.T) {
	const at, noon, midnight = "2026-03-08T09:00:00-04:00", "2026-03-09T12:00:00-04:00", "2026-03-10T00:00:00-04:00"
	for _, test := range []struct{ reading, start, end, wantStart, wantEnd string }{
		{"asSent", at, noon, at, noon},
		{"lastMinute", at, noon, "2026-03-08T00:00:00-05:00", "2026-03-09T23:59:00-04:00"},
		{"lastMinute", at, midnight, "2026-03-08T00:00:00-05:00", "2026-03-09T23:59:00-04:00"},
		{"nextMidnight", at, noon, "2026-03-08T00:00:00-05:00", midnight},
		{"nextMidnight", at, midnight, "2026-03-08T00:00:00-05:00", midnight},
		{"nextMidnight", "2026-03-09T00:00:00-04:00", "2026-03-09T00:00:00-04:00", "2026-03-09T00:00:00-04:00", midnight},
	} {
		r := start(t, "demo")
		r.control("POST", "settings", `{"allDayStorage":"`+test.reading+`"}`)
		item := `{"Event_Title":"x","Meeting_Venue__s":"In-office","Start_DateTime":"` + test.start + `","End_DateTime":"` + test.end + `"`
		id := r.crm("POST", "Events", data(item+`,"All_day":true}`)).text("data.0.details.id")
		r.expect(test.reading, r.crm("GET", "Events/"+id, ""), 200, "data.0.All_day", true, "data.0.Start_DateTime", test.wantStart, "data.0.End_DateTime", test.wantEnd)
		id = r.crm("POST", "Events", data(item+"}")).text("data.0.details.id")
		r.expect("not all day", r.crm("GET", "Events/"+id, ""), 200, "data.0.Start_DateTime", test.start, "data.0.End_DateTime", test.end)
	}
}

// Fidelity: end-before-start
// Behaviour: An event that ends before it starts is 400 INVALID_DATA.
// Source: zoho-crm-api §2.2: not documented
// Doubtful: yes
// Setting: endBeforeStart
// Settle: probe
func TestEndBeforeStart(t *testing.T) {
	r := start(t, "demo")
	backward := data(strings.Replace(event, "T10:30", "T09:30", 1) + "}")
	r.expect("reject", r.crm("POST", "Events", backward), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "End_DateTime")
	r.control("POST", "settings", `{"endBeforeStart":"accept"}`)
	r.expect("accept", r.crm("POST", "Events", backward), 201)
}

// Fidelity: picklist-unknown-value
// Behaviour: A picklist takes values that it does not have, unless it is restricted; then they are 400 INVALID_DATA with supported_values.
// Source: zoho-crm-api §2.1, §7
// Doubtful: yes
// Setting: unknownPicklistValues
// Settle: probe
func TestUnknownPicklistValues(t *testing.T) {
	r := start(t, "demo")
	phone := data(strings.Replace(event, "In-office", "Phone", 1) + "}")
	r.expect("accept", r.crm("POST", "Events", phone), 201)
	r.control("POST", "settings", `{"unknownPicklistValues":"reject"}`)
	r.expect("reject", r.crm("POST", "Events", phone), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "Meeting_Venue__s", "data.0.details.supported_values.0", "In-office")
	r.expect("known", r.crm("POST", "Events", data(event+"}")), 201)
	r.expect("a stage has its own rule", r.crm("POST", "Deals", data(`{"Deal_Name":"D","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)","Stage":"Dreaming"}`)), 400, "data.0.code", "MAPPING_MISMATCH")
}

// Fidelity: invalid-module-shape
// Behaviour: INVALID_MODULE is flat on reads and inside data[] on POST and PUT.
// Source: zoho-crm-api §7: the newest specification has it inside data[], the pages flat
// Doubtful: yes
// Setting: invalidModuleShape
// Settle: POST a record to a module that does not exist and look where the error stands.
func TestShapeOfInvalidModule(t *testing.T) {
	r := start(t, "demo")
	r.expect("read", r.crm("GET", "Nothings?fields=id", ""), 400, "code", "INVALID_MODULE")
	r.expect("in data", r.crm("POST", "Nothings", data(`{}`)), 400, "data.0.code", "INVALID_MODULE", "data.0.details.resource_path_index", 0.0)
	r.control("POST", "settings", `{"invalidModuleShape":"flat"}`)
	r.expect("flat", r.crm("POST", "Nothings", data(`{}`)), 400, "code", "INVALID_MODULE")
	r.expect("no upsert", r.crm("POST", "Events/upsert", data(`{}`)), 400, "code", "INVALID_MODULE")
}

// Mistakes in these settings are told, and change nothing.
func TestMistakesInRecordSettings(t *testing.T) {
	r := start(t, "empty")
	before := r.control("GET", "settings", "").raw
	for _, name := range []string{"unusableCheckFields", "unmodifiedSinceCode", "endBeforeStart", "allDayStorage", "unknownPicklistValues", "invalidModuleShape"} {
		a, err := r.send("POST", "/__sim/settings", `{"`+name+`":"perhaps"}`)
		if err != nil || a.status != 400 || !strings.Contains(a.text("error"), name) {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	if a, err := r.send("POST", "/__sim/settings", `{"countLagMs":700000}`); err != nil || a.status != 400 {
		t.Errorf("countLagMs: %d", a.status)
	}
	if after := r.control("GET", "settings", "").raw; after != before {
		t.Errorf("settings changed: %s", after)
	}
}

// Fidelity: reminders
// Behaviour: Remind_At and Remind_Participants of a meeting are arrays of units of a period; the date-time of version 2 is 400 INVALID_DATA.
// Source: zoho-crm-api §2.2 (Remind_At), D7:insert-records
func TestReminders(t *testing.T) {
	r := start(t, "empty")
	for _, test := range []struct{ reminder, expected string }{
		{`"2026-03-03T09:45:00-05:00"`, "jsonarray"},
		{`["2026-03-03T09:45:00-05:00"]`, "jsonobject"},
		{`[{"unit":"15","period":"minutes"}]`, "integer"},
		{`[{"unit":61,"period":"minutes"}]`, "integer"},
		{`[{"unit":1,"period":"days","time":10}]`, "text"},
	} {
		for _, name := range []string{"Remind_At", "Remind_Participants"} {
			a := r.crm("POST", "Events", data(event+`,"`+name+`":`+test.reminder+"}"))
			r.expect(name+" "+test.reminder, a, 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", name, "data.0.details.expected_data_type", test.expected)
		}
	}
	a := r.crm("POST", "Events", data(event+`,"Remind_At":[{"unit":1,"period":"years"}]}`))
	r.expect("period", a, 400, "data.0.code", "INVALID_DATA", "data.0.details.supported_values.0", "minutes")
	a = r.crm("POST", "Events", data(event+`,"Remind_At":[{"unit":0,"period":"minutes"},{"unit":2,"period":"days","time":"10.30"}]}`))
	r.expect("insert", a, 201)
	r.expect("read", r.crm("GET", "Events/"+a.text("data.0.details.id"), ""), 200, "data.0.Remind_At.0.unit", 0.0, "data.0.Remind_At.1.time", "10.30")
}
