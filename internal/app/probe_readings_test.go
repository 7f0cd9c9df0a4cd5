package app_test

import (
	"fmt"
	"testing"
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
		{"coql-max-rows", "coqlMaxRows", map[any]string{200: "200", 2000: "2000", 1500: "1000"}},
		{"call-duration-format", "callDurationFormat", map[any]string{"HH:mm": "HH:mm", "mm:ss": "mm:ss"}},
		{"phone-search", "phoneSearch", map[any]string{"exact": "exact", "digits": "digits", "partial": "partial"}},
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
