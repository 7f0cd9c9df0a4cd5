package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// readings are, for each point on which Zoho's documents are silent or disagree
// or organisations differ, the readings beside the one that the simulator begins
// with. A setting that is no such point has none.
func readings() map[string][]any {
	return map[string][]any{
		"phoneSearch":             {"digits", "partial"},
		"searchLagMs":             {0, 600_000},
		"edition":                 {"free"},
		"credits":                 {1_000},
		"concurrency":             {3},
		"subConcurrency":          nil, // ten in every edition
		"dataCenter":              nil, // of the organisation, and no doubt about it
		"multiDC":                 {true},
		"userTimeZone":            {"Asia/Kolkata"},
		"meetingVenueRequired":    {false},
		"closingDateRequired":     {false},
		"pipelineEnabled":         {false},
		"leadCompanyRequired":     {true},
		"unknownFields":           {"reject"},
		"unknownIdStatus":         {400},
		"sendNotificationDefault": {false},
		"cancelNeedsInvite":       {false},
		"coqlMaxRows":             {2000},
		"callDurationFormat":      {"mm:ss"},
		"tokenThrottle":           {false},
		"tokenThrottleStatus":     {200},
		"coqlMaxJoins":            {15},
		"coqlLookupNames":         {true},
		"coqlEventCancelled":      {"select", "both"},
		"criteriaLimit":           {15},
		"emailSearch":             {"partial"},
		"rateLimitCode":           {"RATE_LIMIT_EXCEEDED"},
		"notificationDelayMs":     {500},
		"notificationRetries":     {2},
		"eventsUniqueFields":      {false},
		"unusableCheckFields":     {"ignore"},
		"unmodifiedSinceCode":     {"RECORD_MODIFIED"},
		"endBeforeStart":          {"accept"},
		"allDayStorage":           {"lastMinute", "nextMidnight"},
		"unknownPicklistValues":   {"reject"},
		"invalidModuleShape":      {"flat"},
		"countLagMs":              {0},
	}
}

// Whatever of the doubtful readings holds, the same calls leave the same CRM.
// Under the race detector the readings are taken together, the first of each
// setting and then the second, since what is looked for there depends on none.
func TestUnderEveryReading(t *testing.T) {
	t.Parallel()
	for i := range 2 {
		together := map[string]any{}
		for name, values := range readings() {
			if len(values) > i && !slices.Contains(small, name) {
				together[name] = values[i]
			}
		}
		t.Run(fmt.Sprintf("together-%d", i+1), func(t *testing.T) {
			t.Parallel()
			underReading(t, together)
		})
	}
	if raceDetector {
		return
	}
	for name, values := range readings() {
		for _, value := range values {
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name+"="+string(text), func(t *testing.T) {
				t.Parallel()
				underReading(t, map[string]any{name: value})
			})
		}
	}
}

// small are the settings that leave little room, which all others would have to
// share.
var small = []string{"credits", "concurrency"}

// No switch of the simulator's is forgotten here.
func TestReadingsAreComplete(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[zohosim.Settings]()) {
		if !f.Anonymous {
			names = append(names, f.Tag.Get("json"))
		}
	}
	all := readings()
	for _, name := range names {
		if _, listed := all[name]; !listed {
			t.Errorf("the simulator's setting %q is in no reading", name)
		}
	}
	for name := range all {
		if !slices.Contains(names, name) {
			t.Errorf("%q is no setting of the simulator's", name)
		}
	}
}

// underReading plays the main calls in an organisation with settings, and looks
// at what is in its CRM.
func underReading(t *testing.T, settings map[string]any) {
	t.Helper()
	w := newWorld(t, nil)
	w.control(http.MethodPost, "settings", settings, nil)
	w.keys = w.project("Reading", map[string]string{
		"zoho_update_pipeline": "True", "zoho_pipeline_criteria": `rule: booked => "` + needsAnalysis + `"`,
	})
	w.agent = w.client(w.keys.AgentKey)
	w.knownCallerBooks()
	w.newCallerBooksAndCancels()
	w.unknownCallerOnlyAsks()
	for _, r := range w.sim.Sim.Requests(0) {
		if r.Status == http.StatusTooManyRequests {
			t.Errorf("%s %s was one too many", r.Method, r.Path)
		}
	}
}

func (w *world) knownCallerBooks() {
	w.t.Helper()
	if match := w.starts("known", danaPhone).GetCaller().GetMatch(); match != ringbookv1.CallerMatch_CALLER_MATCH_KNOWN {
		w.t.Fatalf("Dana is %s\n%s", match, w.log)
	}
	slot := w.slots(quietDay)[0]
	w.books(booked, &ringbookv1.BookRequest{ConversationId: "known", SlotId: slot.GetSlotId()})
	w.books(booked, &ringbookv1.BookRequest{ConversationId: "known", SlotId: slot.GetSlotId()})
	e := w.holds(1)[0]
	dana := w.contact("Whitfield")
	if e.lookup("Who_Id") != dana || !startOf(w.t, e).Equal(slot.GetStart().AsTime()) {
		w.t.Errorf("the event is %v, want Dana's at %s", e, slot.GetStart().AsTime())
	}
	for _, free := range w.slots(quietDay) {
		if free.GetStart().AsTime().Equal(slot.GetStart().AsTime()) {
			w.t.Error("the booked slot is offered again")
		}
	}
	w.ends(endOf("known"))
	has(w.t, w.oneNote(dana), "Asked about known.")
	w.oneDeal(dana, needsAnalysis)
}

func (w *world) newCallerBooksAndCancels() {
	w.t.Helper()
	w.later()
	w.starts("new", newPhone)
	res := w.books(booked, asks("new", newPhone, "Nora Quill", on(w.t, quietDay, "15:00")))
	nora := w.contact("Quill")
	w.holds(2)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "new", CallerPhone: newPhone, ConfirmationCode: res.GetAppointment().GetConfirmationCode()})
	w.holds(1)
	w.ends(endOf("new"))
	has(w.t, w.oneNote(nora), "Asked about new.")
}

func (w *world) unknownCallerOnlyAsks() {
	w.t.Helper()
	w.later()
	const phone = "+19175550188"
	w.starts("asks", phone)
	w.slots(quietDay)
	w.ends(endOf("asks"))
	lead := w.leadOf(phone)
	has(w.t, w.oneNote(lead.text("id")), "Asked about asks.")
	if strings.TrimSpace(lead.text("Last_Name")) == "" {
		w.t.Errorf("the lead has no name: %v", lead)
	}
}
