package attribute

import (
	"fmt"
	"slices"
	"strings"
)

// Template is a line with placeholders in braces, such as
// "{service} with {name}". The zero value renders to nothing.
type Template struct {
	text string
}

func parseTemplate(text string, placeholders []string) (Template, error) {
	for rest := text; ; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			return Template{text}, nil
		}
		end := strings.IndexByte(rest, '}')
		if rest[open] == '}' || end < 0 {
			return Template{}, fmt.Errorf("every { needs its }; placeholders are %s", braced(placeholders))
		}
		name := rest[open+1 : end]
		if !slices.Contains(placeholders, name) {
			return Template{}, fmt.Errorf("there is no placeholder {%s}; placeholders are %s", shorten(name), braced(placeholders))
		}
		rest = rest[end+1:]
	}
}

func braced(names []string) string {
	return "{" + strings.Join(names, "}, {") + "}"
}

// Render fills in the facts by placeholder name. A fact that is missing
// leaves its place empty; runs of blanks close up, and what then hangs at
// either end ("- ", ", ") is cut. A fact's own braces are left as they are.
func (t Template) Render(facts map[string]string) string {
	pairs := make([]string, 0, 2*len(facts))
	for name, fact := range facts {
		pairs = append(pairs, "{"+name+"}", fact)
	}
	filled := strings.NewReplacer(pairs...).Replace(blankMissing(t.text, facts))
	return strings.Trim(strings.Join(strings.Fields(filled), " "), " -,;:|")
}

// blankMissing removes the placeholders without a fact from the template
// itself, so that braces inside a fact are never taken for one.
func blankMissing(text string, facts map[string]string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		if _, known := facts[text[open+1:end]]; known {
			b.WriteString(text[open : end+1])
		}
		text = text[end+1:]
	}
}
