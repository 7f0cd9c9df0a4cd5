package importtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const ours = "github.com/ringbook/ringbook"

func TestHouse(t *testing.T) {
	sources, err := load(filepath.Join("..", ".."), ours)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(sources, func(s source) bool { return s.path == ours+"/internal/importtest" }) {
		t.Fatalf("the packages of the module were not found; found %d others", len(sources))
	}
	for _, broken := range check(ours, house, borders, sources) {
		t.Error(broken)
	}
}

func TestEveryLineOfTheTableIsSoundAndReasoned(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range house {
		if seen[r.path] {
			t.Errorf("%s is listed twice", r.path)
		}
		seen[r.path] = true
		if r.reason == "" {
			t.Errorf("%s is listed without a reason", r.path)
		}
		if r.floor != edge && r.may != nil {
			t.Errorf("%s stands on a floor, so it has no list of its own", r.path)
		}
	}
	for _, r := range house {
		for _, name := range r.may {
			if name != subjects && !seen[name] {
				t.Errorf("%s may import %s, which is no room", r.path, name)
			}
		}
	}
	for _, b := range borders {
		if b.reason == "" {
			t.Errorf("the border %s has no reason", b.path)
		}
		for _, name := range b.only {
			if name != edges && !seen[name] {
				t.Errorf("the border %s names %s, which is no room", b.path, name)
			}
		}
	}
}

