package phone

import (
	"errors"
	"log/slog"
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var (
	// ErrWithheld says that the caller's number was kept back.
	ErrWithheld = errors.New("the number is withheld")
	// ErrInvalid says that a text is not a telephone number, or not a complete
	// one.
	ErrInvalid = errors.New("not a complete telephone number")
)

// Number is a telephone number in E.164: "+" and 7 to 15 digits. Only [Parse]
// should make one; the empty Number means that none is known.
type Number string

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// longestSpelling is more than any URI of a trunk needs.
const longestSpelling = 256

// Parse reads a number in any spelling. The region is the ISO 3166 code of the
// country whose national numbers are meant ("US"); without one only
// international spellings can be read. The error is [ErrWithheld] or
// [ErrInvalid].
func Parse(raw, region string) (Number, error) {
	if len(raw) > longestSpelling {
		return "", ErrInvalid
	}
	if IsWithheld(raw) {
		return "", ErrWithheld
	}
	text, ok := dialled(raw)
	if !ok {
		return "", ErrInvalid
	}
	parsed, err := phonenumbers.Parse(text, strings.ToUpper(strings.TrimSpace(region)))
	if err != nil || phonenumbers.IsPossibleNumberWithReason(parsed) != phonenumbers.IS_POSSIBLE {
		return "", ErrInvalid
	}
	number := Number(phonenumbers.Format(parsed, phonenumbers.E164))
	if !e164.MatchString(string(number)) || number.format(phonenumbers.E164) != string(number) {
		return "", ErrInvalid // the second: a text whose E.164 form reads back as something else
	}
	return number, nil
}

// Last returns the last n digits, or all where there are fewer: what a CRM
// without uniform spelling can be searched by.
func (n Number) Last(count int) string {
	digits := strings.TrimPrefix(string(n), "+")
	return digits[len(digits)-min(max(count, 0), len(digits)):]
}

// National returns the number as its own country writes it: "(212) 555-0143".
// It is empty for an empty Number.
func (n Number) National() string { return n.format(phonenumbers.NATIONAL) }

// International returns the number as other countries write it:
// "+1 212-555-0143". It is empty for an empty Number.
func (n Number) International() string { return n.format(phonenumbers.INTERNATIONAL) }

// Significant returns the digits after the country code: "2125550143". A
// leading zero that is dialled within the country only is not among them.
func (n Number) Significant() string {
	parsed, err := phonenumbers.Parse(string(n), "")
	if err != nil {
		return ""
	}
	return phonenumbers.GetNationalSignificantNumber(parsed)
}

func (n Number) format(as phonenumbers.PhoneNumberFormat) string {
	parsed, err := phonenumbers.Parse(string(n), "")
	if err != nil {
		return ""
	}
	return phonenumbers.Format(parsed, as)
}

// Mask returns a form for logs and lists that tells numbers apart only
// roughly: the country code and the last two digits, "+1…43".
func Mask(n Number) string {
	parsed, err := phonenumbers.Parse(string(n), "")
	if err != nil {
		return "…"
	}
	country, _, _ := strings.Cut(phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL), " ")
	return country + "…" + n.Last(2)
}

// LogValue keeps the number out of structured logs.
func (n Number) LogValue() slog.Value { return slog.StringValue(Mask(n)) }
