package speech

import "time"

// Cancelled confirms that an appointment is cancelled.
func (l Lines) Cancelled(start time.Time) string { return l.appointment(l.say.Cancelled, start, "") }

// AlreadyCancelled says that it was cancelled before.
func (l Lines) AlreadyCancelled(start time.Time) string {
	return l.appointment(l.say.AlreadyCancelled, start, "")
}

// CancelPending says that the cancellation is on its way to the CRM.
func (l Lines) CancelPending(start time.Time) string {
	return l.appointment(l.say.CancelPending, start, "")
}

// CancellingOff says that nothing is cancelled on this line.
func (l Lines) CancellingOff() string { return l.say.CancellingOff }

// Over says that an appointment cannot be cancelled any more.
func (l Lines) Over() string { return l.say.Over }

// NotFound says that there is no such appointment to cancel or move.
func (l Lines) NotFound() string { return l.say.NotFound }

// CodeUnknown asks for a confirmation code again that nobody was given.
func (l Lines) CodeUnknown() string { return l.say.CodeUnknown }

// WhichOne asks which of several appointments is meant.
func (l Lines) WhichOne(starts []time.Time) string {
	if len(starts) == 0 {
		return l.say.WhichOne
	}
	return l.line(l.say.WhichOneTimes, l.all(starts))
}

// NotYours asks for the code. It does not tell whether there is an
// appointment.
func (l Lines) NotYours() string { return l.say.NotYours }

// Rescheduled confirms the new time of an appointment.
func (l Lines) Rescheduled(start time.Time, code string) string {
	return l.appointment(l.say.Rescheduled, start, code)
}

// ReschedulePending says that the new time is on its way to the CRM.
func (l Lines) ReschedulePending(start time.Time) string {
	return l.appointment(l.say.ReschedulePending, start, "")
}

// ReschedulingOff says that nothing is moved on this line.
func (l Lines) ReschedulingOff() string { return l.say.ReschedulingOff }

// Found reads out a caller's appointments; what does not fit is left out, but
// counted. Without any it is NoneFound.
func (l Lines) Found(starts []time.Time) string {
	v := l.all(starts)
	v.count = counted(len(starts), l.speaker.language.small)
	switch len(starts) {
	case 0:
		return l.NoneFound()
	case 1:
		return l.line(l.say.FoundOne, v)
	}
	return l.line(l.say.Found, v)
}

// NoneFound says that there is no appointment, or none by that code.
func (l Lines) NoneFound() string { return l.say.NoneFound }
