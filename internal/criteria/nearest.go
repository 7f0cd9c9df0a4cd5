package criteria

import "strings"

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
	return levenshtein([]rune(word), []rune(candidate))
}

func levenshtein(a, b []rune) int {
	const longest = 64 // of any name worth comparing
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, replaced)
		}
	}
	return row[len(b)]
}
