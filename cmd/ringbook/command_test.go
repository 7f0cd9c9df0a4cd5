package main

import (
	"strings"
	"testing"
	"time"
)

// said is what one command that ends by itself did.
type said struct {
	code      int
	out, errs string
}

// says runs the program to its end.
func says(t *testing.T, env []string, stdin string, args ...string) said {
	t.Helper()
	p := runIn(t, env, stdin, args...)
	code, out := p.ends(30 * time.Second)
	return said{code: code, out: out, errs: p.errs.String()}
}

func (s said) want(t *testing.T, code int) said {
	t.Helper()
	if s.code != code {
		t.Errorf("the exit code is %d, want %d\n%s%s", s.code, code, s.out, s.errs)
	}
	return s
}

// shows wants pieces in a text; hides wants none of them.
func shows(t *testing.T, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if !strings.Contains(text, piece) {
			t.Errorf("this does not say %q:\n%s", piece, text)
		}
	}
}

func hides(t *testing.T, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if strings.Contains(text, piece) {
			t.Errorf("this says %q:\n%s", piece, text)
		}
	}
}
