package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// desk is a sandbox and the environment of a person who works with it.
type desk struct {
	t     *testing.T
	ready ready
	env   []string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	p := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json", "--now", "2027-03-01T09:00:00-05:00")
	d := desk{t: t, ready: p.ready()}
	t.Cleanup(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		<-p.exited
	})
	return d.as(d.ready.BuilderKey)
}

// as is the same desk with another key.
func (d desk) as(key string, more ...string) desk {
	d.env = append([]string{"RINGBOOK_SERVER=" + d.ready.URL, "RINGBOOK_KEY=" + key}, more...)
	return d
}

func (d desk) says(args ...string) said { d.t.Helper(); return says(d.t, d.env, "", args...) }

// does wants exit code 0.
func (d desk) does(args ...string) said { d.t.Helper(); return d.says(args...).want(d.t, 0) }

// fails wants an exit code and pieces of what is said on standard error, and
// nothing on standard output.
func (d desk) fails(code int, pieces []string, args ...string) {
	d.t.Helper()
	s := d.says(args...).want(d.t, code)
	shows(d.t, s.errs, append(pieces, "ringbook: ")...)
	if s.out != "" {
		d.t.Errorf("%v printed %q", args, s.out)
	}
}

// steady replaces what differs from run to run.
func steady(text string) string {
	for _, r := range [][2]string{
		{`\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d{4}`, "TIME"}, {`key_[a-z0-9]{12}`, "KEY"}, {` +\d+ ms| +\d+\.\d s`, "  TOOK"},
	} {
		text = regexp.MustCompile(r[0]).ReplaceAllString(text, r[1])
	}
	return text
}

func (d desk) sameAs(got, want string) {
	d.t.Helper()
	if steady(got) != strings.TrimPrefix(want, "\n") {
		d.t.Errorf("this is\n%s\nwant\n%s", steady(got), want)
	}
}

// lines reads the lines of --json.
func lines(t *testing.T, text string) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%v in the line %q", err, line)
		}
		all = append(all, one)
	}
	return all
}

// TestABuildersDay lists, sets, compares, publishes, looks back and restores.
// The sandbox comes with two revisions.
func TestABuildersDay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sameAs(d.does("attributes", "list", "length").out, `
Zoho CRM
  zoho_duration  30 minutes  default

Scheduling
  zoho_services  -           default: one kind of appointment
`)
	set := d.does("attributes", "set", "zoho_duration=45", "zoho_enable_cancellation=no")
	d.sameAs(set.out, `
*  zoho_duration             45 minutes  published: 30 (default)
*  zoho_enable_cancellation  False       published: True (default)
`)
	shows(t, set.errs, "Draft 4.", "ringbook attributes publish")
	d.sameAs(d.does("attributes", "diff").out, twoChanges)
	shows(t, d.does("attributes", "list", "length").errs, "* differs from what is published (1).")

	published := d.does("attributes", "publish", "--note", "longer visits")
	shows(t, published.errs, "Publishing 2 changes.")
	shows(t, published.out, "done     validate ", "skipped  exchange ", "done     activate ", "\nRevision 3 is live.\n")
	hides(t, published.out, "\x1b", "...")
	d.sameAs(d.does("attributes", "history").out, `
      REVISION  PUBLISHED               BY                NOTE
live  3         TIME  KEY  longer visits
      2         TIME  the system
      1         TIME  the system        defaults
`)
	d.sameAs(d.does("attributes", "diff", "--revisions", "2", "3").out, twoChanges)
	shown := d.does("attributes", "show", "3").out
	d.sameAs(shown[:strings.Index(shown, "\nSet\n")], "Revision 3, published TIME by KEY\nlonger visits\n\nChanged\n"+twoChanges[1:])
	shows(t, shown, "\nzoho_duration             45\n", "\nzoho_users ", "…\n")
	shows(t, d.does("attributes", "show", "2").out, "zoho_users\n  ~ filled on publish\n")

	shows(t, d.does("attributes", "restore", "2").out, "zoho_duration\n  - 45\n  + 30 (default)\n")
	shows(t, d.does("attributes", "discard").out, "zoho_duration is 45 again\n")
	d.does("attributes", "set", "zoho_staff=Ann Lee")
	shows(t, d.does("attributes", "discard").out, "zoho_staff is the owner alone (default) again\n")
	shows(t, d.does("attributes", "diff").errs, "The draft is what is published (revision 3).")
	d.sameAs(d.does("attributes", "unset", "zoho_duration").out, "*  zoho_duration  30 (default)  published: 45\n")
}

