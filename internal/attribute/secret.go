package attribute

import "log/slog"

// Mask is what is shown of a secret that is set, whatever its length.
const Mask = "********"

// Sealer seals values at rest and opens them again. A value opens only for
// the purpose it was sealed for, so it cannot be moved from one place to
// another. internal/vault implements it.
type Sealer interface {
	Seal(purpose, plain string) (sealed string)
	Open(purpose, sealed string) (plain string, err error)
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

// sealPurpose binds a sealed value to its project and attribute.
func sealPurpose(project, idn string) string { return "attribute/" + project + "/" + idn }
