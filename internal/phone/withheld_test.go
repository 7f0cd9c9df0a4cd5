package phone

import (
	"errors"
	"testing"
)

var withheld = []string{
	"", " ", "\t", "+", "0", "+0", "0000000000", "000-000-0000",
	"anonymous", "Anonymous", "ANONYMOUS", "Anonymous Caller", "restricted", "Restricted Number", "unknown", "Unknown Caller",
	"unavailable", "Caller ID Unavailable", "private", "Private Number", "PRIVATE CALLER", "blocked", "Blocked Number",
	"withheld", "Number Withheld", "hidden", "No Caller ID", "no-caller-id", "No ID", "out of area", "null", "undefined", "none",
	"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+7748283",
	"sip:anonymous@anonymous.invalid", "sip:+12125550143@anonymous.invalid", "sips:anonymous@host.example",
	`"Anonymous" <sip:anonymous@anonymous.invalid>;tag=8`, "sip:unknown@unknown.invalid", "sip:Restricted@10.0.0.1:5060",
	"sip:+266696687@host.example", "tel:+266696687", "tel:anonymous", "anonymous@anonymous.invalid",
}

func TestIsWithheld(t *testing.T) {
	for _, raw := range withheld {
		if !IsWithheld(raw) {
			t.Errorf("%q is not seen as withheld", raw)
		}
		if number, err := Parse(raw, "US"); !errors.Is(err, ErrWithheld) {
			t.Errorf("Parse(%q) = %q, %v", raw, number, err)
		}
	}
	for _, raw := range []string{
		"+12125550143", "737-874-2833", "266 696 687", "Ann Bell", "privately", "sip:ann@host.example", "1-800-BLOCKED",
		"unknown 212 555 0143", "sip:1000@host.example", "12", "+12666966870",
	} {
		if IsWithheld(raw) {
			t.Errorf("%q is seen as withheld", raw)
		}
	}
}
