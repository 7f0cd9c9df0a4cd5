// Package booking owns appointments: which slots may be offered, the claim on
// an interval, the event in the CRM that fulfils it, and its end.
//
// # The promise
//
// A caller who hears "you're booked" has exactly one event in the CRM, and no
// two callers have the same time of the same member of staff, although the CRM
// offers neither idempotency nor overlap protection and one of its answers may
// get lost. Three things together keep that promise:
//
//   - One transaction of the store judges a claim ([Store.Claim]): the
//     idempotency key, the caller's own bookings and every overlapping live
//     booking are read, [decide] rules, and the booking, its key, and the job
//     that will finish it whatever happens are written, all or nothing.
//   - Every write to the CRM goes through package intent under our reference,
//     so that a lost answer leads to a look-up and not to a second write.
//   - [Service.settle] is the only code that carries a claim or a cancellation
//     out. The request that made it calls it, and so does the job that finishes
//     what a crash or a slow CRM cut off. It may run any number of times.
//
// # Who takes it
//
// Whom an appointment is with, the choice of staff decides: the first of the
// list who is free, the least busy on that date, or always the first; who the
// caller asks for goes before it. Listing and booking put the same question to
// the same team of package slot ([Service.Slots], [Service.Book]): rules and
// diary of each, our own bookings and a daily limit on them included. A slot's
// offer names who would take it; where nobody was asked for and that one is
// taken meanwhile, somebody else who is free does. The claim's transaction
// judges overlaps and the limit once more, so that a race changes nothing.
//
// # States
//
//	           claim                      event written
//	(nothing) ───────────▶ PENDING ─────────────────────▶ CONFIRMED
//	                        ▲   │  │                        │
//	           candidate    │   │  │ refused, or a person's │ cancel
//	           chosen       │   │  │ event was there first  ▼
//	                        │   │  └─────▶ RELEASED     CANCELLING ──▶ CANCELLED
//	 several people  ┌──────┘   │                           ▲   event removed
//	 on the number   │          ▼                           │
//	                 └──────── HELD, until it expires       │
//	                       PENDING ─────────────────────────┘
//	                                     cancel
//
// A booking is released as well where its time came before the CRM answered,
// and where the project is not connected or refuses bookings in an outage. An
// expired hold keeps its state and owns nothing.
//
// HELD (until it expires), PENDING, CONFIRMED and CANCELLING own their
// interval, buffers included. CANCELLED and RELEASED own nothing; RELEASED was
// never told to the caller as booked.
//
// # Who may touch a booking
//
// See [Service.Cancel]: the identity that booked it, its confirmation code, a
// reference from an answer in the same conversation, or the claimed phone
// together with the exact start. Anybody else hears NOT_YOURS, whether there
// is such a booking or not; a code that nobody has is not found.
//
// The package knows no CRM's field names, no SQL, no wire form and no phrase
// that is spoken.
package booking
