package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// mailbox is an address that Zoho can notify.
type mailbox struct {
	*httptest.Server
	mu   sync.Mutex
	post []string
}

func newMailbox(t *testing.T) *mailbox {
	m := &mailbox{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.post = append(m.post, string(body))
	}))
	t.Cleanup(m.Close)
	return m
}

// received are the notifications, once the simulator has no more to send.
func (m *mailbox) received(s *simulator) []zoho.Notification {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.sim.Notifications(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]zoho.Notification, len(m.post))
	for i, body := range m.post {
		var err error
		if list[i], err = zoho.ParseNotification([]byte(body)); err != nil {
			s.t.Fatalf("%v: %s", err, body)
		}
	}
	return list
}

func channelTo(address string) zoho.Channel {
	return zoho.Channel{
		ID: "1000000068001", Events: []string{"Events.all", "Contacts.edit"}, NotifyURL: address, Token: "s3cret",
		Expiry: zoho.At(noon.Add(24 * time.Hour)),
	}
}

// one is the outcome of a call about one channel.
func one(t *testing.T, results []zoho.Watched, err error) zoho.Watched {
	t.Helper()
	ok(t, "watch", err)
	if len(results) == 0 {
		t.Fatal("no results")
	}
	ok(t, "channel", results[0].Err)
	return results[0]
}

// Fidelity: notice-body
// Fidelity: notice-insert
// Fidelity: notice-delete
// Fidelity: watch-delete
func TestWatch(t *testing.T) {
	s, box, ctx := simulate(t), newMailbox(t), context.Background()
	channel := channelTo(box.URL + "/zoho?project=7")
	channel.ReturnValues = true
	results, err := s.client.Watch(ctx, channel)
	opened := one(t, results, err)
	if opened.ID != channel.ID || !opened.Expiry.Equal(noon.Add(24*time.Hour)) || !slices.Contains(opened.Modules, "Events") {
		t.Errorf("opened %+v", opened)
	}
	listed, err := collect(s.client.Channels(ctx))
	if err != nil || len(listed) == 0 || listed[0].ID != channel.ID || !listed[0].Expiry.Equal(opened.Expiry.Time) {
		t.Errorf("listed %v %v", listed, err)
	}

	id := insert(t, s.client.Events, haircut(noon.Add(time.Hour)))
	_, err = s.client.Events.UpdateOne(ctx, id, zoho.Event{Title: "Shave"}, zoho.UpdateOptions{})
	ok(t, "update", err)
	ok(t, "delete", s.client.Events.DeleteOne(ctx, id))
	got := box.received(s)
	var operations []string
	for _, n := range got {
		operations = append(operations, n.Operation)
		if n.Module != "Events" || n.ChannelID != channel.ID || !slices.Contains(n.IDs, id) || n.Query["project"] != "7" || !strings.Contains(n.ResourceURI, "/crm/v2/") {
			t.Errorf("%+v", n)
		}
		if !n.Authentic("s3cret") || n.Authentic("other") || n.Authentic("") {
			t.Error("the token is not told right from wrong")
		}
	}
	if fmt.Sprint(operations) != "[insert update delete]" {
		t.Fatalf("operations %v", operations)
	}
	if !slices.Contains(got[1].Fields[id], "Event_Title") || got[1].Values[id]["Event_Title"] != "Shave" || !got[0].ServerTime.Equal(noon) {
		t.Errorf("update %+v", got[1])
	}

	results, err = s.client.Unwatch(ctx, channel.ID)
	one(t, results, err)
	insert(t, s.client.Events, haircut(noon.Add(2*time.Hour)))
	if after := box.received(s); len(after) != len(got) {
		t.Errorf("a closed channel told %+v", after[len(got):])
	}
	if results, err = s.client.Unwatch(ctx, channel.ID); err == nil {
		err = results[0].Err
	}
	if !errors.Is(err, zoho.CodeNotSubscribed) || apiError(t, err).Applied != zoho.NotApplied {
		t.Errorf("closed twice: %v", err)
	}
}

