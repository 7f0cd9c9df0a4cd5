package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// groupSize bounds how many transactions share one commit.
const groupSize = 64

// write runs fn as one durable transaction. A non-nil error means that nothing
// was applied. The context counts only while the transaction waits for its
// turn: fn is given one that is never cancelled, since interrupting SQLite in
// the middle of a write would roll back the others of the group. fn may run
// SQL only; it must not wait for anything, for nobody else can write meanwhile.
func (db *DB) write(ctx context.Context, fn func(context.Context, *tx) error) error {
	due, err := db.writer.do(ctx, fn)
	if due && err == nil {
		if wake := db.enqueued.Load(); wake != nil {
			(*wake)()
		}
	}
	return err
}

// The life of an order: it waits until the writer takes it or its caller gives
// it up, whichever comes first.
const (
	waiting int32 = iota
	taken
	abandoned
)

// order is one caller's transaction.
type order struct {
	ctx   context.Context // without cancellation
	fn    func(context.Context, *tx) error
	state atomic.Int32
	due   bool
	done  chan error
}

// writer owns the one connection that writes.
type writer struct {
	pool  *sql.DB
	now   func() time.Time
	log   *slog.Logger
	bell  chan struct{} // rung when there is something in line, or the end
	ended chan struct{}

	mu     sync.Mutex
	line   []*order
	closed bool

	conn *conn // only the writing goroutine's; nil until needed
}

func newWriter(pool *sql.DB, now func() time.Time, log *slog.Logger) *writer {
	w := &writer{pool: pool, now: now, log: log, bell: make(chan struct{}, 1), ended: make(chan struct{})}
	go w.serve()
	return w
}

func (w *writer) do(ctx context.Context, fn func(context.Context, *tx) error) (due bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	o := &order{ctx: context.WithoutCancel(ctx), fn: fn, done: make(chan error, 1)}
	if err := w.enqueue(o); err != nil {
		return false, err
	}
	select {
	case err = <-o.done:
	case <-ctx.Done():
		if o.state.CompareAndSwap(waiting, abandoned) {
			return false, ctx.Err()
		}
		err = <-o.done
	}
	return o.due, err
}

func (w *writer) enqueue(o *order) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return fault.New(fault.Unavailable, "the server is shutting down")
	}
	w.line = append(w.line, o)
	w.ring()
	return nil
}

func (w *writer) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.ring()
	w.mu.Unlock()
	<-w.ended
}

// next takes the orders at the head of the line that still want to be run.
func (w *writer) next() (group []*order, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for ; n < len(w.line) && len(group) < groupSize; n++ {
		if w.line[n].state.CompareAndSwap(waiting, taken) {
			group = append(group, w.line[n])
		}
		w.line[n] = nil
	}
	if w.line = w.line[n:]; len(w.line) == 0 {
		w.line = nil
	}
	return group, w.closed
}

func (w *writer) serve() {
	defer close(w.ended)
	for {
		group, closed := w.next()
		for len(group) > 0 {
			group = group[w.commit(group):]
		}
		switch {
		case w.inLine():
		case closed:
			w.drop()
			return
		default:
			<-w.bell
		}
	}
}

func (w *writer) inLine() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.line) > 0
}

// commit runs the orders in one SQLite transaction and answers as many of them
// as it returns, at least one. It stops early where SQLite gave up the whole
// transaction, as it does on a full disk: those that had run have failed, and
// the rest may have better luck in a transaction of their own.
func (w *writer) commit(group []*order) int {
	ctx := context.Background()
	if err := w.begin(ctx); err != nil {
		answer(group, err)
		return len(group)
	}
	var kept []*order
	for i, o := range group {
		err := w.run(o)
		if broken := w.end(ctx, err == nil); broken != nil {
			w.rollback(ctx)
			answer(append(kept, o), first(err, broken))
			return i + 1
		}
		if err != nil {
			o.done <- err
			continue
		}
		kept = append(kept, o)
	}
	err := translate(w.conn.exec(ctx, "COMMIT"))
	if err != nil {
		w.log.Error("a commit failed", "transactions", len(kept), "error", err)
		w.rollback(ctx)
	}
	answer(kept, err)
	return len(group)
}

func (w *writer) begin(ctx context.Context) (err error) {
	if w.conn == nil {
		if w.conn, err = connect(ctx, w.pool); err != nil {
			return err
		}
	}
	if err := w.conn.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		w.drop()
		return translate(err)
	}
	return nil
}

// run runs one order inside its savepoint, which the caller must end.
func (w *writer) run(o *order) (err error) {
	t := &tx{conn: w.conn, now: w.now()}
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("a transaction panicked", "panic", p, "stack", string(debug.Stack()))
			err = fault.Wrap(fault.Internal, fmt.Errorf("panic: %v", p), "something went wrong inside the server")
		}
		o.due = t.due
	}()
	if err := w.conn.exec(o.ctx, "SAVEPOINT one"); err != nil {
		return translate(err)
	}
	return o.fn(o.ctx, t)
}

// end keeps or undoes what the last savepoint holds. An error means that the
// whole transaction is gone.
func (w *writer) end(ctx context.Context, keep bool) error {
	if !keep {
		if err := w.conn.exec(ctx, "ROLLBACK TO one"); err != nil {
			return translate(err)
		}
	}
	return translate(w.conn.exec(ctx, "RELEASE one"))
}

// rollback ends a broken transaction. SQLite has usually done so already; in
// any case the connection is replaced, for nobody knows what it is good for.
func (w *writer) rollback(ctx context.Context) {
	_ = w.conn.exec(ctx, "ROLLBACK")
	w.drop()
}

func (w *writer) drop() {
	if w.conn != nil {
		w.conn.discard()
		w.conn = nil
	}
}

func answer(orders []*order, err error) {
	for _, o := range orders {
		o.done <- err
	}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
