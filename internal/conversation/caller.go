package conversation

import "github.com/ringbook/ringbook/internal/phone"

// Caller is whom one request speaks for, split by how it is known.
type Caller struct {
	// Line is the number that the transport vouches for; empty when there
	// is none.
	Line phone.Number
	// Withheld reports that the transport said the number is hidden.
	Withheld bool
	// Claim is a number that the request merely states.
	Claim phone.Number
	// BadClaim reports that something was stated that cannot be a number.
	BadClaim bool
}

// Number is the number to act for: the claim where one was made, since a
// caller may book for another phone, else the line. It is empty where there
// is neither, or where the claim is no number: then the agent should ask again
// rather than act for a number that nobody named.
func (c Caller) Number() phone.Number {
	if c.BadClaim {
		return ""
	}
	if c.Claim != "" {
		return c.Claim
	}
	return c.Line
}

// Spoken is what a request says about its caller, as it arrived.
type Spoken struct {
	// Transport is the caller's number as the transport gives it, in any
	// spelling, or one of the forms that mean withheld; empty when the
	// transport says nothing.
	Transport string
	// Claim is the number in the request's body, in any spelling.
	Claim string
	// Region is the country (ISO 3166-1 alpha-2) whose national spelling is
	// assumed.
	Region string
}

// Caller tells for whom a request of the conversation speaks. The identity that
// the conversation has already cannot be replaced by what a request says.
func (c Conversation) Caller(s Spoken) Caller {
	caller := Caller{Line: c.Line, Withheld: c.Withheld}
	if caller.Line == "" && s.Transport != "" {
		caller.Line, caller.Withheld = readLine(s.Transport, s.Region)
	}
	if s.Claim == "" || phone.IsWithheld(s.Claim) {
		return caller
	}
	number, err := phone.Parse(s.Claim, s.Region)
	caller.Claim, caller.BadClaim = number, err != nil
	return caller
}

// readLine reads a number from the transport. A spelling that is neither a
// number nor a known form of withholding tells as little as a withheld one.
func readLine(raw, region string) (line phone.Number, withheld bool) {
	if phone.IsWithheld(raw) {
		return "", true
	}
	number, err := phone.Parse(raw, region)
	if err != nil {
		return "", true
	}
	return number, false
}
