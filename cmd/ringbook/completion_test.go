package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCandidates(t *testing.T) {
	app := newParser(&commands{}).Model
	for line, want := range map[string]string{
		"attr":                                    "attributes",
		"attributes p":                            "publish",
		"attributes set zoho_dur":                 "zoho_duration=",
		"attributes set zoho_duration=":           "",
		"attributes set zoho_enable_booking=":     "zoho_enable_booking=True zoho_enable_booking=False",
		"attributes set zoho_environment=s":       "zoho_environment=sandbox",
		"attributes set zoho_user":                "", // filled on publish, never typed
		"attributes unset zoho_duration zoho_reg": "zoho_region",
		"attributes publish --note zoho_dur":      "",
		"keys create ":                            "agent builder admin",
		"keys --server x create b":                "builder",
		"connect ":                                "start status disconnect",
		"connect --c":                             "--code",
		"connect --no":                            "--no-wait",
		"serve --log-format ":                     "auto text json",
		"serve --log-format=j":                    "--log-format=json",
		"serve --data=":                           "",
		"attributes set --note=zoho_dur":          "",
		"serve --data ":                           "", // the shell knows files
		"completion f":                            "fish",
		"nonsense a":                              "attributes",
		"__":                                      "",
	} {
		got := strings.Fields(complete(app, strings.Split(line, " ")))
		if strings.Join(got, " ") != want {
			t.Errorf("%q completes to %q, want %q", line, got, want)
		}
	}
	if got := complete(app, nil); got != "" {
		t.Errorf("no word completes to %q", got)
	}
}

// TestScriptsParse with the shells that are there; bash is everywhere where
// these tests are.
func TestScriptsParse(t *testing.T) {
	for shell, check := range map[string][]string{"bash": {"-n"}, "zsh": {"-f", "-n"}, "fish": {"--no-execute"}} {
		t.Run(shell, func(t *testing.T) {
			script := says(t, nil, "", "completion", shell).want(t, 0).out
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed, its script goes unchecked", shell)
			}
			file := filepath.Join(t.TempDir(), "completion")
			write(t, file, script)
			if out, err := exec.Command(path, append(check, file)...).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// TestBashCompletes plays what bash does at a press of the tab key, which takes
// words apart at "=".
func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	const play = `source <(ringbook completion bash)
compopt() { :; }
COMP_LINE=$1; COMP_POINT=${#1}; _ringbook; printf '%s\n' "${COMPREPLY[*]}"`
	for line, want := range map[string]string{
		"ringbook attributes dis":                                 "discard",
		"ringbook attributes set zoho_dur":                        "zoho_duration=",
		"ringbook attributes set zoho_enable_booking=":            "True False",
		"ringbook attributes set zoho_duration=30 zoho_language=": "en es de",
		"ringbook keys create ":                                   "agent builder admin",
		"ringbook serve --log-format=":                            "auto text json",
	} {
		cmd := exec.Command(bash, "-c", play, "bash", line)
		cmd.Env = []string{"PATH=" + filepath.Dir(program) + ":/usr/bin:/bin"}
		out, err := cmd.CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("%q completes to %q (%v), want %q", line, out, err, want)
		}
	}
}
