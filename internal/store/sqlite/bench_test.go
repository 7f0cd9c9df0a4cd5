package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
)

// The benchmarks of writing do the same work, an unkeyed job and an intention,
// durably. The bare commit is the floor: what one caller gets from the driver
// when nothing of ours is in between.

const callers = 32

func benchEffects(ctx context.Context, tx *tx, n int64) error {
	if err := insertJob(ctx, tx, job.New{Kind: "work", Project: "p1"}); err != nil {
		return err
	}
	return insertIntent(ctx, tx, intent.Intent{ID: fmt.Sprint(n), Project: "p1", Kind: "event.create"})
}

// measure spreads b.N calls over goroutines and reports rate and latencies.
func measure(b *testing.B, goroutines int, call func(n int64) error) {
	b.Helper()
	took := make([][]time.Duration, goroutines)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for g := range goroutines {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				began := time.Now()
				if err := call(n); err != nil {
					b.Error(err)
					return
				}
				took[g] = append(took[g], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	sorted := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(sorted) == 0 {
		return
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	b.ReportMetric(float64(sorted[len(sorted)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds()), "p99-µs")
}

func BenchmarkBareCommit(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.db")
	if err := openAt(b, path).Close(); err != nil {
		b.Fatal(err)
	}
	pool, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	c, err := connect(b.Context(), pool)
	if err != nil {
		b.Fatal(err)
	}
	defer c.discard()
	ctx := context.Background()
	measure(b, 1, func(n int64) error {
		if err := c.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		if err := benchEffects(ctx, &tx{conn: c, now: time.Now()}, n); err != nil {
			return err
		}
		return c.exec(ctx, "COMMIT")
	})
}

func BenchmarkOneCaller(b *testing.B) {
	db := open(b, nil)
	measure(b, 1, func(n int64) error {
		return db.write(context.Background(), func(ctx context.Context, tx *tx) error { return benchEffects(ctx, tx, n) })
	})
}

// BenchmarkOneAtATime is what 32 callers would have without group commit.
func BenchmarkOneAtATime(b *testing.B) {
	db := open(b, nil)
	var alone sync.Mutex
	measure(b, callers, func(n int64) error {
		alone.Lock()
		defer alone.Unlock()
		return db.write(context.Background(), func(ctx context.Context, tx *tx) error { return benchEffects(ctx, tx, n) })
	})
}

func BenchmarkGroupCommit(b *testing.B) {
	db := open(b, nil)
	measure(b, callers, func(n int64) error {
		return db.write(context.Background(), func(ctx context.Context, tx *tx) error { return benchEffects(ctx, tx, n) })
	})
}

func BenchmarkRead(b *testing.B) {
	for _, goroutines := range []int{1, 8} {
		b.Run(fmt.Sprint(goroutines), func(b *testing.B) {
			db := open(b, nil)
			if err := db.Jobs().Enqueue(b.Context(), job.New{Kind: "work", Project: "p1", Key: "k"}); err != nil {
				b.Fatal(err)
			}
			measure(b, goroutines, func(int64) error {
				_, err := db.Jobs().Get(context.Background(), "p1", "work", "k")
				return err
			})
		})
	}
}

// BenchmarkJob is a job's whole life: enqueued, claimed and finished.
func BenchmarkJob(b *testing.B) {
	db := open(b, nil)
	s, ctx := db.Jobs(), context.Background()
	measure(b, callers, func(int64) error {
		if err := s.Enqueue(ctx, job.New{Kind: "work", Project: "p1"}); err != nil {
			return err
		}
		jobs, err := s.Claim(ctx, time.Now(), time.Hour, []string{"work"}, 1)
		if err != nil || len(jobs) == 0 {
			return err
		}
		return s.Finish(ctx, jobs[0], time.Now())
	})
}

func BenchmarkIdleClaim(b *testing.B) {
	s := open(b, nil).Jobs()
	measure(b, 1, func(int64) error {
		_, err := s.Claim(context.Background(), time.Now(), time.Hour, []string{"work"}, 16)
		return err
	})
}
