package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// canned is a transport that gives one answer to everything.
type canned struct {
	status int
	body   string
}

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: c.status, Status: http.StatusText(c.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(c.body)), ContentLength: int64(len(c.body)), Request: r,
	}, nil
}

// hearing is a client that hears one answer, and a context that leaves no time
// to ask again.
func hearing(t *testing.T, status int, body string) (*zoho.Client, context.Context) {
	c, err := zoho.New(zoho.Config{BaseURL: "https://zoho.test", Tokens: tokens(t, &counter{}), HTTPClient: &http.Client{Transport: canned{status, body}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	t.Cleanup(cancel)
	return c, ctx
}

// anyStatus is one that a server can send as a final answer.
func anyStatus(n uint16) int { return 200 + int(n)%400 }

func good(status int) bool { return status >= 200 && status <= 299 }

// honest checks what holds for every failure of a write: that it is an *Error,
// and that nothing but a refusal of Zoho's is taken for certain.
func honest(t *testing.T, status int, body string, err error) {
	t.Helper()
	e := apiError(t, err)
	if errors.Is(err, context.DeadlineExceeded) {
		t.Skip("too slow a machine")
	}
	certain := e.Applied == zoho.NotApplied
	switch {
	case certain && status >= 500:
		t.Errorf("%d is certain: %v", status, err)
	case certain && e.Code == "" && status != 401 && status != 429:
		t.Errorf("%d without a code is certain: %v", status, err)
	case certain && !json.Valid([]byte(body)) && status != 401 && status != 429:
		t.Errorf("%d with an unreadable body is certain: %v", status, err)
	}
	if e.Error() == "" || strings.Contains(e.Error(), "1000.refresh") {
		t.Errorf("text %q", e.Error())
	}
}

func seedAnswers(f *testing.F) {
	for _, body := range []string{
		inserted, `{"data":[]}`, `{}`, `null`, `[]`, ``, gatewayPage, inserted[:60], item("INVALID_DATA"),
		`{"data":[{"code":"SUCCESS","details":{"id":7}}]}`, `{"data":[{"code":"SCHEDULED","status":"success","details":{"job_id":"9"}}]}`,
		`{"data":[{"id":"57001","Event_Title":"x","Start_DateTime":"2026-03-09T05:00:00-07:00","Who_Id":null}],"info":{"more_records":true}}`,
		`{"code":429,"error":"TOO_MANY_REQUESTS"}`, `{"users":[{"id":"1"}],"info":{}}`, `{"org":[{"id":"1"}]}`,
		`{"watch":[{"code":"SUCCESS","status":"success","details":{"events":[{"channel_id":"1","channel_expiry":"2026-03-09T05:00:00Z"}]}}]}`,
		`{"__composite_requests":[{"code":"SUCCESS","status":"success","details":{"response":{"status_code":201,"body":` + inserted + `}}}]}`,
		`{"__composite_requests":[{"code":"ROLLBACK_PERFORMED","status":"error","message":"m","details":{}}]}`,
		`{"data":[{"code":"SUCCESS","status":"success","details":{"Contacts":{"id":"1","name":"x"},"Deals":null,"Accounts":null}}]}`,
		`{"code":"SUCCESS","status":"success","message":"transition updated successfully","details":{}}`,
		`{"data":[{"code":"MULTIPLE_OR_MULTI_ERRORS","status":"error","message":"m","details":{"errors":[{"code":"INTERNAL_ERROR","status":"error"}]}}]}`,
	} {
		for _, status := range []uint16{0, 1, 2, 4, 7, 104, 200, 212, 229, 300} {
			f.Add(status, body)
		}
	}
}

func FuzzWrites(f *testing.F) {
	seedAnswers(f)
	f.Fuzz(func(t *testing.T, n uint16, body string) {
		status := anyStatus(n)
		c, ctx := hearing(t, status, body)
		result, err := c.Events.InsertOne(ctx, zoho.Event{Title: "x"}, zoho.InsertOptions{})
		if err == nil && (result.ID == "" || result.Code != "SUCCESS" || !good(status)) {
			t.Errorf("success %+v with %d", result, status)
		} else if err != nil {
			honest(t, status, body, err)
		}
		done, err := c.ConvertLead(ctx, "57001", zoho.Conversion{})
		if err == nil && (done.Contact.ID == "" && done.JobID == "" || !good(status)) {
			t.Errorf("success %+v with %d", done, status)
		} else if err != nil {
			honest(t, status, body, err)
		}
		if err := c.Advance(ctx, "Deals", "57001", "1", nil); err == nil && !good(status) {
			t.Errorf("success with %d", status)
		} else if err != nil {
			honest(t, status, body, err)
		}
		fuzzWatch(ctx, t, c, status, body)
	})
}

func fuzzWatch(ctx context.Context, t *testing.T, c *zoho.Client, status int, body string) {
	results, err := c.Watch(ctx, channelTo("https://example.com"))
	if err != nil {
		honest(t, status, body, err)
		return
	}
	for _, w := range results {
		if w.Err == nil && (w.ID == "" || w.Expiry.IsZero() || !good(status)) {
			t.Errorf("success %+v with %d", w, status)
		} else if w.Err != nil {
			honest(t, status, body, w.Err)
		}
	}
}

func FuzzComposite(f *testing.F) {
	seedAnswers(f)
	f.Fuzz(func(t *testing.T, n uint16, body string) {
		status := anyStatus(n)
		for _, mode := range []zoho.CompositeMode{zoho.InOrder, zoho.RollbackOnFail} {
			c, ctx := hearing(t, status, body)
			b := zoho.NewComposite(mode)
			part := b.Insert("Contacts", zoho.Contact{LastName: "x"}, zoho.InsertOptions{})
			answer, err := c.Composite(ctx, b)
			if err != nil {
				honest(t, status, body, err)
				continue
			}
			result, err := answer.Result(part)
			if (err == nil) != (answer.Err() == nil) {
				t.Errorf("the part says %v, the composite %v", err, answer.Err())
			}
			switch {
			case err == nil && (result.ID == "" || answer.RolledBack()):
				t.Errorf("success %+v with %d", result, status)
			case err != nil && status == 200 && mode == zoho.InOrder && apiError(t, err).Applied == zoho.NotApplied && apiError(t, err).Code == "" && apiError(t, err).Status != 401 && apiError(t, err).Status != 429:
				t.Errorf("certain without a code: %v", err)
			}
		}
	})
}

func FuzzReads(f *testing.F) {
	seedAnswers(f)
	f.Fuzz(func(t *testing.T, n uint16, body string) {
		status := anyStatus(n)
		if strings.Contains(body, "more_records") && good(status) {
			body = strings.ReplaceAll(body, "true", "false") // the same page again would never end
		}
		c, ctx := hearing(t, status, body)
		event, err := c.Events.Get(ctx, "57001")
		read(t, status, err)
		if err == nil {
			roundTrip(t, event)
		}
		for event, err := range c.Events.List(ctx, zoho.ListOptions{Fields: []string{"Owner"}}) {
			read(t, status, err)
			if err == nil {
				roundTrip(t, event)
			}
		}
		_, err = collect(c.ListUsers(ctx, zoho.UsersAll))
		quiet(t, status, err)
		_, err = c.Contacts.Count(ctx, zoho.Search{})
		quiet(t, status, err)
		org, err := c.Org(ctx)
		read(t, status, err)
		if _, err := c.Blueprint(ctx, "Deals", "57001"); err == nil && !good(status) {
			t.Errorf("%d has a blueprint", status)
		}
		_ = org
	})
}

// read checks a read that must find something.
func read(t *testing.T, status int, err error) {
	t.Helper()
	if err == nil && (!good(status) || status == 204) {
		t.Errorf("%d is a record", status)
	}
	quiet(t, status, err)
}

// quiet checks a read that may find nothing: it succeeds with a good answer or
// 304, and its failure has changed nothing.
func quiet(t *testing.T, status int, err error) {
	t.Helper()
	if err == nil && !good(status) && status != 304 {
		t.Errorf("%d is a success", status)
	}
	if err != nil && apiError(t, err).Applied != zoho.NotApplied {
		t.Errorf("a read may have changed something: %v", err)
	}
}

// roundTrip checks that what was read can be written and means the same then.
func roundTrip(t *testing.T, event zoho.Event) {
	t.Helper()
	first, err := json.Marshal(event)
	if err != nil {
		return // an instant beyond the year 9999
	}
	var again zoho.Event
	if err := json.Unmarshal(first, &again); err != nil {
		t.Fatalf("%v of %s", err, first)
	}
	second, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, string(second), string(first))
}
