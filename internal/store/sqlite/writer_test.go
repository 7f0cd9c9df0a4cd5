package sqlite

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// notes is a database with a table of words to write into.
type notes struct {
	*testing.T
	*DB
}

func openNotes(t *testing.T) notes {
	t.Helper()
	n := notes{t, open(t, nil)}
	n.do(`CREATE TABLE notes (word TEXT PRIMARY KEY) STRICT`)
	return n
}

func (n notes) do(query string, args ...any) {
	n.Helper()
	if err := n.write(context.Background(), put(query, args...)); err != nil {
		n.Fatal(err)
	}
}

func put(query string, args ...any) func(context.Context, *tx) error {
	return func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, query, args...)
		return err
	}
}

func note(word string) func(context.Context, *tx) error {
	return put(`INSERT INTO notes (word) VALUES (?)`, word)
}

func (n notes) want(words ...string) {
	n.Helper()
	var got []string
	err := n.read(context.Background(), func(ctx context.Context, t *tx) (err error) {
		got, err = all(ctx, t, scanString, `SELECT word FROM notes ORDER BY rowid`)
		return err
	})
	if err != nil || !slices.Equal(got, words) {
		n.Errorf("the notes are %v, %v; want %v", got, err, words)
	}
}

func scanString(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}

// group runs the functions in one group, in their order, and returns what each
// was told. It does so by keeping the writer busy until all are in line.
func (n notes) group(fns ...func(context.Context, *tx) error) []error {
	n.Helper()
	began, let := make(chan struct{}), make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		_ = n.write(context.Background(), func(context.Context, *tx) error { close(began); <-let; return nil })
	})
	<-began
	told := make([]error, len(fns))
	for i, fn := range fns {
		over.Go(func() { told[i] = n.write(context.Background(), fn) })
		n.wait(i + 1)
	}
	close(let)
	over.Wait()
	return told
}

// wait waits until so many transactions are in line.
func (n notes) wait(count int) {
	n.Helper()
	for range 5000 {
		n.writer.mu.Lock()
		here := len(n.writer.line)
		n.writer.mu.Unlock()
		if here == count {
			return
		}
		time.Sleep(time.Millisecond)
	}
	n.Fatalf("there are never %d in line", count)
}

func TestOneFailureOfAGroupIsItsOwn(t *testing.T) {
	n := openNotes(t)
	mine := errors.New("mine")
	told := n.group(
		note("a"),
		func(ctx context.Context, t *tx) error { return errors.Join(note("failed")(ctx, t), mine) },
		note("b"),
		func(ctx context.Context, t *tx) error { _ = note("panicked")(ctx, t); panic("a mistake") },
		note("a"),
		note("c"),
	)
	n.want("a", "b", "c")
	if told[0] != nil || told[2] != nil || told[5] != nil {
		t.Errorf("those that succeeded were told %v", told)
	}
	if !errors.Is(told[1], mine) || !fault.Is(told[3], fault.Internal) || !fault.Is(told[4], fault.Conflict) {
		t.Errorf("those that failed were told %v", told)
	}
}

// What SQLite does by itself on a full disk: the whole transaction is gone in
// the middle of a group.
func TestTransactionLostInTheMiddleOfAGroup(t *testing.T) {
	n := openNotes(t)
	told := n.group(note("a"), put(`ROLLBACK`), note("b"))
	if told[0] == nil || told[1] == nil || told[2] != nil {
		t.Errorf("told %v, want only the last to succeed", told)
	}
	n.want("b")
	n.do(`INSERT INTO notes VALUES ('c')`)
	n.want("b", "c")
}

func TestFailedCommitFailsAllOfTheGroup(t *testing.T) {
	n := openNotes(t)
	n.do(`CREATE TABLE remarks (word TEXT REFERENCES notes DEFERRABLE INITIALLY DEFERRED) STRICT`)
	told := n.group(note("a"), put(`INSERT INTO remarks VALUES ('none')`), note("b"))
	for i, err := range told {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%d was told %v, want the conflict of the commit", i, err)
		}
	}
	n.want()
	n.do(`INSERT INTO notes VALUES ('c')`)
	n.want("c")
}

func TestCancelledWhileWaitingNeverRuns(t *testing.T) {
	n := openNotes(t)
	began, let := make(chan struct{}), make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		_ = n.write(context.Background(), func(context.Context, *tx) error { close(began); <-let; return nil })
	})
	<-began
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan error, 1)
	go func() { told <- n.write(ctx, note("never")) }()
	n.wait(1)
	cancel()
	if err := <-told; !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	close(let)
	over.Wait()
	n.do(`INSERT INTO notes VALUES ('afterwards')`)
	n.want("afterwards")
}

func TestCancelledWhileRunningIsToldTheOutcome(t *testing.T) {
	n := openNotes(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := n.write(ctx, func(inside context.Context, t *tx) error {
		cancel()
		if inside.Err() != nil {
			n.Error("the transaction's context was cancelled")
		}
		return note("kept")(inside, t)
	})
	if err != nil {
		t.Errorf("told %v", err)
	}
	n.want("kept")
	if err := n.write(ctx, note("never")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled beforehand: %v", err)
	}
}

func TestCloseLetsTheLineCommit(t *testing.T) {
	path := t.TempDir() + "/x.db"
	db := openAt(t, path)
	n := notes{t, db}
	n.do(`CREATE TABLE notes (word TEXT PRIMARY KEY) STRICT`)
	began, let := make(chan struct{}), make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		_ = db.write(context.Background(), func(context.Context, *tx) error { close(began); <-let; return nil })
	})
	<-began
	over.Go(func() {
		if err := db.write(context.Background(), note("waiting")); err != nil {
			t.Error(err)
		}
	})
	n.wait(1)
	over.Go(func() { close(let) })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	over.Wait()
	if err := db.write(t.Context(), note("late")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing after Close: %v", err)
	}
	if err := db.read(t.Context(), func(context.Context, *tx) error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("reading after Close: %v", err)
	}
	again := notes{t, openAt(t, path)}
	defer again.Close()
	again.want("waiting")
}

func TestErrorsForPeopleShowNothing(t *testing.T) {
	n := openNotes(t)
	secret := "a name nobody should read"
	n.do(`INSERT INTO notes VALUES (?)`, secret)
	err := n.write(t.Context(), note(secret))
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the error is %v", err)
	}
}
