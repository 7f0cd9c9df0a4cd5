package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWrongCommandLines says on standard error, shortly, what is wrong and
// where to read on, and leaves nothing behind.
func TestWrongCommandLines(t *testing.T) {
	for _, tt := range []struct {
		args []string
		says []string
	}{
		{[]string{"sandbox", "--listen", "127.0.0.1:0", "--now", "yesterday"}, []string{"--now", "yesterday", "2027-03-01T09:00:00-05:00"}},
		{[]string{"sandbox", "--listen", "127.0.0.1:0", "--now", "2027-03-01"}, []string{"--now", "2027-03-01"}},
		{[]string{"sandbox", "--listen", "nowhere"}, []string{`--listen "nowhere"`, "127.0.0.1:8080"}},
		{[]string{"serve", "--listen", "8080"}, []string{`--listen "8080"`, "127.0.0.1:8080"}},
		{[]string{"sandbox", "--seed", "salon"}, []string{"--seed", "demo", "empty", "ringbook sandbox --help"}},
		{[]string{"sandbox", "--port", "80"}, []string{"--port", "ringbook sandbox --help"}},
		{[]string{"sandbx"}, []string{`did you mean "sandbox"`, "ringbook --help"}},
		{nil, []string{"serve", "sandbox", "demo", "attributes", "version"}},
		{[]string{"attributes"}, []string{"list", "publish", "restore", "ringbook attributes --help"}},
		{[]string{"attributes", "lst"}, []string{`"list"`}},
		{[]string{"attributes", "list", "--server", "localhost:8080"}, []string{"ringbook: --server", "http://127.0.0.1:8080"}},
		{[]string{"attributes", "set", "zoho_duration"}, []string{"IDN=VALUE", "zoho_duration=45"}},
		{[]string{"attributes", "set", "a=1", "a=2"}, []string{"a is set twice"}},
		{[]string{"attributes", "set", "a=-", "b=-"}, []string{"standard input", "@FILE"}},
		{[]string{"attributes", "set", "a=@no-such-file"}, []string{"no-such-file"}},
		{[]string{"attributes", "unset", "a=1"}, []string{"attributes set a="}},
		{[]string{"attributes", "diff", "--revisions", "1", "x"}, []string{`"x"`, "history"}},
		{[]string{"attributes", "diff", "--revisions", "1"}, []string{"two numbers"}},
		{[]string{"attributes", "diff", "--revisions"}, []string{"two numbers"}},
		{[]string{"attributes", "show", "0"}, []string{"counted from 1"}},
		{[]string{"attributes", "show", "abc"}, []string{`ringbook: "abc" is no revision`}},
		{[]string{"attributes", "history", "--limit", "1000"}, []string{"--limit", "100"}},
		{[]string{"connect", "--code", "-"}, []string{"no code"}},
		{[]string{"connect", "disconnect"}, []string{"--yes"}},
		{[]string{"projects", "create", "Acme"}, []string{"--time-zone"}},
		{[]string{"projects", "update", "acme"}, []string{"--name", "--crm"}},
		{[]string{"projects", "update", "acme", "--crm", "maybe"}, []string{`--crm must be one of "on","off" but`}},
		{[]string{"keys", "create", "boss"}, []string{"agent", "builder", "admin"}},
		{[]string{"keys", "revoke", "rk_admin_abc"}, []string{"not the id"}},
		{[]string{"doctor", "--write"}, []string{"--probe"}},
		{[]string{"completion", "tcsh"}, []string{"bash", "zsh", "fish"}},
		{[]string{"serve", "--public-url", "http://ringbook.example.com"}, []string{"--public-url", "https://"}},
		{[]string{"serve", "--public-url", "https://ringbook.example.com/x"}, []string{"--public-url", "leave path"}},
		{[]string{"serve", "--public-url", "ringbook.example.com"}, []string{"--public-url", "https://ringbook.example.com"}},
		{[]string{"serve", "--zoho-url", "127.0.0.1:1"}, []string{"--zoho-url", "http://127.0.0.1:9090"}},
		{[]string{"serve", "--zoho-client-id", "1000.A"}, []string{"--zoho-client-secret", "together"}},
		{[]string{"serve", "--database-url", "postgres://db/ringbook"}, []string{"PostgreSQL", "not supported yet", "sqlite:"}},
		{[]string{"serve", "--database-url", "mysql://db/ringbook"}, []string{"mysql", "sqlite:FILE"}},
		{[]string{"migrate", "--database-url", "sqlite://relative"}, []string{"sqlite:///absolute"}},
		{[]string{"serve", "--log-format", "xml"}, []string{"--log-format", "text", "json"}},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			t.Parallel()
			p := run(t, tt.args...)
			code, out := p.ends(20 * time.Second)
			if code != 2 || out != "" {
				t.Errorf("it ended with %d and printed %q", code, out)
			}
			shows(t, p.errs.String(), append(tt.says, "ringbook: ")...)
			hides(t, p.errs.String(), "panic", "goroutine", "Usage:")
			if lines := strings.Count(p.errs.String(), "\n"); lines > 2 {
				t.Errorf("%d lines:\n%s", lines, p.errs)
			}
			if folders := p.folders(); len(folders) != 0 {
				t.Errorf("it leaves %v behind", folders)
			}
		})
	}
}

