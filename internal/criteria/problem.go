package criteria

import (
	"fmt"
	"strings"
)

// Problem is something in criteria that cannot be used.
type Problem struct {
	// Line and Column count from 1 in the text as typed; a column is a
	// character, not a byte.
	Line, Column int
	// Text says what is wrong.
	Text string
	// Nearest is the name that was most likely meant, a stage, fact or
	// function; empty where none is near.
	Nearest string
}

func (p Problem) String() string {
	text := fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, p.Text)
	if p.Nearest != "" {
		text += "; did you mean " + p.Nearest + "?"
	}
	return text
}

// Problems are all that is wrong with criteria, in the order of the text. They
// are the error of [Compile].
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}
