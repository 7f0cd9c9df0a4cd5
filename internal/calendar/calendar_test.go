package calendar

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

var nine = time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC)

func hours(from, to int) slot.Interval {
	return slot.Interval{Start: nine.Add(time.Duration(from) * time.Hour), End: nine.Add(time.Duration(to) * time.Hour)}
}

// books are calendars in memory that count how often they are read.
type books struct {
	mu        sync.Mutex
	events    []Event
	absences  []Absence
	cancelled []string
	// takes is how long a read takes; failing and denied are for events and
	// absences.
	takes           time.Duration
	failing, denied error
	reads, asked    int
}

func (b *books) wait() { time.Sleep(b.takes) }

func (b *books) Events(context.Context, string, []Owner, slot.Interval) ([]Event, error) {
	b.wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads++
	return slices.Clone(b.events), b.failing
}

func (b *books) Absences(context.Context, string, []Owner) ([]Absence, error) {
	b.wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.absences, b.denied
}

func (b *books) Cancelled(_ context.Context, _ string, events []string) ([]string, error) {
	b.wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked += len(events)
	return slices.DeleteFunc(slices.Clone(events), func(id string) bool { return !slices.Contains(b.cancelled, id) }), nil
}

// change does something to the books between reads.
func (b *books) change(what func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	what()
}

// counts are how often events were read, and about how many was asked.
func (b *books) counts() (reads, asked int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reads, b.asked
}

func query(within slot.Interval) Query {
	return Query{Project: "p", Owners: []Owner{{"helen", time.UTC}}, Within: within, MaxAge: 30 * time.Second}
}

func busyTimes(t *testing.T, s *Service, q Query) []slot.Interval {
	t.Helper()
	view, err := s.View(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return view.Busy("helen")
}

func TestViewsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{takes: time.Second}
		s := NewService(b, b, time.Now)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() { busyTimes(t, s, query(hours(0, 8))) })
		}
		all.Wait()
		for _, c := range []struct {
			why    string
			within slot.Interval
			after  time.Duration
			want   int
		}{
			{"ten at once", hours(0, 8), 0, 1},
			{"a part of it", hours(2, 4), 20 * time.Second, 1},
			{"more than that", hours(0, 9), 0, 2},
			{"too old", hours(0, 9), 31 * time.Second, 3},
		} {
			time.Sleep(c.after)
			busyTimes(t, s, query(c.within))
			if reads, _ := b.counts(); reads != c.want {
				t.Errorf("%s: %d reads, want %d", c.why, reads, c.want)
			}
		}
		s.Forget("p")
		s.Forget("another")
		busyTimes(t, s, query(hours(0, 9)))
		if reads, _ := b.counts(); reads != 4 {
			t.Errorf("after a write: %d reads", reads)
		}
	})
}

// A read that fails is no empty calendar, and is tried again by the next.
func TestAFailedReadIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{failing: errors.New("away")}
		s := NewService(b, b, time.Now)
		if _, err := s.View(t.Context(), query(hours(0, 8))); err == nil || err.Error() != "away" {
			t.Errorf("the error is %v", err)
		}
		b.change(func() { b.failing = nil })
		busyTimes(t, s, query(hours(0, 8)))

		b.change(func() { b.denied = errors.New("not told") })
		time.Sleep(time.Minute)
		if _, err := s.View(t.Context(), query(hours(0, 8))); err == nil || err.Error() != "not told" {
			t.Errorf("who is away is not known, and the error is %v", err)
		}
		b.change(func() { b.denied = fault.New(fault.Denied, "may not see it") })
		busyTimes(t, s, query(hours(0, 8)))
	})
}

// One who leaves does not end the read for the others.
func TestAskersMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{takes: time.Second}
		s := NewService(b, b, time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := s.View(ctx, query(hours(0, 8))); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		busyTimes(t, s, query(hours(0, 8)))
		if reads, _ := b.counts(); reads != 1 {
			t.Errorf("%d reads", reads)
		}
	})
}

func TestAbsencesOutliveAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{absences: []Absence{{"helen", hours(1, 2)}, {"marcus", hours(2, 3)}}}
		s := NewService(b, b, time.Now)
		helen := Owner{"helen", time.UTC}
		for range 2 {
			got, err := s.Away(t.Context(), "p", helen, time.Minute)
			if err != nil || !slices.Equal(got, []slot.Interval{hours(1, 2)}) {
				t.Errorf("Helen is away %v (%v)", got, err)
			}
			b.change(func() { b.absences = nil })
			s.Forget("p")
		}
		time.Sleep(time.Hour)
		if got, err := s.Away(t.Context(), "p", helen, time.Minute); err != nil || len(got) > 0 {
			t.Errorf("Helen is still away %v (%v)", got, err)
		}
	})
}

// That an event is cancelled is found out behind the first view that has it,
// once, and again when the event has changed.
func TestCancelledEventsAreFoundOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{cancelled: []string{"2"}, takes: time.Second, events: []Event{
			{ID: "1", Owner: "helen", Interval: hours(1, 2), Changed: nine}, {ID: "2", Owner: "helen", Interval: hours(3, 4), Changed: nine},
		}}
		s := NewService(b, b, time.Now)
		began := time.Now()
		if got := busyTimes(t, s, query(hours(0, 8))); len(got) != 2 || time.Since(began) > b.takes {
			t.Errorf("the first view has %v after %s", got, time.Since(began))
		}
		time.Sleep(2 * time.Second)
		for range 3 { // the view in memory, and two that are read again
			if got := busyTimes(t, s, query(hours(0, 8))); !slices.Equal(got, []slot.Interval{hours(1, 2)}) {
				t.Errorf("busy is %v", got)
			}
			time.Sleep(time.Minute)
		}
		if _, asked := b.counts(); asked != 2 {
			t.Errorf("asked about %d events", asked)
		}
		b.change(func() { b.events[1].Changed, b.cancelled = nine.Add(time.Hour), nil })
		if got := busyTimes(t, s, query(hours(0, 8))); len(got) != 2 {
			t.Errorf("an event that was put back is not busy: %v", got)
		}
		time.Sleep(2 * time.Second)
		if _, asked := b.counts(); asked != 3 {
			t.Errorf("asked about %d events", asked)
		}
	})
}

// What stands in a booking's way is asked about at once where it is not known.
func TestStanding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &books{cancelled: []string{"2"}}
		s := NewService(b, b, time.Now)
		events := []Event{{ID: "1", Interval: hours(1, 2), Changed: nine}, {ID: "2", Interval: hours(3, 4), Changed: nine}}
		for range 2 {
			got, err := s.Standing(t.Context(), "p", events)
			if err != nil || len(got) != 1 || got[0].ID != "1" {
				t.Errorf("standing are %v (%v)", got, err)
			}
		}
		if _, asked := b.counts(); asked != 2 {
			t.Errorf("asked about %d events", asked)
		}
	})
}

// What is over is forgotten: memory does not grow with the years.
func TestVerdictsOfThePastAreForgotten(t *testing.T) {
	now := nine
	v := verdicts{now: func() time.Time { return now }}
	v.keep("p", []Event{{ID: "1", Interval: hours(0, 1)}, {ID: "2", Interval: hours(0, 48)}}, nil)
	now = nine.Add(24 * time.Hour)
	v.keep("p", []Event{{ID: "3", Interval: hours(24, 25)}}, []string{"3"})
	if len(v.known["p"]) != 2 || !v.known["p"]["3"].cancelled {
		t.Errorf("known are %v", v.known["p"])
	}
}
