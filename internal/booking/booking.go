package booking

import (
	"time"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/slot"
)

// State is where a booking stands; the package comment has the picture.
type State string

// The states of a booking.
const (
	Held       State = "held"
	Pending    State = "pending"
	Confirmed  State = "confirmed"
	Cancelling State = "cancelling"
	Cancelled  State = "cancelled"
	Released   State = "released"
)

// Booking is one appointment, from the claim on its interval to its end.
type Booking struct {
	Project string
	// ID is random, 16 hexadecimal digits.
	ID    string
	State State
	// Conversation is the one that booked; CancelledBy the one that cancelled.
	Conversation string
	CancelledBy  string
	// CancelReason is why, in the words of the request.
	CancelReason string
	// Line is the identity that booked, empty where there was none; Phone is
	// the number it is booked under.
	Line, Phone phone.Number
	// Name, Email, Subject and Notes are as the request gave them.
	Name, Email, Subject, Notes string
	// Attendee is the CRM record who attends, once resolved. AttendeeMade
	// tells that this booking made it; NoAttendee that none shall be named,
	// because several people share the number and nobody could be asked.
	Attendee     *contact.Record
	AttendeeMade bool
	NoAttendee   bool
	// Staff is the CRM's id of who is booked.
	Staff string
	// Service is the name of the service; empty for the only one.
	Service string
	slot.Interval
	// Block is the interval with its buffers: what nobody else may have.
	Block slot.Interval
	// Code is the confirmation code, unique among the project's live bookings.
	Code string
	// Event is the CRM's id of the event, once written.
	Event string
	// ExpiresAt ends a hold; zero for every other state.
	ExpiresAt time.Time
	// Failure says why the booking was released or is still pending, for the
	// operator; it names no caller.
	Failure              string
	CreatedAt, UpdatedAt time.Time
}

// Stands reports whether the caller has, or will have, this appointment.
func (b Booking) Stands() bool { return b.State == Pending || b.State == Confirmed }

// answerable reports whether a request that came to this booking may be
// answered by it again: a released one came to nothing, and a held one is about
// to be asked for once more.
func (b Booking) answerable() bool { return b.State != Released && b.State != Held }

// Reference is what the event in the CRM carries so that it can be found
// again; see package intent.
func (b Booking) Reference() string { return "ringbook-" + b.ID }

func (b Booking) createIntention() string { return "booking/" + b.ID + "/create" }
func (b Booking) deleteIntention() string { return "booking/" + b.ID + "/delete" }
func (b Booking) personIntention() string { return "booking/" + b.ID + "/contact" }
