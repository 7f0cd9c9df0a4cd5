package booking

import (
	"crypto/rand"

	"github.com/ringbook/ringbook/internal/speech"
)

// codeAlphabet is what a caller can hear, say and write down without mistaking
// one for another.
const codeAlphabet = speech.Symbols

// codeLength makes about half a million codes, of which a project's live
// bookings use a handful.
const codeLength = 6

// newCode returns a random confirmation code.
func newCode() string {
	code := make([]byte, 0, codeLength)
	var buf [16]byte
	for len(code) < codeLength {
		rand.Read(buf[:]) // never fails, crypto/rand says
		code = appendUnbiased(code, buf[:])
	}
	return string(code)
}

// appendUnbiased turns random bytes into letters, skipping the bytes that
// would make some letters likelier than others.
func appendUnbiased(code, random []byte) []byte {
	const n = len(codeAlphabet)
	for _, b := range random {
		if int(b) < 256-256%n && len(code) < codeLength {
			code = append(code, codeAlphabet[int(b)%n])
		}
	}
	return code
}

// foldCode reads a code as a model may have written down what it heard: any
// case, with spaces, dots, commas or dashes in between.
func foldCode(said string) string {
	folded := make([]byte, 0, codeLength)
	for _, r := range []byte(said) {
		switch {
		case r >= 'a' && r <= 'z':
			folded = append(folded, r-'a'+'A')
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			folded = append(folded, r)
		}
	}
	return string(folded)
}
