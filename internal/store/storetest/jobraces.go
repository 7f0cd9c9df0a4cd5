package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ringbook/ringbook/internal/job"
)

// racers is how many goroutines meet in a race.
const racers = 8

// race runs f on all racers at once. f reports failures by t.Error only.
func race(f func(racer int)) {
	var ready, over sync.WaitGroup
	ready.Add(racers)
	for i := range racers {
		over.Go(func() {
			ready.Done()
			ready.Wait()
			f(i)
		})
	}
	over.Wait()
}

func report(t *testing.T, err error) bool {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
	return err == nil
}

func (t jobsTest) raceClaims() {
	const count = 300
	for i := range count {
		t.enqueue(keyed(fmt.Sprint(i)))
	}
	var mu sync.Mutex
	handed := map[int64]int{}
	race(func(int) {
		for {
			jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"work"}, 7)
			if !report(t.T, err) || len(jobs) == 0 {
				return
			}
			for _, j := range jobs {
				mu.Lock()
				handed[j.ID]++
				mu.Unlock()
				report(t.T, t.store.Finish(t.Context(), j, t.clock.now()))
			}
		}
	})
	if len(handed) != count {
		t.Errorf("%d jobs were handed out, want %d", len(handed), count)
	}
	for id, times := range handed {
		if times != 1 {
			t.Errorf("the job %d was handed out %d times", id, times)
		}
	}
}

func (t jobsTest) raceEnqueue() {
	race(func(int) {
		for i := range 20 {
			report(t.T, t.store.Enqueue(t.Context(), keyed(fmt.Sprint(i)), keyed("shared")))
		}
	})
	if n := len(t.claim()); n != 21 {
		t.Errorf("%d jobs came of 21 keys", n)
	}
}

func (t jobsTest) raceTakeover() {
	t.enqueue(keyed("k"))
	t.claimOne()
	t.clock.pass(lease)
	var winners atomic.Int32
	race(func(int) {
		jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"work"}, 10)
		report(t.T, err)
		winners.Add(int32(len(jobs)))
	})
	if winners.Load() != 1 {
		t.Errorf("%d workers took the job over", winners.Load())
	}
}

// raceFinish checks that news which arrive while a job ends are never lost:
// after the last enqueue there is always one more run.
func (t jobsTest) raceFinish() {
	const rounds = 50
	var news, seen atomic.Int64
	race(func(racer int) {
		for range rounds {
			if racer%2 == 0 {
				news.Add(1)
				report(t.T, t.store.Enqueue(t.Context(), keyed("k")))
				continue
			}
			t.workOff(&news, &seen)
		}
	})
	for t.workOff(&news, &seen) {
	}
	if seen.Load() != news.Load() {
		t.Errorf("the last run saw %d of %d pieces of news", seen.Load(), news.Load())
	}
	t.wantState("k", job.Done)
}

// workOff runs what is due, and notes how much news each run saw at its start.
func (t jobsTest) workOff(news, seen *atomic.Int64) (worked bool) {
	jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"work"}, 10)
	if !report(t.T, err) {
		return false
	}
	for _, j := range jobs {
		seen.Store(max(seen.Load(), news.Load()))
		report(t.T, t.store.Finish(t.Context(), j, t.clock.now()))
	}
	return len(jobs) > 0
}
