package attribute

import "strings"

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
	return min(editDistance(word, candidate), editDistance(word, bare)+1)
}

// editDistance is Levenshtein's: the least number of inserted, deleted and
// replaced bytes that turn a into b. Words beyond any sensible length are
// cut, which bounds the work.
func editDistance(a, b string) int {
	const longest = 64
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
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
