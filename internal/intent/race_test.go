package intent_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRunsOfOneProcessTakeTurns(t *testing.T) {
	w := newWorld(t)
	ledger := w.ledger()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if record, err := ledger.Run(t.Context(), event("a"), w.crm.write("ref:a")); record != "id1" || err != nil {
				t.Errorf("Run: %q, %v", record, err)
			}
		})
	}
	all.Wait()
	if w.crm.creates != 1 || w.crm.finds != 0 {
		t.Errorf("%d creates and %d finds, want 1 and 0", w.crm.creates, w.crm.finds)
	}
}

// slow is a write that says when it has begun and waits to be let go.
func (w *world) slow(marker string) (write intent.Write, began, let chan struct{}) {
	began, let = make(chan struct{}), make(chan struct{})
	write = w.crm.write(marker)
	create := write.Do
	write.Do = func(ctx context.Context) (string, error) {
		close(began)
		<-let
		return create(ctx)
	}
	return write, began, let
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	w := newWorld(t)
	ledger := w.ledger()
	write, began, let := w.slow("ref:a")
	first := make(chan error, 1)
	go func() {
		_, err := ledger.Run(t.Context(), event("a"), write)
		first <- err
	}()
	<-began
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ledger.Run(ctx, event("a"), w.crm.write("ref:a")); !fault.Is(err, fault.Uncertain) {
		t.Errorf("giving up behind another attempt: %v, want uncertain", err)
	}
	// Another intention does not wait.
	if _, err := ledger.Run(t.Context(), event("b"), w.crm.write("ref:b")); err != nil {
		t.Error(err)
	}
	close(let)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

func TestProcessesDoNotBothAttempt(t *testing.T) {
	w := newWorld(t)
	write, began, let := w.slow("ref:a")
	first := make(chan string, 1)
	go func() {
		record, err := w.ledger().Run(t.Context(), event("a"), write)
		if err != nil {
			t.Error(err)
		}
		first <- record
	}()
	<-began
	other := w.ledger()
	_, err := other.Run(t.Context(), event("a"), w.crm.write("ref:a"))
	if !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != grace {
		t.Errorf("beside another process: %v after %s", err, fault.RetryAfter(err))
	}
	close(let)
	record := <-first
	w.pass(time.Second)
	if again, err := other.Run(t.Context(), event("a"), w.crm.write("ref:a")); again != record || err != nil {
		t.Errorf("afterwards: %q, %v, want %q", again, err, record)
	}
	if w.crm.creates != 1 {
		t.Errorf("%d creates", w.crm.creates)
	}
}

// The one process finds what the other has made before that one has recorded
// it: both must answer the same record.
func TestOutcomeFoundByAnotherProcess(t *testing.T) {
	w := newWorld(t)
	write := w.crm.write("ref:a")
	create := write.Do
	write.Do = func(ctx context.Context) (string, error) {
		record, err := create(ctx)
		if found, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a")); found != record || err != nil {
			t.Errorf("the other process has %q, %v, want %q", found, err, record)
		}
		return record, err
	}
	if record, err := w.ledger().Run(t.Context(), event("a"), write); record != "id1" || err != nil {
		t.Errorf("Run: %q, %v", record, err)
	}
}
