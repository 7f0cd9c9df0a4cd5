package zoho

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Date is a calendar day without zone, "2026-03-09" on the wire
// (zoho-crm-api §2.1). The zero value stands for "none" and is null in JSON.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "yyyy-MM-dd" and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, errors.New("zoho: not a date")
	}
	return DateOf(t), nil
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// In returns the start of the day in loc. Where a clock change skips midnight,
// that is the first instant which exists.
func (d Date) In(loc *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
	if t.Day() == d.Day {
		return t
	}
	// time.Date took the offset from before a skipped midnight's gap and
	// landed on the evening before.
	_, end := t.ZoneBounds()
	return end
}

// String is "yyyy-MM-dd", or "" for the zero value.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText is String, and an error for a day that does not exist.
func (d Date) MarshalText() ([]byte, error) {
	s := d.String()
	if s == "" {
		return nil, nil
	}
	if _, err := ParseDate(s); err != nil {
		return nil, err
	}
	return []byte(s), nil
}

// UnmarshalText reads what [ParseDate] reads; empty text is the zero value.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// MarshalJSON is the quoted text, or null for the zero value.
func (d Date) MarshalJSON() ([]byte, error) { return marshalQuoted(d) }

// UnmarshalJSON reads a quoted date; null and "" are the zero value.
func (d *Date) UnmarshalJSON(data []byte) error { return unmarshalQuoted(data, d) }

// marshalQuoted writes a text form as a JSON string, and "none" as null.
func marshalQuoted(v encoding.TextMarshaler) ([]byte, error) {
	text, err := v.MarshalText()
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(string(text))
}

func unmarshalQuoted(data []byte, v encoding.TextUnmarshaler) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return v.UnmarshalText([]byte(text))
}
