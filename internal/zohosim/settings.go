package zohosim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// Settings are the points on which Zoho's documents are silent or disagree, or
// on which organisations differ. The control plane changes them at any time;
// DefaultSettings is what a fresh simulator has.
type Settings struct {
	// PhoneSearch is how the phone= search compares: "exact" (the stored
	// spelling), "digits" (the same digits) or "partial" (the digits asked for
	// occur in the stored ones). Not documented (zoho-crm-api §3.2, §11.5).
	PhoneSearch string `json:"phoneSearch"`
	// SearchLagMs is how far the search index is behind (§3.2).
	SearchLagMs int `json:"searchLagMs"`
	// Edition gives the default credits and concurrency: free, standard,
	// professional, enterprise or ultimate (§6).
	Edition string `json:"edition"`
	// Credits per rolling 24 hours; 0 takes the edition's number (§6).
	Credits int `json:"credits"`
	// Concurrency is the number of calls in flight; 0 takes the edition's (§6).
	Concurrency int `json:"concurrency"`
	// SubConcurrency is the same for the heavier calls; 0 stands for 10 (§6).
	SubConcurrency int `json:"subConcurrency"`
	// DataCenter is where the organisation and its grants live, by the location
	// of zoho-crm-api §1.2: us, eu, in, au, jp, ca, sa, uk, cn or ae.
	DataCenter string `json:"dataCenter"`
	// MultiDC enables every application in all data centres; without it, it is
	// known in its own only (§1.2).
	MultiDC bool `json:"multiDC"`
	// UserTimeZone replaces the API user's zone, in which date-times are
	// answered (§2.1). Empty leaves the seed's.
	UserTimeZone string `json:"userTimeZone"`
	// MeetingVenueRequired makes Meeting_Venue__s mandatory on new events (§2.2).
	MeetingVenueRequired bool `json:"meetingVenueRequired"`
	// ClosingDateRequired makes Closing_Date mandatory on new deals (§2.3).
	ClosingDateRequired bool `json:"closingDateRequired"`
	// PipelineEnabled makes Pipeline mandatory on new deals (§2.3).
	PipelineEnabled bool `json:"pipelineEnabled"`
	// LeadCompanyRequired makes Company mandatory on new leads even when no
	// Layout is named (§2.3).
	LeadCompanyRequired bool `json:"leadCompanyRequired"`
	// UnknownFields is "ignore" or "reject": what happens to a field that the
	// module does not have (§9, reports disagree).
	UnknownFields string `json:"unknownFields"`
	// UnknownIDStatus answers GET of a record that is not there: 204 or 400 (§3.1).
	UnknownIDStatus int `json:"unknownIdStatus"`
	// SendNotificationDefault stands for an omitted $send_notification, and so
	// decides whether participants count as invited (§2.2, §11.6).
	SendNotificationDefault bool `json:"sendNotificationDefault"`
	// CancelNeedsInvite makes actions/cancel refuse events without invited
	// participants (§2.7).
	CancelNeedsInvite bool `json:"cancelNeedsInvite"`
	// COQLMaxRows is the most rows of one COQL call, from 200 to 2,000: sources
	// name both (§3.3).
	COQLMaxRows int `json:"coqlMaxRows"`
	// COQLMaxJoins is the most relations that one COQL query goes through, from 2
	// to 15: D7:Get-Records-through-COQL-Query says two, D7:COQL-Limitations two,
	// five and fifteen (§3.3).
	COQLMaxJoins int `json:"coqlMaxJoins"`
	// COQLLookupNames answers lookups, and users by their last name, with a name
	// beside the id; one page of the documents says both (§3.3).
	COQLLookupNames bool `json:"coqlLookupNames"`
	// COQLEventCancelled is whether COQL knows $event_cancelled: "refused",
	// "select" (in the select clause alone) or "both" (§2.7, §3.3, §11.4).
	COQLEventCancelled string `json:"coqlEventCancelled"`
	// CriteriaLimit is the most conditions of one search: 10 or 15 (§3.2).
	CriteriaLimit int `json:"criteriaLimit"`
	// EmailSearch is how the email= search compares: "exact" (the whole address)
	// or "partial", as OAS26 module_search has it (§3.2).
	EmailSearch string `json:"emailSearch"`
	// CallDurationFormat is how Call_Duration is read: "HH:mm" or "mm:ss" (§2.3).
	CallDurationFormat string `json:"callDurationFormat"`
	// TokenThrottle applies the ten-in-ten-minutes limits of tokens (§1.4).
	TokenThrottle bool `json:"tokenThrottle"`
	// TokenThrottleStatus is the status of the throttle answer: 400 or 200 (§1.3).
	TokenThrottleStatus int `json:"tokenThrottleStatus"`
	// RateLimitCode is the code of 429 answers: "TOO_MANY_REQUESTS" or
	// "RATE_LIMIT_EXCEEDED" (§6, sources disagree).
	RateLimitCode string `json:"rateLimitCode"`
	// NotificationDelayMs is how long a change notification waits before it is
	// sent, in real time. Not documented (§5, §11.10).
	NotificationDelayMs int `json:"notificationDelayMs"`
	// NotificationRetries is how often a notification is sent again, a quarter of
	// a second later, that was not answered with 2xx. Not documented (§5, §11.10).
	NotificationRetries int `json:"notificationRetries"`

	RecordSettings
}

