package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/ringbook/ringbook/config"
)

func page(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOperatingIsComplete: every variable that a command reads, and every data
// centre, stands in the operator's page.
func TestOperatingIsComplete(t *testing.T) {
	text := page(t, "../../docs/operating.md")
	for _, center := range config.DataCenters() {
		shows(t, text, fmt.Sprintf("| `%s` | %s | %s |", center.Region, center.Location, center.AccountsHost))
	}
	shows(t, text, adminKeyEnv, sealingKeysEnv)
	for _, leaf := range newParser(&commands{}).Model.Leaves(false) {
		for _, flag := range leaf.Flags {
			shows(t, text, flag.Envs...)
		}
	}
}

// TestAllButTwoHaveJSON, as README says.
func TestAllButTwoHaveJSON(t *testing.T) {
	shows(t, page(t, "../../README.md"), "all but `demo` and `completion` have `--json`")
	for _, leaf := range newParser(&commands{}).Model.Leaves(false) {
		has := slices.ContainsFunc(leaf.Flags, func(f *kong.Flag) bool { return f.Name == "json" })
		if without := leaf.Name == "demo" || leaf.Name == "completion"; has == without {
			t.Errorf("%s has --json: %t", leaf.FullPath(), has)
		}
	}
}

// TestTheREADMEsCommandsExist: what the pages show can be typed. Only the
// command line is checked, nothing runs.
func TestTheREADMEsCommandsExist(t *testing.T) {
	seen := 0
	for _, path := range []string{"../../README.md", "../../docs/operating.md"} {
		for line := range strings.Lines(page(t, path)) {
			command, found := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(line), "$ "), "ringbook ")
			if !strings.HasPrefix(line, "    ") || !found || strings.HasPrefix(command, "serves at") {
				continue
			}
			seen++
			if err := parses(shellWords(command)); err != nil {
				t.Errorf("%s: %q: %v", path, command, err)
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d commands were found", seen)
	}
}

func parses(words []string) error {
	parser, err := kong.New(&commands{}, kong.Name("ringbook"), kong.Vars{"version": ""})
	if err != nil {
		return err
	}
	_, err = parser.Parse(words)
	return err
}

// shellWords knows blanks, quotes, comments, and that a redirection, a pipe or
// an ampersand ends a command.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range line + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case strings.ContainsRune("<>|&#;", r):
			return words
		case r == ' ':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	return words
}
