// Package calendar knows when the staff are busy and when they are away.
//
// It keeps, for each project, one view of the bookable horizon in memory, read
// from the CRM at most once in the staleness that the project allows and
// shared by all who wait for it: the events, and beside them the times for
// which users have said that they are away. A read that fails is an error and
// never an empty calendar, with one exception: what the CRM does not let
// ringbook see at all counts as nothing, and package doctor tells of it.
// [Service.Look] bypasses the view: a booking looks at its own interval once
// more just before it writes, because people edit calendars by hand.
//
// # Cancelled events
//
// Whether an event is cancelled a CRM may tell only of events that are asked
// for one by one. So that nobody on the phone waits for it, an event counts as
// busy at first, and what became of those that a view brought is found out
// after it was given ([Service.View]) and remembered until the event changes.
// The next view is right. Only where an event that is not known yet stands in a
// booking's way is it asked for at once ([Service.Standing]).
//
// Busy time is half-open. An event without length blocks nothing. An all-day
// event blocks its owner's whole dates, in the owner's zone. The package knows
// no CRM's field names, no bookings and no holds.
package calendar
