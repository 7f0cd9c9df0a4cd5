package main

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// TestInterruptedProbes: Ctrl-C in the midst of the writing probes, while they
// wait for the search index, says what becomes of what was written; and that is
// so.
func TestInterruptedProbes(t *testing.T) {
	r := run(t, "sandbox", "--listen", "127.0.0.1:0", "--json").ready()
	p := runIn(t, []string{"RINGBOOK_SERVER=" + r.URL, "RINGBOOK_KEY=" + r.BuilderKey}, "", "doctor", "--probe", "--write")
	for text := ""; !strings.Contains(text, "delete-twice"); {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %s\n%s", err, text, p.errs)
		}
		text += line
	}
	events := func(query string) int {
		resp, err := http.Get(r.ZohoURL + "/__sim/records/Events" + query)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(body), "ringbook probe, may be deleted")
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code, _ := p.ends(6 * time.Second); code != 1 {
		t.Errorf("it ended with %d", code)
	}
	shows(t, p.errs.String(), "The server removes what its probes have written.\n", "ringbook: interrupted\n")
	for range 100 {
		if events("") == 0 {
			if events("?deleted=true") == 0 {
				t.Error("nothing had been written")
			}
			return
		}
		time.Sleep(50 * time.Millisecond) // polling a running server
	}
	t.Error("something is left in the CRM")
}
