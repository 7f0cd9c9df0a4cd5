package zoho

import (
	"errors"
	"fmt"
	"time"
)

// DateTime is an instant as Zoho writes it: to the second, with a numeric
// offset (zoho-crm-api §2.1). The zero value stands for "none" and is null in
// JSON.
//
// Zoho renders instants in the zone of the user whose token asks, so that a
// value read back rarely has the offset it was written with. Compare with
// Equal, never with ==.
type DateTime struct{ time.Time }

// At returns t as Zoho would store it: whole seconds, fractions dropped.
func At(t time.Time) DateTime {
	if t.IsZero() {
		return DateTime{}
	}
	return DateTime{t.Truncate(time.Second)}
}

const dateTimeLayout = "2006-01-02T15:04:05-07:00"

// The forms that have been seen in answers: RFC 3339 with or without
// fractions, and offsets without a colon.
var dateTimeForms = [...]string{time.RFC3339, "2006-01-02T15:04:05Z0700"}

// ParseDateTime reads an instant with any offset or "Z". The result keeps the
// offset as a fixed zone: it is never the server's local zone, even where the
// offsets agree, so that arithmetic does not depend on where it runs.
func ParseDateTime(s string) (DateTime, error) {
	for _, form := range dateTimeForms {
		if t, err := time.ParseInLocation(form, s, time.UTC); err == nil {
			return At(t), nil
		}
	}
	return DateTime{}, errors.New("zoho: not a date-time with offset")
}

// String is the form that Zoho takes, "2026-03-09T15:04:05+01:00", or "" for
// the zero value. It serves in COQL and in search criteria too.
//
// An offset that is not a whole minute, as zones had in the age of local mean
// time, cannot be written and is replaced by +00:00 at the same instant.
func (d DateTime) String() string {
	if d.IsZero() {
		return ""
	}
	t := d.Time
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Format(dateTimeLayout)
}

// MarshalText is String, and an error for years that have not four digits.
func (d DateTime) MarshalText() ([]byte, error) {
	if y := d.Year(); !d.IsZero() && (y < 0 || y > 9999) {
		return nil, fmt.Errorf("zoho: year %d cannot be written", y)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what [ParseDateTime] reads; empty text is the zero value.
func (d *DateTime) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = DateTime{}
		return nil
	}
	parsed, err := ParseDateTime(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// MarshalJSON is the quoted text, or null for the zero value.
func (d DateTime) MarshalJSON() ([]byte, error) { return marshalQuoted(d) }

// UnmarshalJSON reads a quoted date-time; null and "" are the zero value.
func (d *DateTime) UnmarshalJSON(data []byte) error { return unmarshalQuoted(data, d) }