// DefaultSettings are the readings that the fact sheet recommends or, where it
// recommends none, the ones that forgive a client least.
func DefaultSettings() Settings {
	return Settings{
		PhoneSearch:             "exact",
		SearchLagMs:             3000,
		Edition:                 "enterprise",
		DataCenter:              "us",
		MeetingVenueRequired:    true,
		ClosingDateRequired:     true,
		PipelineEnabled:         true,
		UnknownFields:           "ignore",
		UnknownIDStatus:         204,
		SendNotificationDefault: true,
		CancelNeedsInvite:       true,
		COQLMaxRows:             200,
		COQLMaxJoins:            2,
		COQLEventCancelled:      "refused",
		CriteriaLimit:           10,
		EmailSearch:             "exact",
		CallDurationFormat:      "HH:mm",
		TokenThrottle:           true,
		TokenThrottleStatus:     400,
		RateLimitCode:           "TOO_MANY_REQUESTS",
		RecordSettings:          defaultRecordSettings(),
	}
}

func (s Settings) check() error {
	if err := s.RecordSettings.check(); err != nil {
		return err
	}
	for _, word := range []struct {
		name, value string
		allowed     []string
	}{
		{"phoneSearch", s.PhoneSearch, []string{"exact", "digits", "partial"}},
		{"emailSearch", s.EmailSearch, []string{"exact", "partial"}},
		{"coqlEventCancelled", s.COQLEventCancelled, []string{"refused", "select", "both"}},
		{"edition", s.Edition, editionNames()},
		{"dataCenter", s.DataCenter, locations()},
		{"unknownFields", s.UnknownFields, []string{"ignore", "reject"}},
		{"rateLimitCode", s.RateLimitCode, []string{"TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED"}},
		{"callDurationFormat", s.CallDurationFormat, []string{"HH:mm", "mm:ss"}},
	} {
		if !slices.Contains(word.allowed, word.value) {
			return fmt.Errorf("%s is %q, must be one of %v", word.name, word.value, word.allowed)
		}
	}
	for _, number := range []struct {
		name      string
		value     int
		low, high int
	}{
		{"searchLagMs", s.SearchLagMs, 0, int(record.MaxLag / time.Millisecond)},
		{"credits", s.Credits, 0, 10_000_000},
		{"concurrency", s.Concurrency, 0, 100_000},
		{"subConcurrency", s.SubConcurrency, 0, 100_000},
		{"coqlMaxRows", s.COQLMaxRows, 200, 2000},
		{"coqlMaxJoins", s.COQLMaxJoins, 2, 15},
		{"notificationDelayMs", s.NotificationDelayMs, 0, 60_000},
		{"notificationRetries", s.NotificationRetries, 0, 10},
	} {
		if number.value < number.low || number.value > number.high {
			return fmt.Errorf("%s is %d, must be between %d and %d", number.name, number.value, number.low, number.high)
		}
	}
	return s.checkStatuses()
}

func (s Settings) checkStatuses() error {
	if s.UnknownIDStatus != 204 && s.UnknownIDStatus != 400 {
		return fmt.Errorf("unknownIdStatus is %d, must be 204 or 400", s.UnknownIDStatus)
	}
	if s.TokenThrottleStatus != 200 && s.TokenThrottleStatus != 400 {
		return fmt.Errorf("tokenThrottleStatus is %d, must be 200 or 400", s.TokenThrottleStatus)
	}
	if s.CriteriaLimit != 10 && s.CriteriaLimit != 15 {
		return fmt.Errorf("criteriaLimit is %d, must be 10 or 15", s.CriteriaLimit)
	}
	if _, err := time.LoadLocation(s.UserTimeZone); err != nil {
		return fmt.Errorf("userTimeZone %q is not an IANA zone", s.UserTimeZone)
	}
	return nil
}

// rules are the settings in force with what is derived from them. They are
// replaced as a whole, so one call sees one state of them.
type rules struct {
	Settings
	custom    schema.CustomFields
	catalogue *schema.Catalogue
}

func newRules(s Settings, custom schema.CustomFields) *rules {
	return &rules{Settings: s, custom: custom, catalogue: schema.New(schema.Options{
		MeetingVenueRequired: s.MeetingVenueRequired,
		ClosingDateRequired:  s.ClosingDateRequired,
		PipelineEnabled:      s.PipelineEnabled,
		LeadCompanyRequired:  s.LeadCompanyRequired,
		ClosedPicklists:      s.UnknownPicklistValues == "reject",
		EventsUniqueFields:   s.EventsUniqueFields,
		Custom:               custom,
	})}
}
