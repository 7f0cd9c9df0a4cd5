package tape_test

import (
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim/tape"
)

func exchange(body string) tape.Exchange {
	return tape.Exchange{Method: "POST", Path: "/crm/v8/Contacts/5725767000000500003", Status: 200, AnswerBody: body}
}

// Shapes ignore what no specification looks at, and tell apart what one might.
func TestShape(t *testing.T) {
	base := exchange(`{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`)
	alike := map[string]string{
		"other id":     `{"data":[{"id":"5725767000000500999","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"other time":   `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2027-11-30T23:59:59-04:00","text":"a b"}]}`,
		"other number": `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":97,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"other order":  `{"data":[{"code":"SUCCESS","text":"a b","id":"5725767000000500003","count":12,"at":"2026-03-02T09:00:00-05:00"}]}`,
		"two alike":    `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"},{"id":"5725767000000500004","code":"SUCCESS","count":13,"at":"2026-03-03T09:00:00-05:00","text":"a b"}]}`,
	}
	for name, body := range alike {
		if exchange(body).Shape() != base.Shape() {
			t.Errorf("%s: another shape", name)
		}
	}
	different := map[string]string{
		"other code":    `{"data":[{"id":"5725767000000500003","code":"FAILURE","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"number as id":  `{"data":[{"id":5725767000000500003,"code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"shorter id":    `{"data":[{"id":"57257670000005000","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"in UTC":        `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00Z","text":"a b"}]}`,
		"missing key":   `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00"}]}`,
		"null":          `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":null,"text":"a b"}]}`,
		"not in a list": `{"data":{"id":"5725767000000500003","code":"SUCCESS","count":12,"at":"2026-03-02T09:00:00-05:00","text":"a b"}}`,
		"negative":      `{"data":[{"id":"5725767000000500003","code":"SUCCESS","count":-1,"at":"2026-03-02T09:00:00-05:00","text":"a b"}]}`,
		"no JSON":       `<html>`,
		"nothing":       ``,
	}
	for name, body := range different {
		if exchange(body).Shape() == base.Shape() {
			t.Errorf("%s: the same shape", name)
		}
	}
	for name, change := range map[string]func(*tape.Exchange){
		"method": func(e *tape.Exchange) { e.Method = "PUT" }, "module": func(e *tape.Exchange) { e.Path = "/crm/v8/Leads/5725767000000500003" },
		"query": func(e *tape.Exchange) { e.Query = "fields=id" }, "status": func(e *tape.Exchange) { e.Status = 201 },
		"client": func(e *tape.Exchange) { e.Header = http.Header{"User-Agent": {"x"}} }, "fault": func(e *tape.Exchange) { e.Struck = true },
		"answer's type": func(e *tape.Exchange) { e.AnswerHeader = http.Header{"Content-Type": {"text/html"}} }, "body": func(e *tape.Exchange) { e.Body = "{}" },
	} {
		e := base
		change(&e)
		if e.Shape() == base.Shape() {
			t.Errorf("another %s: the same shape", name)
		}
	}
}

// Any number may write the same at once; one whole file comes of it.
func TestParallelTapesShareAFolder(t *testing.T) {
	folder := t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			one, err := tape.Open(folder)
			if err != nil {
				t.Error(err)
				return
			}
			for range 20 {
				if err := one.Record(exchange(`{"data":[]}`)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || filepath.Ext(files[0].Name()) != ".json" {
		t.Errorf("in the folder: %v %v", files, err)
	}
}

// Without a folder the environment names one; without either there is no tape.
func TestFolderFromTheEnvironment(t *testing.T) {
	t.Setenv(tape.Variable, "")
	none, err := tape.Open("")
	if none != nil || err != nil || none.Record(exchange("{}")) != nil {
		t.Errorf("%v %v", none, err)
	}
	folder := filepath.Join(t.TempDir(), "new")
	t.Setenv(tape.Variable, folder)
	one, err := tape.Open("")
	if err != nil || one.Record(exchange("{}")) != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("in the folder: %v %v", files, err)
	}
}

// What could sign in somebody is not kept.
func TestKeep(t *testing.T) {
	kept := tape.Keep(http.Header{"Authorization": {"secret"}, "Cookie": {"secret"}, "X-External": {"Events.Key"}, "User-Agent": {"a"}, "Accept-Encoding": {"gzip"}})
	if len(kept) != 2 || kept.Get("X-External") != "Events.Key" || kept.Get("User-Agent") != "a" {
		t.Errorf("kept %v", kept)
	}
}