// imports makes up a package of the module and what it imports; a path that is
// a room of ours is given as in the table.
func imports(path string, imported ...string) source {
	s := source{path: ours + "/" + path}
	for _, p := range imported {
		if _, ok := find(house, p); ok || strings.HasPrefix(p, "internal/") {
			p = ours + "/" + p
		}
		s.imports = append(s.imports, p)
	}
	return s
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		source source
		broken string // a part of the only complaint; empty where there is none
	}{
		{"lower floor", imports("internal/booking", "internal/slot", "internal/contact", "time"), ""},
		{"same floor", imports("internal/contact", "internal/calendar"), "floor 3, not below floor 3"},
		{"higher floor", imports("internal/slot", "internal/booking"), "floor 4, not below floor 0"},
		{"subject imports edge", imports("internal/booking", "internal/store/sqlite"), "a subject imports no edge"},
		{"subject imports generated code", imports("internal/booking", "gen/ringbook/v1"), "a subject imports no edge"},
		{"subject imports HTTP", imports("internal/connection", "net/http"), "knows no HTTP"},
		{"subject imports SQL", imports("internal/booking", "database/sql"), "SQL stays"},
		{"generated code in rpc", imports("internal/rpc", "gen/ringbook/v1/ringbookv1connect", "connectrpc.com/connect"), ""},
		{"generated code in callback", imports("internal/callback", "gen/ringbook/v1"), "what its line names"},
		{"generated code in app", imports("internal/app", "gen/ringbook/v1"), "what its line names"},
		{"generated code imports its own", imports("gen/ringbook/v1/ringbookv1connect", "gen/ringbook/v1"), ""},
		{"generated code imports a subject", imports("gen/ringbook/v1", "internal/slot"), "what its line names"},
		{"zoho in crm", imports("internal/crm", "internal/zoho", "internal/contact"), ""},
		{"part of zoho in crm", imports("internal/crm", "internal/zoho/oauth"), ""},
		{"zoho in app", imports("internal/app", "internal/zoho"), "what its line names"},
		{"zoho in rpc", imports("internal/rpc", "internal/zoho"), "what its line names"},
		{"zoho imports ours", imports("internal/zoho", "internal/fault"), "what its line names"},
		{"part of zoho imports zoho", imports("internal/zoho/oauth", "internal/zoho"), ""},
		{"simulator imports client", imports("internal/zohosim", "internal/zoho"), "what its line names"},
		{"simulator imports ours", imports("internal/zohosim", "internal/fault"), "what its line names"},
		{"the simulator's parts", imports("internal/zohosim", "internal/zohosim/coql", "internal/zohosim/record"), ""},
		{"a part of the simulator imports another", imports("internal/zohosim/coql", "internal/zohosim/record"), "what its line names"},
		{"a part of the simulator imports the whole", imports("internal/zohosim/notify", "internal/zohosim"), "what its line names"},
		{"a new part of the simulator", imports("internal/zohosim/helpers"), "no line in the table"},
		{"app imports simulator", imports("internal/app", "internal/zohosim"), "what its line names"},
		{"command imports simulator", imports("cmd/ringbook", "internal/zohosim", "internal/app", "config", "internal/slot"), ""},
		{"simulator's command imports the app", imports("cmd/zohosim", "internal/app"), "what its line names"},
		{"expressions in a subject of their own", imports("internal/criteria", "cel.dev/cel-go/cel"), ""},
		{"expressions elsewhere", imports("internal/aftercall", "cel.dev/cel-go/cel"), "bounded in one place"},
		{"wire form in a subject", imports("internal/booking", "google.golang.org/protobuf/proto"), "no wire form"},
		{"command imports a subject", imports("cmd/ringbook", "internal/booking"), "what its line names"},
		{"config imports ours", imports("config", "internal/fault"), "floor 0, not below floor 0"},
		{"attribute imports config", imports("internal/attribute", "config"), ""},
		{"voice imports a subject", imports("internal/voice/vapi", "internal/booking"), "what its line names"},
		{"voice imports another platform", imports("internal/voice/vapi", "internal/voice/retell"), "what its line names"},
		{"driver in its store", imports("internal/store/postgres", "github.com/jackc/pgx/v5/pgxpool", "internal/booking"), ""},
		{"driver in app", imports("internal/app", "github.com/jackc/pgx/v5"), "belongs to its store"},
		{"driver in the other store", imports("internal/store/sqlite", "github.com/jackc/pgx/v5"), "belongs to its store"},
		{"module of a similar name", imports("internal/app", "modernc.org/sqlite2"), ""},
		{"new package", imports("internal/helpers"), "give it one in internal/importtest/house_test.go"},
		{"import of a new package", imports("internal/app", "internal/helpers"), "no line in the table"},
		{"a room is not a tree", imports("internal/booking/rules"), "no line in the table"},
		{"package at the root", source{path: ours}, "no line in the table"},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := check(ours, house, borders, []source{c.source})
			switch {
			case c.broken == "" && len(broken) > 0:
				t.Errorf("complains without need: %q", broken)
			case c.broken != "" && (len(broken) != 1 || !strings.Contains(broken[0], c.broken)):
				t.Errorf("got %q, want one complaint with %q", broken, c.broken)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	root := t.TempDir()
	for file, text := range map[string]string{
		"go.mod":                 "module example.com/m\n",
		"a/a.go":                 "package a\nimport \"fmt\"\nvar _ = fmt.Sprint\n",
		"a/a_plan9.go":           "//go:build plan9\n\npackage a\nimport _ \"example.com/m/b\"\n",
		"a/a_test.go":            "package a\nimport _ \"testing\"\n",
		"b/b.go":                 "package b\n",
		"a/testdata/x.go":        "package x\nimport _ \"os\"\n",
		".hidden/x.go":           "package x\nimport _ \"os\"\n",
		"tools/buf/go.mod":       "module example.com/tools\n",
		"tools/buf/sub/x.go":     "package x\nimport _ \"os\"\n",
		"onlytests/only_test.go": "package onlytests\nimport _ \"os\"\n",
		"onlytests/README.md":    "not Go\n",
	} {
		path := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := load(root, "example.com/m")
	if err != nil {
		t.Fatal(err)
	}
	want := []source{
		{path: "example.com/m/a", imports: []string{"example.com/m/b", "fmt"}},
		{path: "example.com/m/b"},
	}
	if !slices.EqualFunc(got, want, func(a, b source) bool { return a.path == b.path && slices.Equal(a.imports, b.imports) }) {
		t.Errorf("got %v, want %v", got, want)
	}
}
