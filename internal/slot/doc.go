// Package slot computes when an appointment may begin.
//
// It is pure: [Rules] (opening hours, lengths, buffers, notice), busy
// intervals, a range and the present instant go in; free slots come out.
// [Open] lists them, [Judge] says of one start whether it may be booked and,
// if not, why, and [Offer] picks the few that a voice should read out. Open
// and Judge ask the same predicates, so what is listed can be booked and what
// is not listed cannot.
//
// The package knows no calendar, no store, no caller and no clock; it never
// reads the host's time zone. It embeds the zone database, which Go uses on a
// host that has none of its own; a host's own, being newer as a rule, wins.
//
// # How a day becomes slots
//
// Days are walked as civil dates, never as instants of local midnight, since a
// date may have no midnight (Cairo), two of them (Havana), or not exist at all
// (Apia skipped 30 December 2011). The windows of each date become instants by
// [Resolve]. Windows that touch or overlap are merged into one opening; a slot
// must fit into one opening as a whole. Inside an opening, starts follow the
// [Alignment]:
//
//   - [AlignWindow] steps from the beginning of the opening in elapsed time, so
//     that a day of 25 hours has 25 hourly slots. An opening that has lasted
//     for the whole civil day before begins to count anew at midnight;
//     otherwise the starts of a place that never closes would depend on
//     where the question began.
//   - [AlignGrid] keeps to wall-clock times in the rules' zone that are a
//     multiple of the interval after midnight, whatever the caller's zone, so
//     that two callers are offered the same instants.
//
// # Boundaries
//
// Every interval is half-open. A busy interval without length blocks nothing.
// A new slot together with its buffers must not overlap a busy interval as
// given; the buffers do not shrink the edges of the opening hours. Minimum
// notice and the furthest start are inclusive and compared with the full
// precision of now. A listed slot lies inside the asked range as a whole.
//
// Busy time that could not be fetched is the caller's error to report: to
// this package an empty list means a free calendar.
package slot

import _ "time/tzdata" // zones for hosts without a zone database
