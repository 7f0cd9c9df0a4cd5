package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// crowd enters n contacts with numbered names, as people would.
func (s *simulator) crowd(n int) {
	s.t.Helper()
	rows := make([]any, n)
	for i := range rows {
		rows[i] = map[string]any{"Last_Name": fmt.Sprintf("Crowd %04d", i), "Email": "crowd@example.com"}
	}
	s.control("POST", "records/Contacts", map[string]any{"data": rows}, nil)
	s.sim.Advance(time.Minute) // past the lag of the search index
}

// distinct counts different ids and fails for an error.
func distinct[T any](t *testing.T, seq iter.Seq2[T, error], id func(T) string) int {
	t.Helper()
	ids := map[string]bool{}
	for v, err := range seq {
		ok(t, "list", err)
		ids[id(v)] = true
	}
	return len(ids)
}

// calls counts the calls of the API since a point in the request log.
func (s *simulator) calls(since int) int { return len(s.sim.Requests(0)) - since }

func contactID(c zoho.Contact) string { return c.ID }

var named = zoho.ListOptions{Fields: []string{"Last_Name"}}

// Fidelity: list-page-token
// Behaviour: A list reaches its first 2,000 records by page and goes on by page_token alone.
// Source: zoho-crm-api §3.1
func TestListsBeyondTwoThousand(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	s.crowd(2010)
	all := len(s.stored("Contacts"))
	if n := distinct(t, s.client.Contacts.List(ctx, named), contactID); n != all {
		t.Errorf("the list has %d of %d", n, all)
	}
	rows := zoho.Query[zoho.Contact](ctx, s.client, "select Last_Name from Contacts where Email = 'crowd@example.com' order by id asc")
	if n := distinct(t, rows, contactID); n != 2010 {
		t.Errorf("the query has %d", n)
	}
}

// Fidelity: search-depth
func TestSearchEndsAtTwoThousand(t *testing.T) {
	s := simulate(t)
	s.crowd(2010)
	found, err := collect(s.client.Contacts.Search(context.Background(), zoho.ByEmail("crowd@example.com"), zoho.SearchOptions{Fields: []string{"Last_Name"}}))
	if len(found) != 2000 || !errors.Is(err, zoho.CodeLimitReached) {
		t.Errorf("%d found, then %v", len(found), err)
	}
}

// Each loop that is left makes no call that it does not need.
func TestIteratorsStopWithTheirLoop(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	s.crowd(450)
	for _, contact := range s.stored("Contacts")[:3] {
		id, _ := contact["id"].(string)
		ok(t, "delete", s.client.Contacts.DeleteOne(ctx, id))
	}
	for name, take := range map[string]func() error{
		"list": func() error { return first(s.client.Contacts.List(ctx, named)) },
		"search": func() error {
			return first(s.client.Contacts.Search(ctx, zoho.ByEmail("crowd@example.com"), zoho.SearchOptions{}))
		},
		"query": func() error {
			return first(zoho.Query[zoho.Contact](ctx, s.client, "select Last_Name from Contacts where Last_Name is not null"))
		},
		"deleted": func() error { return first(s.client.Contacts.Deleted(ctx, zoho.DeletedOptions{})) },
		"users":   func() error { return first(s.client.ListUsers(ctx, zoho.UsersAll)) },
	} {
		before := len(s.sim.Requests(0))
		ok(t, name, take())
		if n := s.calls(before); n != 1 {
			t.Errorf("%s: %d calls", name, n)
		}
	}
}

// first takes one element and leaves the loop.
func first[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		return err
	}
	return errors.New("nothing there")
}

// Fidelity: list-page-token-expired
// Behaviour: A page_token lives for 24 hours; later it is EXPIRED_VALUE.
// Source: zoho-crm-api §3.1
func TestListThatTakesTooLong(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	s.crowd(450)
	seen := 0
	var ended error
	for _, err := range s.client.Contacts.List(ctx, named) {
		if ended = err; err == nil {
			seen++
		}
		if seen == 200 {
			s.sim.Advance(25 * time.Hour)
		}
	}
	if seen != 200 || !errors.Is(ended, zoho.CodePageTokenExpired) || apiError(t, ended).Applied != zoho.NotApplied {
		t.Errorf("%d, then %v", seen, ended)
	}
}

// Fidelity: deleted-paging
// Behaviour: Deleted records are listed page by page, as live ones are.
// Source: zoho-crm-api §3.5; OAS26 record.json, getDeletedRecords
func TestDeletedGoesOn(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	s.crowd(450)
	var ids []string
	for _, contact := range s.stored("Contacts") {
		if contact["Email"] == "crowd@example.com" {
			ids = append(ids, contact["id"].(string))
		}
	}
	for len(ids) > 0 {
		n := min(len(ids), 100)
		_, err := s.client.Contacts.Delete(ctx, ids[:n]...)
		ok(t, "delete", err)
		ids = ids[n:]
	}
	if n := distinct(t, s.client.Contacts.Deleted(ctx, zoho.DeletedOptions{}), func(d zoho.DeletedRecord) string { return d.ID }); n != 450 {
		t.Errorf("%d deleted", n)
	}
}

// Fidelity: users-by-type
// Behaviour: Users are listed by type, page by page, with their zones.
// Source: zoho-crm-api §3.6; D7:get-users
func TestListUsers(t *testing.T) {
	s := simulate(t)
	got, err := collect(s.client.ListUsers(context.Background(), zoho.UsersAll))
	ok(t, "users", err)
	if len(got) != len(s.sim.Users()) || got[0].ID == "" || got[0].TimeZone == "" {
		t.Errorf("%+v", got)
	}
}
