package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestProbesTellWhichReadingHolds flips every doubtful point of Zoho's both
// ways, and the probe must see it each time.
func TestProbesTellWhichReadingHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	for _, c := range []struct {
		id, setting string
		readings    map[any]string
	}{
		{"meeting-venue-required", "meetingVenueRequired", map[any]string{true: "required", false: "optional"}},
		{"meeting-venue-insert", "meetingVenueRequired", map[any]string{true: "refused", false: "accepted"}},
		{"closing-date-required", "closingDateRequired", map[any]string{true: "required", false: "optional"}},
		{"pipeline-enabled", "pipelineEnabled", map[any]string{true: "required", false: "optional"}},
		{"lead-company-required", "leadCompanyRequired", map[any]string{true: "required", false: "required by the layout"}},
		{"unknown-fields", "unknownFields", map[any]string{"ignore": "ignored", "reject": "rejected"}},
		{"unknown-id-status", "unknownIdStatus", map[any]string{204: "204", 400: "400"}},
		{"cancel-needs-invite", "cancelNeedsInvite", map[any]string{true: "needs an invitation", false: "can be cancelled"}},
		{"coql-max-rows", "coqlMaxRows", map[any]string{200: "200", 1500: "1000", 2000: "2000"}},
		{"coql-lookup-names", "coqlLookupNames", map[any]string{true: "id and name", false: "id alone"}},
		{"coql-event-cancelled", "coqlEventCancelled", map[any]string{"refused": "refused", "select": "select", "both": "select and filter"}},
		{"criteria-limit", "criteriaLimit", map[any]string{10: "10", 15: "15"}},
		{"phone-search", "phoneSearch", map[any]string{"exact": "exact", "digits": "digits", "partial": "partial"}},
		{"call-duration-format", "callDurationFormat", map[any]string{"HH:mm": "HH:mm", "mm:ss": "mm:ss"}},
		{"end-before-start", "endBeforeStart", map[any]string{"reject": "refused", "accept": "accepted"}},
		{"picklist-unknown-value", "unknownPicklistValues", map[any]string{"reject": "refused", "accept": "accepted"}},
		{"all-day-storage", "allDayStorage", map[any]string{"asSent": "as sent", "lastMinute": "midnight to 23:59", "nextMidnight": "midnight to midnight"}},
		{"user-time-zone", "userTimeZone", map[any]string{"Asia/Tokyo": "the user's", "America/New_York": "the user's"}},
		{"edition-and-credits", "edition", map[any]string{"free": "free", "professional": "professional"}},
	} {
		for value, want := range c.readings {
			t.Run(fmt.Sprintf("%s/%v", c.id, value), func(t *testing.T) {
				w.behaves(c.setting, value)
				if told := w.probes(true); told.reading(c.id) != want {
					t.Errorf("told is %v, want %q", told[c.id], want)
				}
			})
		}
	}
}

// What no setting switches is told as the simulator has it.
func TestProbesTellTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	told := w.probes(true)
	for id, want := range map[string]string{
		"events-overlap": "accepted", "lead-in-what-id": "accepted", "delete-twice": "400 INVALID_DATA",
		"unmodified-since": "protected with 412", "search-lag": "none", "leftovers": "none", "clean-up": "yes",
	} {
		if told.reading(id) != want {
			t.Errorf("%s is %v, want %q", id, told[id], want)
		}
	}
}

// Only somebody who has made such a field can tell whether Zoho lets events
// have one.
func TestProbesFindAUniqueFieldOfEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if c := w.probes(false)["events-unique-field"]; c.GetState() != ringbookv1.CheckState_CHECK_STATE_SKIPPED {
		t.Errorf("without such a field: %v", c)
	}
	w.control(http.MethodPost, "fields/Events", map[string]any{"apiName": "Booking_Key", "type": "text", "unique": true}, nil)
	if c := w.probes(false); c.reading("events-unique-field") != "unique field" || !strings.Contains(c["events-unique-field"].GetDetail(), "Booking_Key") {
		t.Errorf("with a unique field: %v", c["events-unique-field"])
	}
}

// Without writing, an all-day event that somebody made is looked at.
func TestProbesLookAtAnAllDayEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if c := w.probes(false)["all-day-storage"]; c.GetState() != ringbookv1.CheckState_CHECK_STATE_SKIPPED {
		t.Errorf("without such an event: %v", c)
	}
	w.behaves("allDayStorage", "lastMinute")
	w.control(http.MethodPost, "records/Events", map[string]any{"data": []record{{
		"Event_Title": "Closed", "All_day": true, "Start_DateTime": "2027-03-04T00:00:00-05:00", "End_DateTime": "2027-03-04T01:00:00-05:00",
	}}}, nil)
	if c := w.probes(false); c.reading("all-day-storage") != "midnight to 23:59" {
		t.Errorf("with such an event: %v", c["all-day-storage"])
	}
}

// The index is waited for, and given up after a minute of ringbook's clock.
func TestProbesWaitForTheIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 1500)
	if c := w.probes(true); c.reading("search-lag") != "lags" || !strings.Contains(c["search-lag"].GetDetail(), "is found after about") {
		t.Errorf("an index that is 1.5 s behind: %v", c["search-lag"])
	}
	w.behaves("searchLagMs", 10*60*1000)
	ended := make(chan struct{})
	go func() { // the clock goes fast while the probes wait
		for {
			select {
			case <-ended:
				return
			case <-time.After(200 * time.Millisecond):
				w.sim.Sim.Advance(15 * time.Second)
			}
		}
	}()
	c := w.probes(true)
	close(ended)
	if !strings.Contains(c["search-lag"].GetDetail(), "not found within 1m0s") || c.reading("clean-up") != "yes" {
		t.Errorf("an index that is ten minutes behind: %v, %v", c["search-lag"], c["clean-up"])
	}
}

// What does not suit the project's own settings is a warning with a remedy.
func TestProbesWarnWhereItMatters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	warns := func(id string) {
		t.Helper()
		c := w.probes(true)[id]
		if c.GetState() != ringbookv1.CheckState_CHECK_STATE_WARNING || !strings.Contains(c.GetRemedy(), "zoho_meeting_venue") {
			t.Errorf("%s: %v", id, c)
		}
	}
	w.sets(w.builder(), map[string]string{"zoho_meeting_venue": "On the moon"})
	w.probePublishes()
	w.behaves("unknownPicklistValues", "reject")
	warns("picklist-unknown-value")

	w.behaves("meetingVenueRequired", false)
	w.sets(w.builder(), map[string]string{"zoho_meeting_venue": ""})
	w.probePublishes()
	w.behaves("meetingVenueRequired", true)
	warns("meeting-venue-required")
	warns("meeting-venue-insert")
}

func (w *world) probePublishes() {
	w.t.Helper()
	if how, err := w.tries(); err != nil || how.revision == 0 {
		w.t.Fatalf("a publish came to %v, %v", how, err)
	}
}