const twoChanges = `
zoho_duration
  - 30 (default)
  + 45
zoho_enable_cancellation
  - True (default)
  + False
`

// TestJSON is the API's own JSON, a line for each message.
func TestJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	listed := lines(t, d.does("attributes", "list", "--all", "--json").out)
	if len(listed) != 1 || len(listed[0]["attributes"].([]any)) < 50 || listed[0]["activeRevision"] != 2.0 {
		t.Errorf("the list has revision %v", listed[0]["activeRevision"])
	}
	set := lines(t, d.does("attributes", "set", "zoho_duration=45", "--json").out)
	if a := set[0]["attributes"].([]any)[0].(map[string]any); a["value"] != "45" || a["changed"] != true {
		t.Errorf("set answers %v", set)
	}
	differs := lines(t, d.does("attributes", "diff", "--json").out)
	if all := differs[0]["attributes"].([]any); len(all) != 1 || all[0].(map[string]any)["idn"] != "zoho_duration" {
		t.Errorf("the difference is %v", all)
	}
	told := lines(t, d.does("attributes", "publish", "--json").out)
	if last := told[len(told)-1]; len(told) < 10 || last["revision"] != 3.0 {
		t.Errorf("the publish ends with %v", last)
	}
	for _, args := range [][]string{
		{"attributes", "history"}, {"attributes", "show", "1"}, {"attributes", "diff", "--revisions", "1,2"},
		{"attributes", "restore", "1"}, {"attributes", "discard"}, {"attributes", "unset", "zoho_duration"}, {"connect", "status"}, {"doctor"},
	} {
		s := d.does(append(args, "--json")...)
		if len(lines(t, s.out)) == 0 || s.errs != "" {
			t.Errorf("%v prints %q and %q", args, s.out, s.errs)
		}
	}
}

// TestSecretsStayOut of what is shown, and can stay out of the history.
func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const secret = "a-secret-of-the-tenant's"
	file := filepath.Join(t.TempDir(), "secret")
	write(t, file, secret+"\r\n")
	read := says(t, d.env, secret+"\n", "attributes", "set", "vapi_secret=-").want(t, 0)
	filed := d.does("attributes", "set", "retell_api_key=@"+file)
	typed := d.does("attributes", "set", "elevenlabs_webhook_secret="+secret)
	shows(t, typed.errs, "elevenlabs_webhook_secret=-", "history")
	hides(t, read.errs+filed.errs, "history")
	for _, s := range []said{read, filed, typed, d.does("attributes", "list", "--all"), d.does("attributes", "diff"), d.does("attributes", "list", "--all", "--json")} {
		hides(t, s.out+s.errs, secret)
	}
	shows(t, d.does("attributes", "diff").out, "vapi_secret\n", "retell_api_key\n")
	d.does("attributes", "publish")
	// The same secret once more is no change: what was read is what was typed.
	d.does("attributes", "set", "vapi_secret="+secret, "retell_api_key="+secret)
	shows(t, d.does("attributes", "diff").errs, "is what is published")
}

// TestRefusals say what is wrong and what to do.
func TestRefusals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.fails(1, []string{"zoho_duratoin", "zoho_duration"}, "attributes", "set", "zoho_duratoin=45")
	d.fails(1, []string{"zoho_duration"}, "attributes", "set", "zoho_duration=4000")
	d.does("attributes", "set", "zoho_duration=45", "--expect", "3")
	d.fails(1, []string{"changed by somebody else", "list the attributes again"}, "attributes", "set", "zoho_duration=50", "--expect", "3")
	d.fails(1, []string{"no revision 99;", "ringbook attributes history"}, "attributes", "show", "99")
	d.fails(1, []string{"no revision 99;", "ringbook attributes history"}, "attributes", "restore", "99")
	d.fails(1, []string{"no revision 1 or no revision 99;", "ringbook attributes history"}, "attributes", "diff", "--revisions", "1", "99")
	d.fails(1, []string{`the role "builder"`, "RINGBOOK_KEY"}, "projects", "list")
	d.as("").fails(1, []string{"a key is needed", "RINGBOOK_KEY or --key"}, "attributes", "list")
	d.as("rk_builder_000000000000000000000000").fails(1, []string{"unknown", "revoked"}, "attributes", "list")
	d.as(d.ready.AgentKey).fails(1, []string{`the role "agent"`, "another key"}, "attributes", "list")
	d.as(d.ready.AdminKey).fails(1, []string{"--project", "ringbook projects list"}, "attributes", "list")
	d.as(d.ready.AdminKey).fails(1, []string{"--project", "ringbook projects list"}, "keys", "create", "agent")
	d.fails(1, []string{"another project", "another key"}, "attributes", "list", "--project", "another-abc123")
	d.as(d.ready.AdminKey).fails(1, []string{"no project of this id"}, "attributes", "list", "--project", "another-abc123")
}

