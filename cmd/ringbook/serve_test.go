package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// readyLine reads what serve --json prints when it is ready.
func (p *program) readyLine() (line map[string]string) {
	p.t.Helper()
	text, err := p.out.ReadString('\n')
	if err != nil {
		_, _ = p.ends(10 * time.Second)
		p.t.Fatalf("no ready line: %v\n%s", err, p.errs)
	}
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		p.t.Fatalf("the ready line is %q", text)
	}
	return line
}

// stops sends a signal and wants a clean end.
func (p *program) stops(signal os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
	if code, rest := p.ends(10 * time.Second); code != 0 || rest != "" {
		p.t.Errorf("it ended with %d, having printed %q\n%s", code, rest, p.errs)
	}
}

// answers wants a page that is there.
func answers(t *testing.T, url string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", url, resp.Status)
	}
}

// TestServeTwice: the first start makes key, database and administrator, and
// says so; the second finds them.
func TestServeTwice(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := run(t, "serve", "--listen", "127.0.0.1:0", "--data", data, "--json")
	line := first.readyLine()
	if len(line) != 2 || !strings.HasPrefix(line["adminKey"], "rk_admin_") {
		t.Errorf("the first ready line is %v", line)
	}
	answers(t, line["url"]+"/readyz")
	first.stops(syscall.SIGTERM)
	shows(t, first.errs.String(), `"level":"WARN"`, "COPY IT TO A SAFE PLACE", filepath.Join(data, "sealing.key"))
	hides(t, first.errs.String(), line["adminKey"])
	for name, mode := range map[string]os.FileMode{"sealing.key": 0o600, "ringbook.db": 0o600} {
		if info, err := os.Stat(filepath.Join(data, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}

	second := run(t, "serve", "--listen", "127.0.0.1:0", "--data", data, "--json")
	if line := second.readyLine(); len(line) != 1 || line["url"] == "" {
		t.Errorf("the second ready line is %v", line)
	}
	second.stops(os.Interrupt)
	hides(t, second.errs.String(), "SAFE PLACE")

	if err := os.Remove(filepath.Join(data, "sealing.key")); err != nil {
		t.Fatal(err)
	}
	lost := says(t, nil, "", "serve", "--listen", "127.0.0.1:0", "--data", data, "--json").want(t, 1)
	shows(t, lost.errs, "sealing.key", "backup")
	if lost.out != "" {
		t.Errorf("it printed %q", lost.out)
	}
}

// TestServeForAPerson shows the key with what to do next.
func TestServeForAPerson(t *testing.T) {
	p := run(t, "serve", "--listen", ":0", "--log-format", "text")
	var text strings.Builder
	for !strings.Contains(text.String(), "Ctrl-C") {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %s", err, text.String())
		}
		text.WriteString(line)
	}
	shows(t, text.String(), "ringbook serves at http://127.0.0.1:", "admin key   rk_admin_", "ringbook projects create")
	hides(t, text.String(), "[::]", "\x1b")
	p.stops(syscall.SIGTERM)
	shows(t, p.errs.String(), "level=WARN", "without TLS")
	if folders := p.folders(); len(folders) != 1 || folders[0] != "ringbook-data" {
		t.Errorf("without --data it made %v", folders)
	}
}

// TestServeWithTheOperatorsKeys makes neither an administrator nor a key file.
func TestServeWithTheOperatorsKeys(t *testing.T) {
	const admin, sealing = "an-operators-own-key-of-length", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
	data := t.TempDir()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	env := []string{adminKeyEnv + "=" + admin, sealingKeysEnv + "=" + sealing}
	p := runIn(t, env, "", "serve", "--listen", "127.0.0.1:0", "--data", data, "--json")
	if line := p.readyLine(); len(line) != 1 {
		t.Errorf("the ready line is %v", line)
	}
	p.stops(syscall.SIGTERM)
	hides(t, p.errs.String(), admin, sealing, "SAFE PLACE")
	if _, err := os.Stat(filepath.Join(data, "sealing.key")); err == nil {
		t.Error("there is a key file all the same")
	}
	for _, wrong := range []struct {
		env  string
		code int
		says []string
	}{
		{adminKeyEnv + "=short", 2, []string{adminKeyEnv, "20 characters"}},
		{sealingKeysEnv + "=" + sealing + ",c2hvcnQ=", 2, []string{sealingKeysEnv + ": sealing key 2", "openssl rand"}},
	} {
		s := says(t, []string{wrong.env}, "", "serve", "--listen", "127.0.0.1:0", "--data", data).want(t, wrong.code)
		shows(t, s.errs, wrong.says...)
		hides(t, s.errs+s.out, "c2hvcnQ", "short\"")
	}
}

// TestPrecedence: flags over environment over file.
func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "ringbook.yaml")
	write(t, file, "listen: nowhere-in-the-file\njson: true\ndata: "+filepath.Join(dir, "from-file")+"\n")
	listensOn := func(env []string, args ...string) string {
		return says(t, env, "", append([]string{"serve", "--config", file}, args...)...).want(t, 2).errs
	}
	shows(t, listensOn(nil), "nowhere-in-the-file")
	shows(t, listensOn([]string{"RINGBOOK_LISTEN=nowhere-in-the-environment"}), "nowhere-in-the-environment")
	shows(t, listensOn([]string{"RINGBOOK_LISTEN=nowhere-in-the-environment"}, "--listen", "nowhere-in-the-flags"), "nowhere-in-the-flags")
	shows(t, listensOn([]string{"RINGBOOK_LISTEN="}), "nowhere-in-the-file")

	p := runIn(t, []string{"RINGBOOK_CONFIG=" + file, "RINGBOOK_LISTEN=127.0.0.1:0"}, "", "serve")
	p.readyLine() // by the file's json: true
	p.stops(syscall.SIGTERM)
	if _, err := os.Stat(filepath.Join(dir, "from-file", "ringbook.db")); err != nil {
		t.Error(err)
	}
	shows(t, says(t, []string{"RINGBOOK_CONFIG=" + file}, "", "migrate").want(t, 0).out, `from-file/ringbook.db","from":`)
	says(t, []string{"RINGBOOK_CONFIG=/nowhere.yaml"}, "", "version").want(t, 0)
}

