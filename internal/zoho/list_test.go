package zoho_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// collect runs an iterator to its end.
func collect[T any](seq iter.Seq2[T, error]) (all []T, err error) {
	for v, e := range seq {
		if e != nil {
			return all, e
		}
		all = append(all, v)
	}
	return all, nil
}

func pageOf(more bool, token string, ids ...string) string {
	rows := make([]string, len(ids))
	for i, id := range ids {
		rows[i] = `{"id":"` + id + `"}`
	}
	next, _ := json.Marshal(token)
	if token == "" {
		next = []byte("null")
	}
	return fmt.Sprintf(`{"data":[%s],"info":{"more_records":%v,"next_page_token":%s}}`, strings.Join(rows, ","), more, next)
}

// Fidelity: list-pages
// Fidelity: page-tokens
func TestListTurnsPages(t *testing.T) {
	s := newServer(t, answers(say(200, pageOf(true, "", "1", "2")), say(200, pageOf(true, "tok/2", "3")),
		say(200, pageOf(true, "tok/3", "4")), say(200, pageOf(false, "", "5"))))
	list := client(t, s).Events.List(context.Background(), zoho.ListOptions{
		Fields: []string{"Event_Title", "Owner"}, SortBy: "Modified_Time", Ascending: true, PageSize: 2, ModifiedSince: noon,
	})
	for range 2 { // an iterator can be used again
		got, err := collect(list)
		if err != nil || len(got) == 0 || got[len(got)-1].ID != "5" {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	var pages []string
	for _, call := range s.seen()[:4] {
		q, _ := url.ParseQuery(call.Query)
		pages = append(pages, q.Get("page")+"/"+q.Get("page_token"))
		if q.Get("fields") != "Event_Title,Owner" || q.Get("per_page") != "2" || q.Get("sort_by") != "Modified_Time" || q.Get("sort_order") != "asc" {
			t.Errorf("query %v", q)
		}
		if call.Header.Get("If-Modified-Since") != "2026-03-09T12:00:00+00:00" {
			t.Errorf("headers %v", call.Header)
		}
	}
	if got := strings.Join(pages, " "); got != "1/ 2/ /tok/2 /tok/3" {
		t.Errorf("pages %s", got)
	}
	if again := s.seen()[4].Query; !strings.Contains(again, "&page=1&") {
		t.Errorf("the second run starts with %s", again)
	}
}

func TestListEndsEarly(t *testing.T) {
	s := newServer(t, answers(say(200, pageOf(true, "", "1", "2"))))
	for range client(t, s).Events.List(context.Background(), zoho.ListOptions{Fields: []string{"Owner"}}) {
		break
	}
	s.only(t)
}

func TestListOfNothing(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"204": say(204, ""), "304": say(304, ""), "no rows": say(200, `{"data":[],"info":{"more_records":true}}`), "no info": say(200, `{"data":[]}`),
	} {
		s := newServer(t, answers(answer))
		got, err := collect(client(t, s).Events.List(context.Background(), zoho.ListOptions{Fields: []string{"Owner"}}))
		if err != nil || len(got) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		s.only(t)
	}
}

func TestListReportsTroubleOnALaterPage(t *testing.T) {
	s := newServer(t, answers(say(200, pageOf(true, "", "1")),
		say(400, `{"code":"DISCRETE_PAGINATION_LIMIT_EXCEEDED","details":{"limit":2000},"message":"no","status":"error"}`)))
	got, err := collect(client(t, s).Events.List(context.Background(), zoho.ListOptions{Fields: []string{"Owner"}}))
	if len(got) != 1 || apiError(t, err).Code != zoho.CodeDiscretePaginationLimit {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Fidelity: list-needs-fields
func TestListNeedsFields(t *testing.T) {
	s := newServer(t, answers(say(200, pageOf(false, "", "1"))))
	if _, err := collect(client(t, s).Events.List(context.Background(), zoho.ListOptions{})); err == nil || len(s.seen()) != 0 {
		t.Errorf("got %v", err)
	}
}

// Fidelity: unknown-id-status
func TestGetOfNothing(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"204": say(204, ""), "empty list": say(200, `{"data":[]}`),
		"refused":       say(400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"no","status":"error"}`),
		"refused, 200":  say(200, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"no","status":"error"}`),
		"refused, list": say(202, `{"data":[{"code":"INVALID_DATA","details":{"id":"57001"},"message":"no","status":"error"}]}`),
	} {
		s := newServer(t, answers(answer))
		if got, err := client(t, s).Events.Get(context.Background(), "57001"); !zoho.IsNotFound(err) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// Fidelity: phone-search
func TestSearchOnTheWire(t *testing.T) {
	for name, tt := range map[string]struct {
		what zoho.Search
		want string
	}{
		"phone": {zoho.ByPhone("+49 30 1234"), "phone=%2B49%2030%201234"},
		"email": {zoho.ByEmail("a+b@example.com"), "email=a%2Bb%40example.com"},
		"word":  {zoho.ByWord("O'Neil & Sons"), "word=O%27Neil%20%26%20Sons"},
		"criteria": {
			zoho.ByCriteria(zoho.AllOf(zoho.Match("Owner", zoho.Equals, "11"), zoho.Match("Start_DateTime", zoho.LessEqual, zoho.At(noon).String()))),
			"criteria=%28Owner%3Aequals%3A11%29and%28Start_DateTime%3Aless_equal%3A2026-03-09T12%3A00%3A00%2B00%3A00%29",
		},
	} {
		s := newServer(t, answers(say(200, pageOf(true, "", "1")), say(204, "")))
		got, err := collect(client(t, s).Contacts.Search(context.Background(), tt.what, zoho.SearchOptions{Fields: []string{"Phone"}}))
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		calls := s.seen()
		if len(calls) != 2 || calls[0].Path != "/crm/v8/Contacts/search" || !strings.Contains("&"+calls[0].Query+"&", "&"+tt.want+"&") {
			t.Errorf("%s: sent %+v", name, calls)
		}
	}
}

func TestCriteria(t *testing.T) {
	name := zoho.Match("Last_Name", zoho.Equals, `O\Neil (Jr), Sr`)
	mail := zoho.Match("Email", zoho.In, "a,b", "c")
	from := zoho.Match("Created_Time", zoho.Between, "2026-01-01", "2026-02-01")
	for _, tt := range []struct {
		got  zoho.Criteria
		want string
	}{
		{name, `(Last_Name:equals:O\\Neil \(Jr\)\, Sr)`},
		{mail, `(Email:in:a\,b,c)`},
		{zoho.AllOf(name), name.String()},
		{zoho.AnyOf(zoho.AllOf(mail, from), name), `((Email:in:a\,b,c)and(Created_Time:between:2026-01-01,2026-02-01))or` + name.String()},
	} {
		if tt.got.String() != tt.want {
			t.Errorf("got  %s\nwant %s", tt.got, tt.want)
		}
	}
}

func TestBadSearchesAreNotSent(t *testing.T) {
	s := newServer(t, answers(say(204, "")))
	good := zoho.Match("Email", zoho.Equals, "a")
	for name, what := range map[string]zoho.Search{
		"nothing": {}, "empty phone": zoho.ByPhone(""), "no terms": zoho.ByCriteria(zoho.AllOf()),
		"empty term":  zoho.ByCriteria(zoho.AnyOf(good, zoho.Criteria{})),
		"bad field":   zoho.ByCriteria(zoho.AllOf(good, zoho.Match("Email:equals:x)or(Id", zoho.Equals, "a"))),
		"bad op":      zoho.ByCriteria(zoho.Match("Email", "contains", "a")),
		"two values":  zoho.ByCriteria(zoho.Match("Email", zoho.Equals, "a", "b")),
		"no value":    zoho.ByCriteria(zoho.Match("Email", zoho.In)),
		"one of two":  zoho.ByCriteria(zoho.Match("Amount", zoho.Between, "1")),
		"101 of many": zoho.ByCriteria(zoho.Match("Email", zoho.In, make([]string, 101)...)),
	} {
		if _, err := collect(client(t, s).Contacts.Search(context.Background(), what, zoho.SearchOptions{})); err == nil {
			t.Errorf("%s passed", name)
		}
	}
	if calls := s.seen(); len(calls) != 0 {
		t.Errorf("sent %+v", calls)
	}
}

// Fidelity: delete
func TestDeleted(t *testing.T) {
	s := newServer(t, answers(say(200, `{"data":[{"id":"1","display_name":"Haircut","type":"recycle","deleted_time":"2026-03-09T12:00:00Z",
	 "deleted_by":{"name":"P","id":"11"},"created_by":null}],"info":{"more_records":false}}`), say(204, "")))
	c := client(t, s)
	got, err := collect(c.Events.Deleted(context.Background(), zoho.DeletedOptions{Type: zoho.DeletedRecycle, Since: noon}))
	if err != nil || len(got) != 1 || !got[0].DeletedTime.Equal(noon) || got[0].DeletedBy.ID != "11" {
		t.Errorf("got %+v, %v", got, err)
	}
	call := s.only(t)
	if call.Path != "/crm/v8/Events/deleted" || !strings.Contains(call.Query, "type=recycle") || call.Header.Get("If-Modified-Since") == "" {
		t.Errorf("sent %+v", call)
	}
	if got, err := collect(c.Events.Deleted(context.Background(), zoho.DeletedOptions{})); err != nil || len(got) != 0 || !strings.Contains(s.seen()[1].Query, "type=all") {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestQueryTurnsPages(t *testing.T) {
	s := newServer(t, answers(say(200, pageOf(true, "", "1")), say(200, pageOf(true, "", "2")), say(200, pageOf(false, "", "3"))))
	const query = "select id from Events where Event_Title = 'no limit here' order by id asc"
	got, err := collect(zoho.Query[map[string]any](context.Background(), client(t, s), query))
	if err != nil || len(got) != 3 || got[2]["id"] != "3" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for i, call := range s.seen() {
		want, _ := json.Marshal(map[string]string{"select_query": fmt.Sprintf("%s limit %d, 200", query, i*200)})
		if call.Method != "POST" || call.Path != "/crm/v8/coql" {
			t.Errorf("sent %+v", call)
		}
		sameJSON(t, call.Body, string(want))
	}
}

func TestQueryErrors(t *testing.T) {
	s := newServer(t, answers(say(400, `{"code":"SYNTAX_ERROR","details":{"near":"x"},"message":"syntax error","status":"error"}`), say(204, "")))
	c := client(t, s)
	if _, err := collect(zoho.Query[zoho.Event](context.Background(), c, "select")); apiError(t, err).Code != zoho.CodeSyntaxError {
		t.Errorf("got %v", err)
	}
	if got, err := collect(zoho.Query[zoho.Event](context.Background(), c, "select id from Events where id is null")); err != nil || len(got) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, query := range []string{"select id from Events where id = '1' LIMIT 5", "select id from Events where a = 'it''s' limit 5"} {
		if _, err := collect(zoho.Query[zoho.Event](context.Background(), c, query)); err == nil || len(s.seen()) != 2 {
			t.Errorf("%s: got %v", query, err)
		}
	}
}
