package attribute

import (
	"strings"

	"github.com/ringbook/ringbook/internal/spelling"
)

// nearest returns the candidate that word was most likely meant to be, or ""
// where none is near enough to be worth suggesting.
func nearest(word string, candidates []string) string {
	best, bestDistance := "", 1+max(2, len(word)/4)
	for _, candidate := range candidates {
		if d := spellingDistance(word, candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// spellingDistance also compares without the vendor's prefix, since people
// write "region" for "zoho_region".
func spellingDistance(word, candidate string) int {
	word, candidate = strings.ToLower(word), strings.ToLower(candidate)
	bare := strings.TrimPrefix(candidate, "zoho_")
	return min(spelling.Distance(word, candidate), spelling.Distance(word, bare)+1)
}

// didYouMean ends a refusal with the nearest candidate, or with all of them
// where there are few, or with nothing.
func didYouMean(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return "; did you mean " + near + "?"
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return "; use one of " + strings.Join(candidates, ", ")
	}
	return ""
}

// DidYouMean ends the refusal of a name: with the nearest candidate, or with
// all of them where there are few, or with nothing.
func DidYouMean(word string, candidates []string) string { return didYouMean(word, candidates) }
