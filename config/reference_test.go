package config

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/attributes.md anew")

const referencePage = "../docs/attributes.md"

func TestReferenceIsFresh(t *testing.T) {
	want := Reference()
	if *update {
		if err := os.WriteFile(referencePage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(referencePage)
	if err != nil || string(have) != want {
		t.Errorf("docs/attributes.md is not what the catalogue gives (%v); run: go test ./config -run Reference -update", err)
	}
}

// What waits is in the catalogue, under the name it has there.
func TestReferenceNamesWhatWaits(t *testing.T) {
	known := map[string]bool{}
	for _, a := range Attributes() {
		known[a.IDN] = true
	}
	for _, w := range waiting {
		if !known[w[0]] || !strings.Contains(Reference(), "\n- `"+w[0]+"`") {
			t.Errorf("%s", w[0])
		}
	}
}

// A bar or a line break in a text would break the tables.
func TestReferenceTablesAreWhole(t *testing.T) {
	rows := 0
	for line := range strings.Lines(Reference()) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		rows++
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if bars != 7 || !strings.HasSuffix(line, " |\n") {
			t.Errorf("%d bars in %q", bars, line)
		}
	}
	if want := len(Attributes()); rows != want {
		t.Errorf("%d rows for %d attributes", rows, want)
	}
}

func TestEveryJSONThatIsTypedHasItsShapeExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, s := range Shapes() {
		explained[s.Name] = true
		if len(s.Rules) == 0 || !json.Valid(s.Example) || !json.Valid([]byte(s.exampleText())) {
			t.Errorf("%s: %v, %s", s.Name, s.Rules, s.exampleText())
		}
	}
	for _, a := range Attributes() {
		typed := a.ValueType == JSON && !a.IsReadOnly
		if typed && !explained[a.Shape] {
			t.Errorf("%s: nothing tells how to write a %s", a.IDN, a.Shape)
		}
		if typed {
			delete(explained, a.Shape)
		}
	}
	if len(explained) > 0 {
		t.Errorf("no attribute has the shapes %v", explained)
	}
}
