// Package slot computes when an appointment may begin.
//
// It is pure: [Rules] (opening hours, lengths, buffers, notice, limits), a
// [Diary] of what is taken, a range and the present instant go in; free slots
// come out. [Open] lists them, [Judge] says of one start whether it may be
// booked and, if not, why, and [Offer] picks the few that a voice should read
// out. What is listed can be booked and what is not listed cannot: both go by
// the same steps and the same list of taken starts.
//
// Who asks often keeps the answer half made. A [Plan] is rules resolved for a
// range; an [Agenda] is a plan with a sorted diary, and costs one pass and no
// memory beyond its answer; a [Team] is the agendas of several staff, of whom
// anyone, the least busy or everyone takes the appointment. All three are
// never changed, so that goroutines may share them.
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
// [Resolve]. What a date's windows are, the first of these says that knows it:
// its exception, its holiday (closed), the shift on that date, the week. Windows
// that touch or overlap are merged into one opening, breaks are taken out, and
// a slot must fit into one opening as a whole. Inside an opening, starts follow
// the [Alignment]:
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
// Where everyone of a team is needed, the openings are those that all have in
// common, and the steps are laid into these: two who begin at 9:00 and at 9:30
// meet from 9:30 on.
//
// # Boundaries
//
// Every interval is half-open. A busy interval without length blocks nothing.
// A new slot together with its buffers must not overlap a busy interval as
// given; the buffers do not shrink the edges of the opening hours. What has
// buffers of its own, as bookings do, is reserved rather than busy: a slot may
// touch it. Time away closes, without buffers, and moves no steps. Minimum
// notice and the furthest start are inclusive and compared with the full
// precision of now. A listed slot lies inside the asked range as a whole. A
// daily limit counts the dates of its member's own zone.
//
// Busy time that could not be fetched is the caller's error to report: to
// this package an empty list means a free calendar.
//
// # How it is held to that
//
// Beside tables and the shared cases (package slotcase), the tests compare the
// engine with a sweep of single minutes over random schedules of one to three
// staff in random zones, most of them around a clock change: 20,000 in each
// run, as many as SLOT_SCHEDULES says in a longer one, from the seed SLOT_SEED
// if it is set. With -v the test prints how many there were and the seed.
//
//	SLOT_SCHEDULES=1000000 go test -run TestEqualsBruteForce -v -timeout 60m ./internal/slot
package slot

import _ "time/tzdata" // zones for hosts without a zone database