// TestWhatCannotBeDone is not the command line's fault: exit code 1.
func TestWhatCannotBeDone(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		says []string
	}{
		{[]string{"sandbox", "--listen", taken.Addr().String()}, []string{taken.Addr().String(), "already in use", "--listen"}},
		{[]string{"serve", "--listen", taken.Addr().String()}, []string{taken.Addr().String(), "already in use", "--listen"}},
		{[]string{"sandbox", "--listen", "127.0.0.1:0", "--data", file}, []string{"data folder", file}},
		{[]string{"serve", "--listen", "127.0.0.1:0", "--data", file}, []string{"data folder", file, "--data"}},
		{[]string{"migrate", "--database-url", filepath.Dir(file)}, []string{filepath.Dir(file), "--database-url"}},
	} {
		p := run(t, tt.args...)
		code, out := p.ends(20 * time.Second)
		if code != 1 || out != "" {
			t.Errorf("%v ended with %d and printed %q", tt.args, code, out)
		}
		shows(t, p.errs.String(), tt.says...)
		hides(t, p.errs.String(), "panic", "goroutine")
		if folders := p.folders(); len(folders) != 0 {
			t.Errorf("%v leaves %v behind", tt.args, folders)
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, tt := range []struct{ args, says []string }{
		{[]string{"--help"}, []string{"serve", "sandbox", "demo", "attributes", "doctor", "version", "Zoho CRM"}},
		{[]string{"sandbox", "--help"}, []string{"--listen", "127.0.0.1:8080", "--data", "--now", "--json", "--seed"}},
		{[]string{"serve", "--help"}, []string{"--config", "--public-url", "RINGBOOK_PUBLIC_URL", "RINGBOOK_ADMIN_KEY", "RINGBOOK_SEALING_KEYS", "proxy"}},
		{[]string{"attributes", "set", "--help"}, []string{"@FILE", "zoho_client_secret=-"}},
		{[]string{"connect", "--help"}, []string{"--code", "--no-wait", "status", "disconnect"}},
		{[]string{"doctor", "--help"}, []string{"Exit code"}},
		{[]string{"demo", "--help"}, []string{"--verbose"}},
		{[]string{"version"}, []string{"ringbook "}},
		{[]string{"version", "--json"}, []string{`"version":"`, `"go":"go`}},
		{[]string{"--version"}, []string{"ringbook "}},
	} {
		shows(t, says(t, nil, "", tt.args...).want(t, 0).out, tt.says...)
	}
}
