package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	mondayCase = `{"name":"monday","timezone":"Europe/Berlin","working_hours":{"mon":[["09:10","12:00"]]},
		"duration_min":60,"interval_min":60,"alignment":"calcom","min_notice_min":0,
		"busy":[{"start":"2027-06-07T08:30:00Z","end":"2027-06-07T08:40:00Z","status":"tentative"}],
		"range":{"start":"2027-06-07T07:00:00Z","end":"2027-06-07T11:00:00Z"},"now":"2027-06-01T00:00:00Z"}`
	twoOfUs = `{"kind":"multi","name":"two","mode":"any","duration_min":60,"interval_min":60,"alignment":"grid",
		"staff":[{"id":"zoe","timezone":"UTC","working_hours":{"mon":[["09:00","11:00"]]},"busy":[]},
		         {"id":"amy","timezone":"UTC","working_hours":{"mon":[["10:00","11:00"]]},"busy":[]}],
		"range":{"start":"2027-06-07T00:00:00Z","end":"2027-06-08T00:00:00Z"},"now":"2027-06-01T00:00:00Z"}`
)

// slotsOf runs the command on a file, and on the same text piped in.
func slotsOf(t *testing.T, code int, text string, flags ...string) said {
	t.Helper()
	file := filepath.Join(t.TempDir(), "case.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	fromFile := says(t, nil, "", append([]string{"slots", "--case", file}, flags...)...).want(t, code)
	piped := says(t, nil, text, append([]string{"slots", "--case", "-"}, flags...)...).want(t, code)
	if fromFile.out != piped.out {
		t.Errorf("a file gives\n%sand a pipe\n%s", fromFile.out, piped.out)
	}
	return fromFile
}

func TestSlots(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		flags []string
		want  string
	}{
		"one case": {mondayCase, nil,
			`[{"name":"monday","starts":["2027-06-07T07:10:00Z"]}]`},
		"an array": {"[" + mondayCase + "]", []string{"--alignment", "grid"},
			`[{"name":"monday","starts":["2027-06-07T09:00:00Z"]}]`},
		"several staff": {twoOfUs, nil,
			`[{"name":"two","starts":["2027-06-07T09:00:00Z","2027-06-07T10:00:00Z"],` +
				`"staff":{"2027-06-07T09:00:00Z":["zoe"],"2027-06-07T10:00:00Z":["amy","zoe"]}}]`},
		"nothing free for several staff": {strings.Replace(twoOfUs, `"any"`, `"all"`, 1), []string{"--alignment", "grid"},
			`[{"name":"two","starts":["2027-06-07T10:00:00Z"],"staff":{"2027-06-07T10:00:00Z":["amy","zoe"]}}]`},
		"explained": {mondayCase, []string{"--explain"},
			`[{"name":"monday","starts":["2027-06-07T07:10:00Z"],"notOffered":[` +
				`{"start":"2027-06-07T07:00:00Z","end":"2027-06-07T07:10:00Z","why":"outside hours"},` +
				`{"start":"2027-06-07T08:10:00Z","end":"2027-06-07T09:10:00Z","why":"busy","by":{"start":"2027-06-07T08:30:00Z","end":"2027-06-07T08:40:00Z"}},` +
				`{"start":"2027-06-07T10:00:00Z","end":"2027-06-07T11:00:00Z","why":"outside hours"}]}]`},
		"no case at all": {"[]", nil, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			line := slotsOf(t, 0, tt.text, append(tt.flags, "--json")...)
			if line.out != tt.want+"\n" {
				t.Errorf("got  %swant %s", line.out, tt.want)
			}
			var pretty, terse any
			if json.Unmarshal([]byte(slotsOf(t, 0, tt.text, tt.flags...).out), &pretty) != nil || json.Unmarshal([]byte(line.out), &terse) != nil {
				t.Error("this is no JSON")
			}
		})
	}
}

// TestSlotsOfWrongCases: what is wrong is said, and the other cases are still
// answered.
func TestSlotsOfWrongCases(t *testing.T) {
	wrong := strings.Replace(mondayCase, "Europe/Berlin", "Europe/Atlantis", 1)
	both := slotsOf(t, exitFailed, "["+wrong+","+mondayCase+"]", "--json")
	shows(t, both.errs, `case "monday"`, "Europe/Atlantis")
	shows(t, both.out, `"starts":[],"error":"`, `"starts":["2027-06-07T07:10:00Z"]}]`)
	shows(t, slotsOf(t, exitUsage, "{").errs, "case.json", "this is no case")
	shows(t, says(t, nil, "", "slots", "--case", "no-such-file").want(t, exitUsage).errs, "no-such-file")
	shows(t, says(t, nil, "", "slots").want(t, exitUsage).errs, "--case")
	shows(t, says(t, nil, "", "slots", "--case", "x", "--alignment", "calcom").want(t, exitUsage).errs, "--alignment", "grid")
}
