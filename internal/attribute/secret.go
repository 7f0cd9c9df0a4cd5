package attribute

import (
	"crypto/subtle"
	"log/slog"

	"github.com/ringbook/ringbook/config"
)

// Mask is what is shown of a secret that is set, whatever its length.
const Mask = "********"

// Sealer seals values at rest and opens them again. A value opens only for
// the purpose it was sealed for, so it cannot be moved from one place to
// another. internal/vault implements it.
type Sealer interface {
	Seal(purpose, plain string) (sealed string)
	Open(purpose, sealed string) (plain string, err error)
	// Stale reports whether the value is sealed with another key than new
	// ones are.
	Stale(sealed string) bool
}

// Secret is the sealed value of a SECRET attribute. It prints as a mask;
// [Service.Reveal] opens it.
type Secret struct {
	idn, sealed string
}

// IsSet reports whether there is a value at all.
func (s Secret) IsSet() bool { return s.sealed != "" }

// String returns a mask, or "" where nothing is set.
func (s Secret) String() string { return mask(s.sealed) }

// GoString keeps the sealed text out of %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText keeps the sealed text out of JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue keeps the sealed text out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

func mask(value string) string {
	if value == "" {
		return ""
	}
	return Mask
}

// same reports whether two stored values of an attribute mean the same. One
// secret that was sealed twice gives two texts, so what is inside is compared,
// in constant time; what cannot be opened is the same only as itself.
func (s *Service) same(project string, entry config.Attribute, a, b string) bool {
	if a == b || entry.ValueType != config.Secret || a == "" || b == "" {
		return a == b
	}
	purpose := sealPurpose(project, entry.IDN)
	one, errOne := s.config.Sealer.Open(purpose, a)
	other, errOther := s.config.Sealer.Open(purpose, b)
	return errOne == nil && errOther == nil && subtle.ConstantTimeCompare([]byte(one), []byte(other)) == 1
}

// sealPurpose binds a sealed value to its project and attribute.
func sealPurpose(project, idn string) string { return "attribute/" + project + "/" + idn }
