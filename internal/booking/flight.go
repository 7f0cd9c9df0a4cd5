package booking

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// flight is one run of settle that several may wait for.
type flight struct {
	done    chan struct{}
	outcome outcome
	err     error

	mu sync.Mutex
	// asking counts those who claimed the booking and have had no answer yet.
	asking int
	// answered tells that the run decided something only because they wait.
	answered bool
}

// answers reports whether somebody still waits to whom the run may say that
// they have no booking after all. Who has left was told that it is pending, and
// must get it; who is here when this says true is kept until the run has ended.
func (f *flight) answers() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answered = f.answered || f.asking > 0
	return f.answered
}

// leave gives up waiting; false where the answer is on its way.
func (f *flight) leave() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.answered {
		return false
	}
	f.asking--
	return true
}

// fly runs settle for a booking, or joins the run that is under way, and waits
// for it as long as the context lives. landed is false when the wait ended
// first; the run goes on. asks tells that the caller has just claimed the
// booking, can be asked who they are, and was told nothing yet.
func (s *Service) fly(ctx context.Context, project, id string, asks bool) (out outcome, landed bool, err error) {
	f := s.flightOf(project, id, asks)
	select {
	case <-f.done:
		return f.outcome, true, f.err
	case <-ctx.Done():
	}
	if !asks || f.leave() {
		return outcome{}, false, nil
	}
	<-f.done
	return f.outcome, true, f.err
}

func (s *Service) flightOf(project, id string, asks bool) *flight {
	key := project + "\x00" + id
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.flights[key]
	if !ok {
		f = &flight{done: make(chan struct{})}
		s.flights[key] = f
		s.flying.Go(func() { s.pilot(s.alive, f, project, id) })
	}
	if asks {
		f.mu.Lock()
		f.asking++
		f.mu.Unlock()
	}
	return f
}

// pilot is the run itself. It outlives those who wait for it.
func (s *Service) pilot(ctx context.Context, f *flight, project, id string) {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	f.err = fault.Safely(func() (err error) {
		f.outcome, err = s.settle(ctx, project, id, f.answers)
		return err
	})
	if panicked, is := errors.AsType[*fault.PanicError](f.err); is { // perhaps nobody waits who would log it
		s.Logger.Error("settling a booking panicked", "project", project, "booking", id, "error", panicked)
	}
	s.mu.Lock()
	delete(s.flights, project+"\x00"+id)
	s.mu.Unlock()
	close(f.done)
}

// Close waits for the runs of settle that are under way, and ends them where
// they take longer than that: what they leave open is finished by a job.
func (s *Service) Close(patience time.Duration) {
	impatience := time.AfterFunc(patience, s.die)
	defer impatience.Stop()
	s.flying.Wait()
	s.die()
}
