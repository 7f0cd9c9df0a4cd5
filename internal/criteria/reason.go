package criteria

import (
	"strings"
	"unicode/utf8"
)

// reason is the text after because: words and facts in turn.
type reason []segment

// segment is words, or the name of a fact.
type segment struct {
	words string
	fact  fact
}

// readReason reads the placeholders of a reason as typed.
func readReason(typed piece, facts []fact) (reason, *slip) {
	var out reason
	rest, at := typed.text, typed.at
	for rest != "" {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			return append(out, segment{words: unescaped(rest)}), nil
		}
		at += utf8.RuneCountInString(rest[:open])
		name, after, closed := strings.Cut(rest[open+1:], "}")
		if rest[open] == '}' || !closed {
			return nil, &slip{at: at, text: "every { needs its }; in braces stands the name of a fact"}
		}
		f, wrong := placeholder(name, at, facts)
		if wrong != nil {
			return nil, wrong
		}
		out = append(out, segment{words: unescaped(rest[:open])}, segment{fact: f})
		at += utf8.RuneCountInString(name) + len("{}")
		rest = after
	}
	return out, nil
}

func placeholder(name string, at int, facts []fact) (fact, *slip) {
	f, known := find(facts, strings.TrimSpace(name))
	switch {
	case !known:
		return f, &slip{at: at, text: "there is no fact {" + clip(name, longestNamed) + "}", nearest: nearest(name, names(facts))}
	case f.private:
		return f, &slip{at: at, text: "{" + f.name + "} is not quoted in a reason, which people read outside of the conversation", nearest: "{summary}"}
	}
	return f, nil
}

// longestNamed is how much of a wrong name is repeated, in bytes.
const longestNamed = 60

func names(facts []fact) []string {
	out := make([]string, len(facts))
	for i, f := range facts {
		out[i] = f.name
	}
	return out
}

// tell gives the reason with the facts filled in.
func (r reason) tell(of Facts) string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.words)
		if s.fact.value != nil {
			b.WriteString(s.fact.quote(of))
		}
	}
	return strings.TrimSpace(b.String())
}
