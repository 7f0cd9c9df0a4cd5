package conversation_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

const (
	dana  phone.Number = "+12125550143"
	rosa  phone.Number = "+16465550177"
	calls              = "project"
)

// world is a service over a store, on a clock that a test sets.
type world struct {
	*conversation.Service
	t   *testing.T
	db  *sqlite.DB
	now time.Time
	// revision is the attribute revision that is active.
	revision int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: minute(10), revision: 4}
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "c.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	active := func(context.Context, string) (int64, error) { return w.revision, nil }
	w.db, w.Service = db, conversation.NewService(db.Conversations(), active, func() time.Time { return w.now })
	return w
}

// heard is what a request says about its caller.
func heard(transport, claim string) conversation.Spoken {
	return conversation.Spoken{Transport: transport, Claim: claim, Region: "US"}
}

func (w *world) begin(id, transport string) conversation.Conversation {
	w.t.Helper()
	c, err := w.Begin(w.t.Context(), calls, id, conversation.Start{Spoken: heard(transport, "")})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) caller(id, transport, claim string) conversation.Caller {
	w.t.Helper()
	c, _, err := w.Find(w.t.Context(), calls, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Caller(heard(transport, claim))
}

func (w *world) end(id, transport, claim string, r conversation.Report) (conversation.Conversation, bool) {
	w.t.Helper()
	c, merged, err := w.End(w.t.Context(), calls, id, heard(transport, claim), r, []job.New{{Kind: "follow", Project: calls, Key: id}})
	if err != nil {
		w.t.Fatal(err)
	}
	return c, merged
}

// The table of who a request speaks for: what the conversation knows already,
// what the transport says, and what the request claims.
func TestWhoARequestSpeaksFor(t *testing.T) {
	type caller = conversation.Caller
	for name, c := range map[string]struct {
		begun, transport, claim string
		want                    caller
		number                  phone.Number
	}{
		"nobody knows":                       {"-", "", "", caller{}, ""},
		"the transport knows":                {"-", "(212) 555-0143", "", caller{Line: dana}, dana},
		"the conversation knows":             {string(dana), "", "", caller{Line: dana}, dana},
		"the first identity stays":           {string(dana), string(rosa), "", caller{Line: dana}, dana},
		"hiding later changes nothing":       {string(dana), "anonymous", "", caller{Line: dana}, dana},
		"a claim is no identity":             {"-", "", "646 555 0177", caller{Claim: rosa}, rosa},
		"a claim beside the identity":        {string(dana), "", string(rosa), caller{Line: dana, Claim: rosa}, rosa},
		"a claim of the identity":            {string(dana), "", string(dana), caller{Line: dana, Claim: dana}, dana},
		"a claim that is no number":          {string(dana), "", "five five five", caller{Line: dana, BadClaim: true}, ""},
		"a claim to be withheld":             {string(dana), "", "anonymous", caller{Line: dana}, dana},
		"withheld":                           {"anonymous", "", "", caller{Withheld: true}, ""},
		"withheld, with a claim":             {"anonymous", "", string(rosa), caller{Withheld: true, Claim: rosa}, rosa},
		"withheld by this request":           {"-", "Restricted", "", caller{Withheld: true}, ""},
		"a transport that makes no sense":    {"-", "sip:lobby", "", caller{Withheld: true}, ""},
		"withheld, then known":               {"anonymous", string(dana), "", caller{Line: dana}, dana},
		"without a conversation, with both":  {"", string(dana), string(rosa), caller{Line: dana, Claim: rosa}, rosa},
		"without a conversation, with claim": {"", "", string(rosa), caller{Claim: rosa}, rosa},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := "call"
			switch c.begun {
			case "-":
			case "":
				id = ""
			default:
				w.begin(id, c.begun)
			}
			got := w.caller(id, c.transport, c.claim)
			if got != c.want || got.Number() != c.number {
				t.Errorf("got %+v for %s, want %+v for %s", got, got.Number(), c.want, c.number)
			}
		})
	}
}

func TestAskingWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.caller("call", string(dana), string(rosa))
	if _, known, err := w.Find(t.Context(), calls, "call"); known || err != nil {
		t.Errorf("a conversation came of it: %t, %v", known, err)
	}
}

func TestAConversationWithoutAnIDIsNotKept(t *testing.T) {
	w := newWorld(t)
	if c := w.begin("", string(dana)); c.Line != dana || c.StartedAt != w.now {
		t.Errorf("it is %+v", c)
	}
	if err := w.Stand(t.Context(), calls, "", conversation.Standing{Module: "Contacts", ID: "1"}); err != nil {
		t.Error(err)
	}
	if _, known, err := w.Find(t.Context(), calls, ""); known || err != nil {
		t.Errorf("it is kept: %v", err)
	}
}

