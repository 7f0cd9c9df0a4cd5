package project

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"github.com/ringbook/ringbook/internal/principal"
)

const (
	base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

	// 24 characters of 62 are 142 bits, more than the 128 that make a fast
	// hash of the text safe to store.
	keyLength = 24
)

func newKeyText(role principal.Role) string {
	return "rk_" + string(role) + "_" + randomText(base62, keyLength)
}

// HashOf returns what is stored of a key's text.
func HashOf(keyText string) Hash { return sha256.Sum256([]byte(keyText)) }

// looksLikeKey turns away what can be no key before the store is asked.
func looksLikeKey(text string) bool {
	rest, ok := strings.CutPrefix(text, "rk_")
	if !ok {
		return false
	}
	role, random, ok := strings.Cut(rest, "_")
	return ok && principal.Role(role).Valid() && len(random) == keyLength && strings.Trim(random, base62) == ""
}

// randomText draws each character with the same chance: bytes beyond the
// last whole multiple of the alphabet are thrown away.
func randomText(alphabet string, length int) string {
	limit := 256 - 256%len(alphabet)
	text := make([]byte, 0, length)
	buffer := make([]byte, 2*length)
	for len(text) < length {
		rand.Read(buffer) // never fails: the program would end first
		for _, b := range buffer {
			if int(b) < limit && len(text) < length {
				text = append(text, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(text)
}

// newProjectID is "acme-dental-k3x9q2" for "Acme Dental, Inc.": letters and
// digits of the name as far as they go, and a random ending.
func newProjectID(name string) string {
	return slug(name) + "-" + randomText(base36, 6)
}

func slug(name string) string {
	const longest = 24
	var words []string
	length := 0
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), isSeparator) {
		word = strings.Map(keepBase36, word)
		if len(words) == 0 {
			word = word[:min(len(word), longest)]
		}
		if word == "" || length+len(word) > longest {
			continue
		}
		words = append(words, word)
		length += len(word) + 1
	}
	if len(words) == 0 {
		return "project"
	}
	return strings.Join(words, "-")
}

func isSeparator(r rune) bool { return r < 128 && !strings.ContainsRune(base36, r) && r != '\'' }

func keepBase36(r rune) rune {
	if strings.ContainsRune(base36, r) {
		return r
	}
	return -1
}