// TestAFailedPublish shows the step with its remedy and keeps what is live.
func TestAFailedPublish(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.does("attributes", "set", "zoho_staff=nobody@example.com")

	s := d.says("attributes", "publish").want(t, 1)
	shows(t, s.out, "failed   ", "->", "nobody@example.com")
	shows(t, s.errs, "ringbook: nothing was published", "what was live stays live")
	hides(t, s.out, "is live.")
	said := lines(t, d.says("attributes", "publish", "--json").want(t, 1).out)
	if last := said[len(said)-1]; last["revision"] != nil {
		t.Errorf("the publish ends with %v", last)
	}
	shows(t, d.does("attributes", "history").out, "live  2")
}

// TestStrangers: nothing, a web server and a redirecting one in place of
// ringbook. None of them must learn the key from a redirect.
func TestStrangers(t *testing.T) {
	t.Parallel()
	var asked []string
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked = append(asked, r.Header.Get("Authorization")) }))
	defer thief.Close()
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	away := httptest.NewServer(http.RedirectHandler(thief.URL, http.StatusTemporaryRedirect))
	defer away.Close()
	secure := strings.Replace(page.URL, "http:", "https:", 1)
	for server, pieces := range map[string][]string{
		secure:               {"cannot be reached (http: server gave HTTP response to HTTPS client)", "--server"},
		"http://127.0.0.1:1": {"http://127.0.0.1:1 cannot be reached", "connection refused", "ringbook serve", "RINGBOOK_SERVER"},
		page.URL:             {"no ringbook", "404", "--server"},
		away.URL:             {"no ringbook", "--server"},
	} {
		for _, args := range [][]string{{"attributes", "list"}, {"doctor"}, {"attributes", "publish"}} {
			s := says(t, []string{"RINGBOOK_SERVER=" + server, "RINGBOOK_KEY=rk_builder_000000000000000000000000"}, "", args...).want(t, 1)
			shows(t, s.errs, pieces...)
			if strings.Count(s.errs, "\n") != 1 || s.out != "" {
				t.Errorf("%v printed %q and %q", args, s.out, s.errs)
			}
		}
	}
	if len(asked) != 0 {
		t.Errorf("the redirect was followed with %v", asked)
	}
}

// TestAServerThatEndsMidway is told from one that is no ringbook.
func TestAServerThatEndsMidway(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/connect+proto")
		_, _ = w.Write([]byte{0, 0, 0, 0, 9, 1}) // an envelope of nine bytes, of which one comes
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	s := says(t, []string{"RINGBOOK_SERVER=" + server.URL, "RINGBOOK_KEY=rk_builder_000000000000000000000000"}, "", "doctor").want(t, 1)
	shows(t, s.errs, "the connection to "+server.URL+" broke off", "log")
	hides(t, s.errs, "no ringbook")
}

// TestAnInterruptedPublish goes on without whoever watched it.
func TestAnInterruptedPublish(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asks(t, d.ready.ZohoURL+"/__sim/faults", "", `{"faults":[{"method":"GET","path":"/crm/v8/org","kind":"latency","latencyMs":1500}]}`)
	p := runIn(t, d.env, "", "attributes", "publish", "--note", "unwatched")
	if _, err := p.out.ReadString('\n'); err != nil { // the first step is through
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code, _ := p.ends(5 * time.Second); code != 1 {
		t.Errorf("it ended with %d", code)
	}
	shows(t, p.errs.String(), "goes on at the server", "ringbook: interrupted\n")
	for range 50 {
		if strings.Contains(d.does("attributes", "history").out, "unwatched") {
			return
		}
		time.Sleep(100 * time.Millisecond) // until the server is through
	}
	t.Error("what was interrupted was never published")
}