func TestBeginAgainFillsIn(t *testing.T) {
	w := newWorld(t)
	first, err := w.Begin(t.Context(), calls, "call", conversation.Start{Spoken: heard("", ""), Direction: conversation.Outbound})
	if err != nil || first.Line != "" || first.StartedAt != minute(10) {
		t.Fatalf("%+v, %v", first, err)
	}
	w.now = minute(11)
	again, err := w.Begin(t.Context(), calls, "call", conversation.Start{
		Spoken: heard(string(dana), ""), Channel: conversation.Voice, Direction: conversation.Inbound, StartedAt: minute(9),
	})
	if err != nil || again.Line != dana || again.Channel != conversation.Voice || again.Direction != conversation.Outbound {
		t.Errorf("%+v, %v", again, err)
	}
	if again.StartedAt != minute(9) || !again.CreatedAt.Equal(minute(10)) {
		t.Errorf("began %v, first heard of %v", again.StartedAt, again.CreatedAt)
	}
}

// A booking may be what ringbook hears first of a call. Its start is then the
// one that the report tells.
func TestTheStartIsTheEarliestThatAnybodySaid(t *testing.T) {
	w := newWorld(t)
	if err := w.Stand(t.Context(), calls, "call", conversation.Standing{Module: "Contacts", ID: "1"}); err != nil {
		t.Fatal(err)
	}
	w.now = minute(15)
	c, _ := w.end("call", "", "", conversation.Report{StartedAt: minute(5)})
	if !c.StartedAt.Equal(minute(5)) {
		t.Errorf("began %v", c.StartedAt)
	}
	c, _ = w.end("call", "", "", conversation.Report{StartedAt: minute(14)})
	if !c.StartedAt.Equal(minute(5)) || c.Standing == nil {
		t.Errorf("after another report it is %+v", c)
	}
}

func TestEndMergesAndKeepsTheIdentity(t *testing.T) {
	w := newWorld(t)
	w.begin("call", string(dana))
	c, merged := w.end("call", string(rosa), "646-555-0177", conversation.Report{Summary: "one", CallerPhone: "+1999"})
	if merged || c.Line != dana || c.Report.CallerPhone != rosa || !c.ReportedAt.Equal(minute(10)) {
		t.Errorf("merged %t: %+v", merged, c)
	}
	w.now = minute(30)
	c, merged = w.end("call", "", "not a number", conversation.Report{Summary: "longer", Direction: conversation.Inbound})
	if !merged || c.Report.Summary != "longer" || c.Report.CallerPhone != rosa || c.Direction != conversation.Inbound || !c.ReportedAt.Equal(minute(10)) {
		t.Errorf("merged %t: %+v", merged, c)
	}
	if _, err := w.db.Jobs().Get(t.Context(), calls, "follow", "call"); err != nil {
		t.Error(err)
	}
}

func TestOnlyOneOfManyReportsIsTheFirst(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	var mu sync.Mutex
	firsts := 0
	for range 16 {
		all.Go(func() {
			_, merged, err := w.End(t.Context(), calls, "call", heard("", string(dana)), conversation.Report{Summary: "x"}, nil)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if !merged {
				firsts++
			}
		})
	}
	all.Wait()
	if firsts != 1 {
		t.Errorf("%d reports were the first", firsts)
	}
}

func TestStepsReplaceTheirKind(t *testing.T) {
	w := newWorld(t)
	w.begin("call", "")
	for _, s := range []conversation.Step{
		{Kind: "record", State: conversation.StepFailed, Detail: "away"}, {Kind: "note", State: conversation.StepSkipped}, {Kind: "record", State: conversation.StepDone, Record: "1"},
	} {
		if err := w.Record(t.Context(), calls, "call", s); err != nil {
			t.Fatal(err)
		}
	}
	c, _, err := w.Find(t.Context(), calls, "call")
	if err != nil || len(c.Steps) != 2 || c.Steps[1].Kind != "note" || c.Steps[0] != (conversation.Step{Kind: "record", State: conversation.StepDone, Record: "1"}) {
		t.Errorf("the steps are %+v, %v", c.Steps, err)
	}
}

// Whatever ringbook hears first of a conversation, the revision of that moment
// stays with it.
func TestAConversationKeepsItsFirstRevision(t *testing.T) {
	w := newWorld(t)
	for name, first := range map[string]func(id string) error{
		"its start": func(id string) error {
			_, err := w.Begin(t.Context(), calls, id, conversation.Start{})
			return err
		},
		"a record": func(id string) error { return w.Stand(t.Context(), calls, id, conversation.Standing{ID: "1"}) },
		"its end": func(id string) error {
			_, _, err := w.End(t.Context(), calls, id, heard("", ""), conversation.Report{}, nil)
			return err
		},
	} {
		w.revision = 4
		if err := first(name); err != nil {
			t.Fatal(err)
		}
		w.revision = 5
		w.begin(name, "")
		if err := w.Stand(t.Context(), calls, name, conversation.Standing{ID: "2"}); err != nil {
			t.Fatal(err)
		}
		if c, _ := w.end(name, "", "", conversation.Report{Summary: "x"}); c.Revision != 4 {
			t.Errorf("begun with %s under revision 4, it has %d", name, c.Revision)
		}
	}
	if c := w.begin("new", ""); c.Revision != 5 {
		t.Errorf("begun under revision 5, it has %d", c.Revision)
	}
}
