package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/mattn/go-isatty"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// terminal is what a command talks to. What was asked for goes to out, where
// a program may read it; everything said beside it goes to errs.
type terminal struct {
	in        io.Reader
	out, errs io.Writer
	// live: out is a screen, where a line may be written over.
	live bool
	// colour: out is a screen, and nobody asked for plain text.
	colour bool
	// width is how many characters fit into a line of out; 0 where out is no
	// screen or nobody knows, and then no line is broken.
	width int
	// asks: a person is there to be asked something.
	asks bool
}

func newTerminal() *terminal {
	live := isTerminal(os.Stdout) && os.Getenv("TERM") != "dumb"
	width := 0
	if live {
		width = screenWidth(os.Stdout)
	}
	return &terminal{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr,
		live: live, colour: live && os.Getenv("NO_COLOR") == "", width: width,
		asks: isTerminal(os.Stdin) && isTerminal(os.Stderr),
	}
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }

// style is how text looks on a screen: a code of ECMA-48's SGR.
type style string

const (
	normal style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
)

func (t *terminal) paint(s style, text string) string {
	if !t.colour || s == normal || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (t *terminal) printf(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

// remark says something beside what was asked for.
func (t *terminal) remark(format string, args ...any) { fmt.Fprintf(t.errs, format+"\n", args...) }

// printJSON prints one line of JSON; of a message of the API as the API has it.
func (t *terminal) printJSON(value any) error {
	encode := json.NewEncoder(t.out)
	encode.SetEscapeHTML(false)
	if m, ok := value.(proto.Message); ok {
		text, err := protojson.Marshal(m)
		if err != nil {
			return err
		}
		value = json.RawMessage(text) // which the encoder writes without the blanks that protojson varies
	}
	return encode.Encode(value)
}

// confirm asks for a "yes". Where nobody can be asked it is an error that
// names the flag which answers beforehand.
func (t *terminal) confirm(question string) error {
	if !t.asks {
		return usage("%s Nobody can be asked here; repeat with --yes if that is wanted", question)
	}
	fmt.Fprintf(t.errs, "%s [y/N] ", question)
	answer, _ := bufio.NewReader(t.in).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	t.remark("Nothing was changed.")
	return errTold
}

// plain takes out of a text what a screen would obey rather than show: it may
// come from people's records. Line breaks stay.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// oneLine is plain on one line, cut at a length in characters.
func oneLine(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(plain(text)), " "))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}
