package zohosim

// settingWords tells a person what a setting does and, where it takes one of a
// few words or numbers, which. The full reasons are the comments of Settings.
type settingWords struct {
	Says    string
	Choices []string
}

// wordsOfSettings has the settings by their JSON names.
func wordsOfSettings() map[string]settingWords {
	return map[string]settingWords{
		"phoneSearch":             {"how search?phone= compares: the stored spelling, its digits, or some of its digits", []string{"exact", "digits", "partial"}},
		"searchLagMs":             {"milliseconds until a write is found by search", nil},
		"edition":                 {"gives credits and concurrency", editionNames()},
		"credits":                 {"of 24 hours; 0 takes the edition's", nil},
		"concurrency":             {"calls in flight; 0 takes the edition's", nil},
		"subConcurrency":          {"heavier calls in flight; 0 stands for 10", nil},
		"dataCenter":              {"where the organisation lives", locations()},
		"multiDC":                 {"applications are known in all data centres", nil},
		"userTimeZone":            {"the API user's zone, as in Europe/Berlin; empty leaves the seed's", nil},
		"meetingVenueRequired":    {"new events need Meeting_Venue__s", nil},
		"closingDateRequired":     {"new deals need Closing_Date", nil},
		"pipelineEnabled":         {"new deals need Pipeline", nil},
		"leadCompanyRequired":     {"new leads need Company, also without a Layout", nil},
		"unknownFields":           {"what becomes of a field that the module does not have", []string{"ignore", "reject"}},
		"unknownIdStatus":         {"the answer to reading a record that is not there", []string{"204", "400"}},
		"sendNotificationDefault": {"stands for an omitted $send_notification", nil},
		"cancelNeedsInvite":       {"actions/cancel refuses events to which nobody was invited", nil},
		"coqlMaxRows":             {"rows of one COQL call, 200 to 2000", nil},
		"coqlMaxJoins":            {"relations that one COQL query goes through, 2 to 15", nil},
		"coqlLookupNames":         {"COQL answers lookups with their names", nil},
		"coqlEventCancelled":      {"whether COQL knows $event_cancelled", []string{"refused", "select", "both"}},
		"criteriaLimit":           {"conditions of one search", []string{"10", "15"}},
		"emailSearch":             {"how search?email= compares", []string{"exact", "partial"}},
		"callDurationFormat":      {"how Call_Duration is read", []string{"HH:mm", "mm:ss"}},
		"tokenThrottle":           {"ten tokens in ten minutes are all that is given", nil},
		"tokenThrottleStatus":     {"the status of the throttle's answer", []string{"400", "200"}},
		"rateLimitCode":           {"the code of 429", []string{"TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED"}},
		"notificationDelayMs":     {"milliseconds, in real time, until a change is told", nil},
		"notificationRetries":     {"how often it is told again where the answer was not 2xx", nil},
		"eventsUniqueFields":      {"Events can have unique and external fields", nil},
		"unusableCheckFields":     {"what upsert does with a duplicate_check_fields that is not unique", []string{"reject", "ignore"}},
		"unmodifiedSinceCode":     {"the code of 412", []string{"ALREADY_MODIFIED", "RECORD_MODIFIED"}},
		"endBeforeStart":          {"what becomes of an event that ends before it starts", []string{"reject", "accept"}},
		"allDayStorage":           {"what an all-day event stores as start and end", []string{"asSent", "lastMinute", "nextMidnight"}},
		"unknownPicklistValues":   {"what becomes of a value that a picklist does not have", []string{"accept", "reject"}},
		"invalidModuleShape":      {"where writes tell INVALID_MODULE: inside data[] or flat", []string{"data", "flat"}},
		"countLagMs":              {"milliseconds that the count of records is behind", nil},
	}
}
