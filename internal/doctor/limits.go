package doctor

import (
	"context"
	"fmt"
	"time"
)

// credits waits for the readings, whose answers are the newest word.
func (e *exam) credits(ctx context.Context) finding {
	e.readings.Wait()
	heard, err := e.CRM.Heard(ctx, e.projectID)
	switch {
	case err != nil:
		return e.unread(ctx, err)
	case !heard.CreditsTold:
		return ok("less than half of the API credits of the running 24 hours are used%s", ownShare(heard))
	case heard.Credits <= fewCredits:
		return failed("find out in Zoho (Setup, APIs) who uses them up; they come back by the hour",
			"%d API credits are left for the running 24 hours%s", heard.Credits, ownShare(heard))
	}
	return warning("find out in Zoho (Setup, APIs) who uses them; a higher zoho_calendar_staleness saves some of ringbook's",
		"more than half of the API credits of the running 24 hours are used; %d are left%s", heard.Credits, ownShare(heard))
}

// ownShare tells what ringbook spent of the credits, which others use as well.
func ownShare(heard Heard) string {
	if heard.CreditsDaily == 0 {
		return fmt.Sprintf("; ringbook spent about %d of them since it started", heard.CreditsSpent)
	}
	return fmt.Sprintf("; ringbook spent about %d of %d since it started", heard.CreditsSpent, heard.CreditsDaily)
}

// fewCredits is about what twenty calls of a voice agent cost.
const fewCredits = 100

// Beyond these differences between ringbook's clock and Zoho's, times look wrong
// to people, and tokens to either side.
const (
	noticeable = 30 * time.Second
	harmful    = 2 * time.Minute
)

// clock compares ringbook's clock with the Date of Zoho's first answer, which
// counts whole seconds and lies between the question and the answer.
func (e *exam) clock(context.Context) finding {
	if e.theirs.IsZero() {
		return skipped("Zoho's answers did not tell the time")
	}
	off, word := difference(e.theirs, e.asked.Truncate(time.Second), e.answered)
	const correct = "let the server's clock be kept by NTP (timedatectl set-ntp true)"
	switch {
	case off > harmful:
		return failed(correct, "the server's clock is %s %s Zoho's", off, word)
	case off > noticeable:
		return warning(correct, "the server's clock is %s %s Zoho's", off, word)
	}
	return ok("the server's clock agrees with Zoho's")
}

// difference is how far a span on our clock lies from an instant on theirs, and
// to which side.
func difference(theirs, from, to time.Time) (time.Duration, string) {
	switch {
	case theirs.After(to):
		return theirs.Sub(to).Round(time.Second), "behind"
	case theirs.Before(from):
		return from.Sub(theirs).Round(time.Second), "ahead of"
	}
	return 0, ""
}
