package sqlite

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

func TestReadersCannotWrite(t *testing.T) {
	n := openNotes(t)
	if err := n.read(t.Context(), note("x")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing on a reading connection: %v", err)
	}
	n.want()
}

func TestReadIsASnapshot(t *testing.T) {
	n := openNotes(t)
	n.do(`INSERT INTO notes VALUES ('a')`)
	err := n.read(t.Context(), func(ctx context.Context, t *tx) error {
		for range 2 {
			words, err := all(ctx, t, scanString, `SELECT word FROM notes`)
			if err != nil || len(words) != 1 {
				return errors.Join(err, errors.New("the snapshot moved"))
			}
			n.do(`INSERT INTO notes VALUES (?)`, "b"+words[0]+time.Now().String())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestReadersAreBounded(t *testing.T) {
	n := openNotes(t)
	let := make(chan struct{})
	var inside, over sync.WaitGroup
	inside.Add(cap(n.readers.free))
	for range cap(n.readers.free) {
		over.Go(func() {
			_ = n.read(context.Background(), func(context.Context, *tx) error { inside.Done(); <-let; return nil })
		})
	}
	inside.Wait()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := n.read(ctx, func(context.Context, *tx) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one more than there are: %v", err)
	}
	close(let)
	over.Wait()
	n.want()
}

func TestCancelledReadEndsAndHarmsNobody(t *testing.T) {
	n := openNotes(t)
	for range 10 {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		err := n.read(ctx, func(ctx context.Context, t *tx) error {
			_, err := all(ctx, t, scanString, `
				WITH RECURSIVE endless (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT max(n) FROM endless`)
			return err
		})
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("an endless read ended with %v", err)
		}
		n.want()
	}
}

func TestPanicOfAReaderGivesItsConnectionBack(t *testing.T) {
	n := openNotes(t)
	for range cap(n.readers.free) + 1 {
		func() {
			defer func() { _ = recover() }()
			_ = n.read(t.Context(), func(context.Context, *tx) error { panic("a mistake") })
		}()
	}
	n.want()
}
