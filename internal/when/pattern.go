package when

import (
	"fmt"
	"strings"
)

// A symbol of a pattern is a folded word, or a slot such as {clock}, which
// stands for one of many phrases.
type symbol struct {
	word string
	slot string
}

// A rule says what it means that its symbols are said one after another.
type rule struct {
	symbols []symbol
	steps   []step
}

// step is one part of a meaning: "day 1" is the verb day with the argument 1.
type step struct{ verb, argument string }

// compile reads a meaning with one of its patterns. In a pattern (a|b) may be
// said or left out, [a|b] must be said, "-" is a hyphen, and "." the end of what
// is said or a pause.
func (v *vocabulary) compile(meaning, pattern string) ([]rule, error) {
	var steps []step
	for part := range strings.SplitSeq(meaning, ";") {
		verb, argument, _ := strings.Cut(strings.TrimSpace(part), " ")
		if _, known := verbs[verb]; !known {
			return nil, fmt.Errorf("%q: there is no verb %q", meaning, verb)
		}
		steps = append(steps, step{verb, argument})
	}
	texts, err := expand(pattern)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", pattern, err)
	}
	var rules []rule
	for _, text := range texts {
		symbols, err := v.symbols(text)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", pattern, err)
		}
		if len(symbols) > 0 {
			rules = append(rules, rule{symbols, steps})
		}
	}
	return rules, nil
}

func (v *vocabulary) symbols(text string) ([]symbol, error) {
	var all []symbol
	for field := range strings.FieldsSeq(text) {
		if slot, is := strings.CutPrefix(field, "{"); is {
			slot = strings.TrimSuffix(slot, "}")
			if _, known := slots[slot]; !known {
				return nil, fmt.Errorf("there is no slot {%s}", slot)
			}
			all = append(all, symbol{slot: slot})
			continue
		}
		all = append(all, symbol{word: v.fold(field)})
	}
	return all, nil
}

// expand writes out the choices of a pattern, the longer ones first.
func expand(pattern string) ([]string, error) {
	open := strings.IndexAny(pattern, "([")
	if open < 0 {
		return []string{pattern}, nil
	}
	closing := map[byte]string{'(': ")", '[': "]"}[pattern[open]]
	length := strings.Index(pattern[open:], closing)
	if length < 0 {
		return nil, fmt.Errorf("%s is missing", closing)
	}
	choices := strings.Split(pattern[open+1:open+length], "|")
	if closing == ")" {
		choices = append(choices, "")
	}
	rest, err := expand(pattern[open+length+1:])
	if err != nil {
		return nil, err
	}
	var all []string
	for _, choice := range choices {
		for _, r := range rest {
			all = append(all, pattern[:open]+" "+choice+" "+r)
		}
	}
	return all, nil
}