// TestServeWarnsOfASecretThatOthersCanRead, whether or not the environment has
// the last word, and of no other file.
func TestServeWarnsOfASecretThatOthersCanRead(t *testing.T) {
	const application = "zoho-client-id: an-id\nzoho-client-secret: kept-to-itself\n"
	for name, c := range map[string]struct {
		text   string
		mode   os.FileMode
		env    []string
		warned bool
	}{
		"by everybody":       {application, 0o604, nil, true},
		"by the group":       {application, 0o640, nil, true},
		"but not used":       {application, 0o644, []string{"RINGBOOK_ZOHO_CLIENT_SECRET=another"}, true},
		"by its owner alone": {application, 0o600, nil, false},
		"without a secret":   {"log-format: json\n", 0o644, nil, false},
		"an empty one":       {"zoho-client-secret:\n", 0o644, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "ringbook.yaml")
			write(t, file, c.text)
			if err := os.Chmod(file, c.mode); err != nil {
				t.Fatal(err)
			}
			p := runIn(t, c.env, "", "serve", "--config", file, "--listen", "127.0.0.1:0", "--json")
			p.readyLine()
			p.stops(syscall.SIGTERM)
			hides(t, p.errs.String(), "kept-to-itself")
			if warned := strings.Contains(p.errs.String(), "chmod 600 "+file); warned != c.warned {
				t.Errorf("warned: %t\n%s", warned, p.errs)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMigrate(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	shows(t, says(t, nil, "", "migrate", "--data", data).want(t, 0).out, "ringbook.db was made with schema ")
	shows(t, says(t, nil, "", "migrate", "--data", data).want(t, 0).out, "the newest")
	file := filepath.Join(t.TempDir(), "other.db")
	var done struct {
		Database string
		From, To int
	}
	s := says(t, nil, "", "migrate", "--database-url", "sqlite:"+file, "--json").want(t, 0)
	if err := json.Unmarshal([]byte(s.out), &done); err != nil || done.Database != file || done.From != 0 || done.To < 3 {
		t.Errorf("%s: %v", s.out, err)
	}
	write(t, file, strings.Repeat("this is no database ", 100))
	shows(t, says(t, nil, "", "migrate", "--database-url", "sqlite:"+file).want(t, 1).errs, "ringbook: ", "not a database")
}
