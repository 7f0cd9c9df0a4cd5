package criteria

import (
	"strings"

	"github.com/ringbook/ringbook/internal/spelling"
)

// nearest returns the candidate that a word was most likely meant to be, or ""
// where none is near enough to be worth naming.
func nearest(word string, candidates []string) string {
	best, least := "", 1+max(2, len(word)/3)
	for _, candidate := range candidates {
		if d := distance(word, candidate); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance counts the characters to change, whatever their case. A part of a
// name, such as Negotiation for Negotiation/Review, is as near as one slip.
func distance(word, candidate string) int {
	word, candidate = strings.ToLower(word), strings.ToLower(candidate)
	if len(word) > 3 && strings.Contains(candidate, word) {
		return 1
	}
	return spelling.Distance(word, candidate)
}
