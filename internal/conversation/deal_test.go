package conversation_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/conversation"
)

// Of several who judge one conversation at once, the first decides for all.
func TestTheFirstDecisionIsEverybodys(t *testing.T) {
	w := newWorld(t)
	w.begin("c", string(dana))
	var all sync.WaitGroup
	var mu sync.Mutex
	kept := map[string]int{}
	for n := range 8 {
		all.Go(func() {
			d, err := w.DecideDeal(t.Context(), calls, "c", conversation.DealDecision{Deal: "7", Before: "A", After: fmt.Sprint("B", n), ModifiedAt: minute(n)})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			kept[d.After]++
		})
	}
	all.Wait()
	if len(kept) != 1 {
		t.Errorf("the decisions are %v", kept)
	}
}

func TestADecisionIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.begin("c", string(dana))
	first := conversation.DealDecision{Deal: "7", After: "A", ModifiedAt: minute(1)}
	second := conversation.DealDecision{Deal: "7", After: "B"}
	decide := func(d conversation.DealDecision, want string) {
		t.Helper()
		if got, err := w.DecideDeal(t.Context(), calls, "c", d); err != nil || got.After != want {
			t.Errorf("kept is %+v, %v; want %s", got, err, want)
		}
	}
	withdraw := func(d conversation.DealDecision) {
		t.Helper()
		if err := w.WithdrawDeal(t.Context(), calls, "c", d); err != nil {
			t.Error(err)
		}
	}
	decide(first, "A")
	withdraw(second) // was never kept
	decide(second, "A")
	withdraw(first)
	decide(second, "B")
	withdraw(first) // is long gone
	decide(first, "B")
	if c, _, err := w.Find(t.Context(), calls, "c"); err != nil || c.Withdrawn != 1 {
		t.Errorf("%d are withdrawn (%v), want 1", c.Withdrawn, err)
	}
}

// A record that was made for the conversation stays so when it is found again.
func TestAMadeRecordStaysMade(t *testing.T) {
	w := newWorld(t)
	w.begin("c", string(dana))
	for _, step := range []struct {
		id         string
		made, want bool
	}{{"1", false, false}, {"2", true, true}, {"2", false, true}, {"3", false, false}, {"2", false, false}} {
		err := w.Stand(t.Context(), calls, "c", conversation.Standing{Module: "Contacts", ID: step.id, Number: dana, Made: step.made})
		c, _, failed := w.Find(t.Context(), calls, "c")
		if err != nil || failed != nil || c.Standing.ID != step.id || c.Standing.Made != step.want {
			t.Errorf("after %+v: %+v, %v, %v", step, c.Standing, err, failed)
		}
	}
}

func TestCallerWordsAndTurns(t *testing.T) {
	turns := []conversation.Turn{{Role: "agent", Text: "Hello?"}, {Role: "User", Text: " It's Dana. "}, {Role: "tool", Text: "{}"}, {Role: "caller", Text: "How much?"}}
	for _, test := range []struct {
		report conversation.Report
		words  string
		turns  int
	}{
		{conversation.Report{Turns: turns, Transcript: "caller: something else"}, "It's Dana.\nHow much?", 4},
		{conversation.Report{Transcript: "agent: Hello?\n\nCustomer: It's Dana: hi\nagent: caller: no\nuser:How much?\n"}, "It's Dana: hi\nHow much?", 4},
		{conversation.Report{Transcript: "nobody says who speaks"}, "", 1},
		{conversation.Report{}, "", 0},
	} {
		if got := test.report.CallerWords(); got != test.words {
			t.Errorf("the words are %q, want %q", got, test.words)
		}
		if got := test.report.TurnsTaken(); got != test.turns {
			t.Errorf("%d turns, want %d", got, test.turns)
		}
	}
}
