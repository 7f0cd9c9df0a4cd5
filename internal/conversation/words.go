package conversation

import "strings"

// isCaller reports whether a role is one of the words by which platforms call the
// person on the line.
func isCaller(role string) bool {
	switch strings.ToLower(strings.TrimSpace(role)) {
	case "caller", "user", "customer", "human", "client", "contact":
		return true
	}
	return false
}

// CallerWords is what the caller said, one thing a line: from the turns or,
// where only a transcript was given, from its lines that begin with the
// caller's role and a colon.
func (r Report) CallerWords() string {
	var said []string
	for _, t := range r.Turns {
		if isCaller(t.Role) {
			said = append(said, strings.TrimSpace(t.Text))
		}
	}
	if len(r.Turns) > 0 {
		return strings.Join(said, "\n")
	}
	for line := range strings.Lines(r.Transcript) {
		if role, words, marked := strings.Cut(line, ":"); marked && isCaller(role) {
			said = append(said, strings.TrimSpace(words))
		}
	}
	return strings.Join(said, "\n")
}

// TurnsTaken is how many times somebody spoke: the turns or, where only a
// transcript was given, its lines.
func (r Report) TurnsTaken() int {
	if len(r.Turns) > 0 {
		return len(r.Turns)
	}
	n := 0
	for line := range strings.Lines(r.Transcript) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}
