package zoho_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Whoever answers 200 without what was asked for, a gateway or a captive
// portal, has not said that a record is gone or a list empty.
func TestAnswersWithoutDataAreNotNothing(t *testing.T) {
	for _, body := range []string{``, ` `, `{}`, `null`, `[]`, `"x"`, `{"ok":true}`, `{"info":{"more_records":false}}`, gatewayPage, "\x1f\x8b\x08"} {
		s := newServer(t, answers(say(200, body)))
		c, ctx := client(t, s), context.Background()
		for name, read := range map[string]func() error{
			"Get":           func() error { _, err := c.Events.Get(ctx, "1"); return err },
			"GetIfModified": func() error { _, _, err := c.Events.GetIfModified(ctx, "1", noon); return err },
			"ByExternal":    func() error { _, err := c.Contacts.ByExternal("Key").Get(ctx, "k"); return err },
			"List": func() error {
				_, err := collect(c.Events.List(ctx, zoho.ListOptions{Fields: []string{"id"}}))
				return err
			},
			"Search": func() error {
				_, err := collect(c.Leads.Search(ctx, zoho.ByWord("ab"), zoho.SearchOptions{}))
				return err
			},
			"Query": func() error { _, err := collect(zoho.Query[zoho.Event](ctx, c, "select id from Events")); return err },
			"QueryRows": func() error {
				_, _, err := zoho.QueryRows[zoho.Event](ctx, c, "select id from Events", 0, 1)
				return err
			},
			"Count":     func() error { _, err := c.Leads.Count(ctx, zoho.ByWord("ab")); return err },
			"Deleted":   func() error { _, err := collect(c.Leads.Deleted(ctx, zoho.DeletedOptions{})); return err },
			"NotesOf":   func() error { _, err := collect(c.NotesOf(ctx, "Leads", "1")); return err },
			"Org":       func() error { _, err := c.Org(ctx); return err },
			"Users":     func() error { _, err := c.Users(ctx, zoho.UsersAll); return err },
			"Fields":    func() error { _, err := c.Fields(ctx, "Leads"); return err },
			"Hours":     func() error { _, err := c.BusinessHours(ctx); return err },
			"Holidays":  func() error { _, err := c.Holidays(ctx, 2026); return err },
			"Shifts":    func() error { _, err := c.Shifts(ctx); return err },
			"Blueprint": func() error { _, err := c.Blueprint(ctx, "Leads", "1"); return err },
		} {
			if err := read(); err == nil || zoho.IsNotFound(err) || !zoho.IsUnavailable(err) || !surelyNot(err) {
				t.Errorf("%s of %.20q: %v", name, body, err)
			}
		}
	}
}

// Where credentials were rejected and no new ones came in time, nobody has said
// that a person must connect again.
func TestARenewalThatTakesTooLongIsNoRefusal(t *testing.T) {
	s := newServer(t, answers(say(401, `{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}`)))
	release := make(chan struct{})
	defer close(release)
	accounts := newServer(t, func(w http.ResponseWriter, _ *http.Request) { <-release; io.WriteString(w, "{}") })
	source, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: validToken("first"), Now: clock,
		OAuth: &zoho.OAuth{AccountsURL: accounts.URL, ClientID: "c", ClientSecret: "s", HTTPClient: accounts.Client()},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens = source })
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	err = c.Events.DeleteOne(ctx, "57001")
	if zoho.IsUnauthorized(err) || !zoho.IsUnavailable(err) || !surelyNot(err) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
}
