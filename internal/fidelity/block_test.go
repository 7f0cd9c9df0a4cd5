package fidelity

import (
	"fmt"
	"regexp"
	"strings"
)

// A block is what a doc comment says of one behaviour. With the id alone it
// refers to the block of that id that defines it.
type block struct {
	id        string
	behaviour string
	source    string
	doubtful  string // "yes" or empty
	setting   string
	settle    string
}

func (b block) defines() bool { return b.behaviour != "" }

func (b block) isDoubtful() bool { return b.doubtful == "yes" }

// settings are the JSON names of the settings that switch the behaviour.
func (b block) settings() []string {
	if b.setting == "" || b.setting == "-" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(b.setting, " ", ""), ",")
}

// field is where the value of a key goes; nil for what is no key.
func (b *block) field(key string) *string {
	switch key {
	case "Fidelity":
		return &b.id
	case "Behaviour":
		return &b.behaviour
	case "Source":
		return &b.source
	case "Doubtful":
		return &b.doubtful
	case "Setting":
		return &b.setting
	case "Settle":
		return &b.settle
	}
	return nil
}

// blocksIn reads the blocks at the end of a doc comment.
func blocksIn(comment string) ([]block, error) {
	var all []block
	var open *string // the value that an indented line continues
	for line := range strings.Lines(comment) {
		key, value, isKey := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		switch {
		case key == "Fidelity" && isKey:
			all = append(all, block{})
		case len(all) == 0 || strings.TrimSpace(line) == "":
			continue
		case line[0] == ' ' || line[0] == '\t':
			*open += " " + strings.TrimSpace(line)
			continue
		}
		last := &all[len(all)-1]
		if open = last.field(key); open == nil || !isKey {
			return nil, fmt.Errorf("%s: %q is no line of a block", last.id, line)
		}
		if *open != "" {
			return nil, fmt.Errorf("%s: %s stands there twice", last.id, key)
		}
		*open = strings.TrimSpace(value)
	}
	return all, nil
}

// kebab is the form of an id.
var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// faults are what is wrong with a block by itself.
func (b block) faults() []string {
	var all []string
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, b.id+": "+fmt.Sprintf(format, args...))
		}
	}
	fault(!kebab.MatchString(b.id), "the id is not kebab-case")
	if !b.defines() {
		fault(b != block{id: b.id}, "says something, but no Behaviour")
		return all
	}
	fault(b.source == "", "has no Source")
	fault(b.doubtful != "" && b.doubtful != "yes", "Doubtful is %q; it is yes, or left out", b.doubtful)
	fault(b.isDoubtful() && b.settle == "", "is doubtful, and nothing says how to settle it")
	fault(!b.isDoubtful() && (b.settle != "" || b.setting != ""), "is certain, and yet has a Settle or a Setting")
	return all
}
