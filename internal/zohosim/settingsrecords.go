package zohosim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// RecordSettings are the Settings that are about records alone. They stand
// among the others in JSON.
type RecordSettings struct {
	// EventsUniqueFields lets Events have unique and external custom fields, as
	// Zoho's documents have it; an integrator reports that Meetings cannot
	// (zoho-crm-api §2.5, §11.2). Without it such fields of Events are plain.
	EventsUniqueFields bool `json:"eventsUniqueFields"`
	// UnusableCheckFields is what upsert does with a name in
	// duplicate_check_fields that is neither the module's own duplicate check
	// field nor unique: "reject" or "ignore". Not documented (§2.5).
	UnusableCheckFields string `json:"unusableCheckFields"`
	// UnmodifiedSinceCode is the code of a 412: "ALREADY_MODIFIED" or
	// "RECORD_MODIFIED". Sources disagree (§7).
	UnmodifiedSinceCode string `json:"unmodifiedSinceCode"`
	// EndBeforeStart is "reject" or "accept": what happens to an event that ends
	// before it starts. Not documented (§2.2).
	EndBeforeStart string `json:"endBeforeStart"`
	// AllDayStorage is what an all-day event stores as start and end: "asSent",
	// "lastMinute" (midnight to 23:59 of the last day) or "nextMidnight"
	// (midnight to the midnight after the last day), in the zone of the user who
	// writes. Not documented (§3.3, §11.8).
	AllDayStorage string `json:"allDayStorage"`
	// UnknownPicklistValues is "accept" or "reject"; what is documented is
	// "accepted unless restricted", and organisations restrict (§2.1).
	UnknownPicklistValues string `json:"unknownPicklistValues"`
	// InvalidModuleShape is where writes tell INVALID_MODULE: "data" (inside
	// data[]) or "flat". Sources disagree (§7).
	InvalidModuleShape string `json:"invalidModuleShape"`
	// CountLagMs is how stale the count of records is: documented are one to ten
	// minutes (§3.6).
	CountLagMs int `json:"countLagMs"`
}

func defaultRecordSettings() RecordSettings {
	return RecordSettings{
		EventsUniqueFields:    true,
		UnusableCheckFields:   "reject",
		UnmodifiedSinceCode:   "ALREADY_MODIFIED",
		EndBeforeStart:        "reject",
		AllDayStorage:         "asSent",
		UnknownPicklistValues: "accept",
		InvalidModuleShape:    "data",
		CountLagMs:            60_000,
	}
}

func (s RecordSettings) check() error {
	for _, word := range []struct {
		name, value string
		allowed     []string
	}{
		{"unusableCheckFields", s.UnusableCheckFields, []string{"reject", "ignore"}},
		{"unmodifiedSinceCode", s.UnmodifiedSinceCode, []string{"ALREADY_MODIFIED", "RECORD_MODIFIED"}},
		{"endBeforeStart", s.EndBeforeStart, []string{"reject", "accept"}},
		{"allDayStorage", s.AllDayStorage, []string{"asSent", "lastMinute", "nextMidnight"}},
		{"unknownPicklistValues", s.UnknownPicklistValues, []string{"accept", "reject"}},
		{"invalidModuleShape", s.InvalidModuleShape, []string{"data", "flat"}},
	} {
		if !slices.Contains(word.allowed, word.value) {
			return fmt.Errorf("%s is %q, must be one of %v", word.name, word.value, word.allowed)
		}
	}
	if most := int(record.MaxLag / time.Millisecond); s.CountLagMs < 0 || s.CountLagMs > most {
		return fmt.Errorf("countLagMs is %d, must be between 0 and %d", s.CountLagMs, most)
	}
	return nil
}
