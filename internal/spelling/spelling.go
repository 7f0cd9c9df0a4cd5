// Package spelling compares words as people type them, so that a refusal can
// name what was most likely meant. How near is near enough is for the package
// that knows the words.
package spelling

// longest is how much of a word is compared, which bounds the work.
const longest = 64

// Distance is Levenshtein's: the least number of characters to insert, delete
// and replace that turns a into b. Upper and lower case are different
// characters. Of longer words the first 64 characters count.
func Distance(a, b string) int {
	from, to := cut(a), cut(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			replaced := diagonal
			if from[i] != to[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, replaced)
		}
	}
	return row[len(to)]
}

func cut(word string) []rune {
	// No character is shorter than a byte or longer than four.
	runes := []rune(word[:min(len(word), 4*longest)])
	return runes[:min(len(runes), longest)]
}