// Fidelity: watch-expiry
func TestWatchForTooLong(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	channel := channelTo("https://example.com/hook")
	channel.Expiry = zoho.At(noon.Add(8 * 24 * time.Hour))
	results, err := s.client.Watch(ctx, channel)
	if opened := one(t, results, err); !opened.Expiry.Equal(noon.Add(time.Hour)) {
		t.Errorf("until %v", opened.Expiry)
	}
}

// Fidelity: notice-condition
func TestWatchSomeFields(t *testing.T) {
	s, box, ctx := simulate(t), newMailbox(t), context.Background()
	channel := channelTo(box.URL)
	channel.Conditions = []zoho.FieldCondition{{Module: "Events", Fields: []string{"Start_DateTime", "End_DateTime"}}}
	channel.Events = []string{"Events.edit"}
	results, err := s.client.Watch(ctx, channel)
	one(t, results, err)
	id := insert(t, s.client.Events, haircut(noon.Add(time.Hour)))
	for _, change := range []zoho.Event{{Title: "Shave"}, {End: zoho.At(noon.Add(2 * time.Hour))}} {
		_, err := s.client.Events.UpdateOne(ctx, id, change, zoho.UpdateOptions{})
		ok(t, "update", err)
	}
	if got := box.received(s); len(got) != 1 || !slices.Contains(got[0].Fields[id], "End_DateTime") {
		t.Errorf("%+v", got)
	}
	listed, err := collect(s.client.Channels(ctx))
	if err != nil || len(listed) != 1 || len(listed[0].Conditions) != 1 || fmt.Sprint(listed[0].Conditions[0].Fields) != "[Start_DateTime End_DateTime]" {
		t.Errorf("listed %#v %v", listed, err)
	}
}

func TestWatchRefusals(t *testing.T) {
	s := newServer(t, answers(say(500, "")))
	c, ctx := client(t, s), context.Background()
	change := func(f func(*zoho.Channel)) zoho.Channel {
		channel := channelTo("https://example.com")
		f(&channel)
		return channel
	}
	for name, channel := range map[string]zoho.Channel{
		"id":      change(func(c *zoho.Channel) { c.ID = "one" }),
		"events":  change(func(c *zoho.Channel) { c.Events = nil }),
		"address": change(func(c *zoho.Channel) { c.NotifyURL = strings.Repeat("x", 256) }),
		"token":   change(func(c *zoho.Channel) { c.Token = strings.Repeat("x", 51) }),
		"fields":  change(func(c *zoho.Channel) { c.Conditions = []zoho.FieldCondition{{Module: "Events"}} }),
	} {
		if _, err := c.Watch(ctx, channel); apiError(t, err).Status != 0 {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(fmt.Sprintf("%v %+v %#v", channel, channel, channel), "s3cret") {
			t.Errorf("%s: the token shows", name)
		}
	}
	for _, err := range []error{second(c.Watch(ctx)), second(c.Unwatch(ctx)), second(c.Unwatch(ctx, "1,2"))} {
		if apiError(t, err).Status != 0 {
			t.Error(err)
		}
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// Fidelity: notice-faults
func TestNotificationsComeTwiceOrNot(t *testing.T) {
	for kind, want := range map[string]int{"notification_twice": 2, "notification_lost": 0} {
		s, box := simulate(t), newMailbox(t)
		results, err := s.client.Watch(context.Background(), channelTo(box.URL))
		one(t, results, err)
		s.control("POST", "faults", map[string]any{"faults": []any{map[string]any{"path": "/crm/v8/Events", "kind": kind}}}, nil)
		insert(t, s.client.Events, haircut(noon.Add(time.Hour)))
		if got := box.received(s); len(got) != want {
			t.Errorf("%s: %d", kind, len(got))
		}
	}
}

func TestWatchNeedsItsScope(t *testing.T) {
	s := simulate(t)
	narrow := s.connect(zohosim.GrantRequest{Scopes: []string{"ZohoCRM.modules.ALL"}})
	_, err := narrow.Watch(context.Background(), channelTo("https://example.com"))
	if !errors.Is(err, zoho.CodeScopeMismatch) || !zoho.IsUnauthorized(err) {
		t.Errorf("%v", err)
	}
}
