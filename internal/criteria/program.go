package criteria

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
)

// The bounds of criteria, in characters and rules.
const (
	longestText = 20_000
	longestRule = 2_000
	mostRules   = 100
)

// byteOrderMark begins the text files of some editors, and is nothing that
// anybody typed.
const byteOrderMark = "\ufeff"

// Program is compiled criteria. It never changes and may be used by several
// goroutines.
type Program struct {
	rules []rule
	prose string
	facts []fact
}

type rule struct {
	line int
	// typed is the condition as people read it.
	typed     string
	condition cel.Program
	stage     string // empty for keep
	because   reason
}

// Prose is the text of all lines that are no rules, for a judge that reads
// prose; empty where there is none.
func (p *Program) Prose() string { return p.prose }

// Rules is the number of rules.
func (p *Program) Rules() int { return len(p.rules) }

// Compile reads criteria for a pipeline with the given stages, by the names
// that people see. A stage may be written in any case; decisions name it as the
// pipeline does. The error is [Problems].
func Compile(text string, stages []string) (*Program, error) {
	if n := utf8.RuneCountInString(text); n > longestText {
		return nil, Problems{{Line: 1, Column: 1, Text: fmt.Sprintf("the criteria have %d characters; %d is the most", n, longestText)}}
	}
	facts := declared()
	speech, err := newLanguage(facts)
	if err != nil {
		return nil, err
	}
	c := compiler{language: speech, stages: stages, out: &Program{facts: facts}}
	var prose []string
	text = strings.TrimPrefix(text, byteOrderMark)
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		c.line = i + 1
		if runes := []rune(line); !c.rule(runes) && strings.TrimSpace(line) != "" {
			prose = append(prose, strings.TrimSpace(line))
		}
	}
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, c.problems
	}
	c.out.prose = strings.Join(prose, "\n")
	return c.out, nil
}

// compiler goes through criteria line by line and collects what is wrong.
type compiler struct {
	language
	stages   []string
	line     int
	problems Problems
	out      *Program
}

func (c *compiler) wrong(s slip) {
	c.problems = append(c.problems, Problem{Line: c.line, Column: s.at + 1, Text: s.text, Nearest: s.nearest})
}

// rule compiles a line, unless it is prose.
func (c *compiler) rule(line []rune) (isRule bool) {
	from, isRule := afterMark(line)
	if !isRule {
		return false
	}
	switch {
	case len(line) > longestRule:
		c.wrong(slip{at: from, text: fmt.Sprintf("a rule has at most %d characters", longestRule)})
		return true
	case len(c.out.rules) == mostRules:
		c.wrong(slip{at: from, text: fmt.Sprintf("there are at most %d rules", mostRules)})
		return true
	}
	parts, slipped := takeApart(line, from)
	if slipped != nil {
		c.wrong(*slipped)
		return true
	}
	r := rule{line: c.line, typed: parts.condition.text}
	var slips []slip
	r.condition, slips = c.language.compile(parts.condition, c.stages)
	if !parts.keep {
		var slipped *slip
		if r.stage, slipped = c.stage(parts.stage); slipped != nil {
			slips = append(slips, *slipped)
		}
	}
	if r.because, slipped = readReason(parts.because, c.facts); slipped != nil {
		slips = append(slips, *slipped)
	}
	for _, s := range slips {
		c.wrong(s)
	}
	c.out.rules = append(c.out.rules, r)
	return true
}

// stage finds a stage as the pipeline spells it: exactly, or else in the only
// one that differs in case alone.
func (c *compiler) stage(typed piece) (string, *slip) {
	name := strings.TrimSpace(unescaped(typed.text))
	if slices.Contains(c.stages, name) {
		return name, nil
	}
	var alike []string
	for _, s := range c.stages {
		if strings.EqualFold(s, name) {
			alike = append(alike, s)
		}
	}
	if len(alike) == 1 {
		return alike[0], nil
	}
	s := &slip{at: typed.at, text: fmt.Sprintf("there is no stage %q in the pipeline", clip(name, longestNamed))}
	switch s.nearest = nearest(name, c.stages); {
	case len(alike) > 1:
		s.text = fmt.Sprintf("several stages differ from %q in case only", clip(name, longestNamed))
	case s.nearest == "" && len(c.stages) == 0:
		s.text += ", whose stages are not known"
	case s.nearest == "":
		s.text += "; its stages are " + strings.Join(c.stages, ", ")
	}
	return "", s
}
