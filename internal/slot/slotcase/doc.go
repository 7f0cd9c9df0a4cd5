// Package slotcase reads and answers scheduling problems written as JSON: the
// form of the test cases beside package slot and of `ringbook slots --case`.
//
// A case names hours, lengths, busy times, a range and the present instant,
// for one calendar ("single") or for several staff ("multi"); the answer is
// the starts that may be offered. The package owns that form and nothing else:
// every decision about time is package slot's.
//
//	kind           "single", or "multi" with staff and mode
//	timezone       IANA zone of the clocks below
//	working_hours  {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], ...}
//	date_overrides {"2027-12-25": []}: all that is open on a date
//	duration_min, interval_min, min_notice_min, max_advance_min
//	buffers        {"before_min": 0, "after_min": 0}
//	busy           [{"start", "end", "status"}]: RFC 3339, or two dates for
//	               whole days of the owner's zone, the second not included
//	range, now     {"start", "end"} and an instant, RFC 3339
//	alignment      "window" or "grid"; "calcom" counts as window
//	mode           "any", "least_busy" or "all"
//	staff          [{"id", "timezone", "working_hours", "busy", ...}]
//
// A window that does not end after it begins ends on the next day; "24:00" is
// the midnight that ends the day. What a member of staff does not say is as
// in the case around it. Other fields are not read.
package slotcase
