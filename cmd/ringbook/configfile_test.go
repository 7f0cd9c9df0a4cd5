package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestTheExampleFileIsComplete: it parses as it stands and with every line
// uncommented, and then names each setting of serve once, with its variable.
func TestTheExampleFileIsComplete(t *testing.T) {
	const example = "../../config/ringbook.example.yaml"
	app := newParser(&commands{}).Model.Node
	known := fileSettings(app)
	if len(known) < 9 {
		t.Fatalf("serve has the settings %v", known)
	}
	asIs, err := readSettings(example, known)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(t.TempDir(), "whole.yaml")
	write(t, whole, regexp.MustCompile(`(?m)^# ([a-z-]+: \S+)$`).ReplaceAllString(string(text), "$1"))
	all, err := readSettings(whole, known)
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range serveFlags(app) {
		if _, there := all[flag.Name]; !there {
			t.Errorf("the example does not have %s", flag.Name)
		}
		if value, said := asIs[flag.Name]; said && flag.Name != "data" && value != orFalse(flag.Default) {
			t.Errorf("%s: %s in the example, the default is %s", flag.Name, value, flag.Default)
		}
		shows(t, string(text), flag.Envs...)
	}
	shows(t, string(text), adminKeyEnv, sealingKeysEnv)

	// What the file says is what serve then has.
	var c commands
	parsed, err := newParser(&c).Parse([]string{"serve", "--config", whole})
	if err != nil || parsed.Command() != "serve" {
		t.Fatal(err)
	}
	if c.Serve.PublicURL != all["public-url"] || c.Serve.ZohoClientSecret != all["zoho-client-secret"] || c.Serve.KeyFile != all["key-file"] || c.Serve.JSON {
		t.Errorf("serve has %+v of %v", c.Serve, all)
	}
	if _, err := c.Serve.appConfig(nil); err != nil {
		t.Error(err)
	}
}

func orFalse(text string) string {
	if text == "" {
		return "false"
	}
	return text
}

func TestWrongFiles(t *testing.T) {
	known := []string{"listen", "public-url", "zoho-client-id", "zoho-client-secret"}
	for text, pieces := range map[string][]string{
		"listen: x\npublic_url: y\n":  {"line 2", `"public_url"`, `the nearest is "public-url"`},
		"zoho-client-secrt: y\n":      {"line 1", `the nearest is "zoho-client-secret"`},
		"listen: [a, b]\n":            {"line 1", "listen takes one value"},
		"listen: a\nlisten: b\n":      {"line 2", "listen is set twice"},
		"just words\n":                {"setting: value", "line 1"},
		"- listen\n":                  {"setting: value", "line 1"},
		"admin-key: x\n":              {"line 1", "environment alone", adminKeyEnv},
		"sealing-keys: [x]\n":         {"line 1", "environment alone", sealingKeysEnv},
		"listen: \"unfinished\nx: y:": {"setting: value"},
	} {
		file := filepath.Join(t.TempDir(), "x.yaml")
		write(t, file, text)
		read, err := readSettings(file, known)
		if err == nil {
			t.Errorf("%q is read as %v", text, read)
			continue
		}
		shows(t, err.Error(), append(pieces, "--config", file)...)
		hides(t, err.Error(), "yaml.Node", "!!")
	}
	file := filepath.Join(t.TempDir(), "x.yaml")
	write(t, file, "# nothing\nlisten:\nzoho-client-id: 0123\n")
	read, err := readSettings(file, known)
	if err != nil || len(read) != 1 || read["zoho-client-id"] != "0123" {
		t.Errorf("%v, %v: a number is text as it is written, and an empty value none", read, err)
	}
	shows(t, says(t, nil, "", "serve", "--config", "/nowhere.yaml").want(t, 2).errs, "--config", "/nowhere.yaml")
}

func TestNearest(t *testing.T) {
	names := []string{"listen", "data", "json"}
	for typed, want := range map[string]string{"listne": "listen", "dta": "data", "jsn": "json", "datas": "data"} {
		if got := nearest(typed, names); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
	if !slices.Equal(names, []string{"listen", "data", "json"}) {
		t.Error("the names were changed")
	}
}
