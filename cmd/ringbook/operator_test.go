package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAnOperatorsDay makes projects and keys, and takes them away again.
func TestAnOperatorsDay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d = d.as(d.ready.AdminKey)
	made := d.does("projects", "create", "Acme Dental", "--time-zone", "Europe/Berlin")
	id := strings.TrimSpace(made.out)
	if !strings.HasPrefix(id, "acme-dental-") {
		t.Fatalf("the project is %q", id)
	}
	shows(t, made.errs, "ringbook keys create builder --project "+id)
	shows(t, d.does("projects", "list").out, "Harbor Dental  America/New_York  on ", id+"    Acme Dental    Europe/Berlin     on ")
	shows(t, d.does("projects", "update", id, "--crm", "off", "--name", "Acme").out, id+"  Acme  Europe/Berlin  CRM  off\n")
	shows(t, d.does("projects", "update", id, "--name", "Acme & Sons").out, "Acme & Sons", "CRM  off\n")

	key := d.does("keys", "create", "builder", "--project", id)
	builder := strings.TrimSpace(key.out)
	if !strings.HasPrefix(builder, "rk_builder_") || strings.Count(key.out, "\n") != 1 {
		t.Errorf("the key is printed as %q", key.out)
	}
	keyID := key.errs[strings.Index(key.errs, "key_"):][:16]
	if admin := d.as(d.ready.AdminKey, "RINGBOOK_PROJECT="+id).does("keys", "create", "admin").out; !strings.HasPrefix(admin, "rk_admin_") {
		t.Errorf("the administrator's key is %q", admin)
	}
	listed := d.does("keys", "list", "--project", id).out
	shows(t, listed, keyID+"  builder  "+id)
	hides(t, listed, builder)

	d.as(builder).does("attributes", "set", "zoho_duration=20")
	switched := d.as(builder).says("doctor").want(t, 1)
	shows(t, switched.out, "failed   switch ", "-> ")
	d.as(d.ready.AdminKey, "RINGBOOK_PROJECT="+id).does("attributes", "diff")
	shows(t, d.does("keys", "revoke", keyID).out, keyID+" is revoked since ")
	d.as(builder).fails(1, []string{"revoked"}, "attributes", "list")
	d.fails(1, []string{"no key of this id"}, "keys", "revoke", "key_nowhere")
	d.fails(1, []string{"time zone", "Europe/Berlin"}, "projects", "create", "X", "--time-zone", "Berlin")
	for _, args := range [][]string{{"projects", "list"}, {"keys", "list"}, {"keys", "create", "agent", "--project", id}, {"projects", "update", id, "--crm", "on"}, {"projects", "create", "Y", "--time-zone", "UTC"}} {
		if s := d.does(append(args, "--json")...); len(lines(t, s.out)) != 1 || s.errs != "" {
			t.Errorf("%v prints %q and %q", args, s.out, s.errs)
		}
	}
}

// TestRotate seals anew under a new key, beside a running server that goes on
// and after which the older key can go.
func TestRotate(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json", "--data", data)
	d := desk{t: t, ready: p.ready()}
	d = d.as(d.ready.BuilderKey)
	d.does("attributes", "set", "vapi_secret=a-secret-that-stays")
	d.does("attributes", "publish")

	file := filepath.Join(data, "sealing.key")
	before := keysIn(t, file)
	rotated := says(t, nil, "", "secrets", "rotate", "--data", data).want(t, 0)
	shows(t, rotated.out, "was added to "+file, " sealed anew.\n")
	hides(t, rotated.out, "\n0 values")
	shows(t, rotated.errs, "backup")
	after := keysIn(t, file)
	if len(before) != 1 || len(after) != 2 || after[1] != before[0] {
		t.Errorf("the keys were %d and are %d", len(before), len(after))
	}
	for _, key := range after {
		hides(t, rotated.out+rotated.errs, key)
	}
	shows(t, d.does("doctor").out, "ok       token ", " 0 failed, ")
	shows(t, says(t, nil, "", "secrets", "rotate", "--data", data, "--reseal-only").want(t, 0).out, "0 values were sealed anew.\n")
	p.stops(syscall.SIGTERM)

	// Without the new key it must not be claimed that all is well.
	write(t, file, before[0]+"\n")
	lost := says(t, nil, "", "secrets", "rotate", "--data", data, "--reseal-only").want(t, 1)
	shows(t, lost.errs, "vapi_secret of project "+d.ready.Project, "put the key that is missing back")
	hides(t, lost.errs, "a-secret-that-stays", "internal: ")

	write(t, file, after[0]+"\n") // the older key is gone, and nothing needs it
	shows(t, says(t, nil, "", "secrets", "rotate", "--data", data, "--reseal-only").want(t, 0).out, "0 values were sealed anew.\n")
	again := run(t, "serve", "--listen", "127.0.0.1:0", "--json", "--data", data)
	d.ready.URL = again.readyLine()["url"]
	d = d.as(d.ready.BuilderKey)
	shows(t, d.does("connect", "status").out, "state         connected\n")
	d.does("attributes", "set", "vapi_secret=another")
	again.stops(syscall.SIGTERM)
	hides(t, again.errs.String(), "not configured")

	s := says(t, nil, "", "secrets", "rotate", "--data", t.TempDir()).want(t, 1)
	shows(t, s.errs, "there is no database")
}

// keysIn returns the lines of a key file that are keys.
func keysIn(t *testing.T, path string) (keys []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			keys = append(keys, line)
		}
	}
	return keys
}

// TestReadValues: from the line, a file and standard input.
func TestReadValues(t *testing.T) {
	file := filepath.Join(t.TempDir(), "value")
	write(t, file, "two\nlines\r\n")
	values, typed, err := readValues([]string{"a=1=2", "b=@" + file, "c=-", "d=", "e=@@x"}, strings.NewReader(" read \n"))
	if err != nil {
		t.Fatal(err)
	}
	for idn, want := range map[string]string{"a": "1=2", "b": "two\nlines", "c": " read ", "d": "", "e": "@x"} {
		if values[idn] != want || typed[idn] != strings.Contains("ade", idn) {
			t.Errorf("%s is %q, typed %t", idn, values[idn], typed[idn])
		}
	}
	for _, pair := range []string{"a=-", "a=@" + os.DevNull} {
		if _, _, err := readValues([]string{pair}, strings.NewReader(" \n")); err == nil || !strings.Contains(err.Error(), "unset a") {
			t.Errorf("%s of nothing gives %v", pair, err)
		}
	}
	if _, _, err := readValues([]string{"a=-"}, strings.NewReader(strings.Repeat("x", longestRead+1))); err == nil {
		t.Error("any length is read")
	}
}
