package intent_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

func TestResolve(t *testing.T) {
	for _, test := range []struct {
		first  behaviour
		record string
		state  intent.State
	}{
		{applies, "id1", intent.Done},
		{refuses, "", intent.Refused},
		{isDown, "", intent.Refused},
		{neverArrives, "", intent.Refused},
		{appliesLate, "id1", intent.Done},
		{appliesUnseen, "id1", intent.Done},
	} {
		t.Run(string(test.first), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.crm.script = []behaviour{test.first}
			write := w.crm.write("ref:a")
			_, _ = w.ledger().Run(t.Context(), event("a"), write)
			if !w.get("a").State.Settled() && w.get("a").State != intent.Ready {
				if _, err := w.ledger().Resolve(t.Context(), "p1", "a", write.Find); !fault.Is(err, fault.Uncertain) {
					t.Errorf("within the grace: %v, want uncertain", err)
				}
				w.pass(grace)
			}
			record, err := w.ledger().Resolve(t.Context(), "p1", "a", write.Find)
			if record != test.record || err != nil {
				t.Errorf("resolved as %q, %v; want %q", record, err, test.record)
			}
			w.wantState("a", test.state)
			later, err := w.ledger().Run(t.Context(), event("a"), write)
			if later != test.record || fault.Is(err, fault.Refused) != (test.state == intent.Refused) || w.crm.creates != 1 {
				t.Errorf("run again: %q, %v after %d creates", later, err, w.crm.creates)
			}
		})
	}
}

func TestResolveOfTheUnrecorded(t *testing.T) {
	w := newWorld(t)
	if record, err := w.ledger().Resolve(t.Context(), "p1", "a", w.crm.write("ref:a").Find); record != "" || err != nil {
		t.Errorf("resolved as %q, %v", record, err)
	}
}
