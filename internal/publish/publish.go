// Package publish turns a project's draft into its active revision.
//
// [Service.Publish] takes these steps in order and tells of each as it begins
// and as it ends, with what it found and, where something is wrong, what to do:
//
//	validate         the draft by itself, before anybody is asked
//	exchange         a new authorization code, once; tokens are kept from here
//	                 on, whatever follows
//	users, owner     who can be booked, and in whose name ringbook works
//	organisation     its name, zone and country
//	deal fields      what deals hold
//	pipelines        and the stages in their order
//	business hours   when appointments are offered
//	holidays         and when not
//	shifts           who works at other hours than the business
//	meeting venue    where the organisation demands one
//	references       whatever the settings name exists
//	rules            the pipeline criteria, compiled
//	activate         the revision goes live, atomically
//
// The first step that fails ends it, and what was live stays live. Nothing but
// the last step changes what agents see, so a crash anywhere leaves the former
// revision whole; what the exchange had won is found again by the next publish.
//
// It makes about a dozen calls of the CRM, one after the other where a step needs
// what another learned, and takes about a second.
//
// A publish that has begun goes on to its end within [limit], whether anybody
// listens or not. One project has at most one publish in a process; between
// processes the store decides, where the later one finds that it is too late.
//
// The package knows neither how values are stored nor how Zoho is asked, and
// leaves it to package attribute what makes a value right.
package publish

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
)

// limit bounds one publish: a CRM that hangs at every call would keep it for a
// dozen times the client's own limit.
const limit = 90 * time.Second

// Config is what a Service is made of; every field is required.
type Config struct {
	Attributes  *attribute.Service
	Connections *connection.Service
	CRM         CRM
	Now         func() time.Time
	Logger      *slog.Logger
}

// Options say what is to be published.
type Options struct {
	// Expected is the revision of the draft that the asker has seen, or
	// attribute.AnyRevision.
	Expected int64
	// Note is one line about why, kept with the revision; or empty.
	Note string
}

// Service publishes. It is safe for concurrent use.
type Service struct {
	Config
	// alive ends when die is called, and with it every publish under way.
	alive context.Context
	die   context.CancelFunc

	mu      sync.Mutex
	busy    map[string]bool // by project
	running sync.WaitGroup
}

// NewService returns the service. Close ends it.
func NewService(c Config) *Service {
	alive, die := context.WithCancel(context.Background())
	return &Service{Config: c, alive: alive, die: die, busy: map[string]bool{}}
}

// Publish takes the steps and tells of each twice: when it begins and when it
// ends. It returns the number of the revision that is active then, or the error
// of the step that failed, which was told as well.
//
// fault.Conflict without any step told means that nothing was begun: the draft
// is not the expected one, or a publish of the project is under way.
//
// When the context ends, Publish returns its error and tells no more; the steps
// go on.
func (s *Service) Publish(ctx context.Context, by principal.Principal, project string, o Options, tell func(Step)) (int64, error) {
	if !s.claim(project) {
		return 0, fault.New(fault.Conflict, "this project is being published already").
			WithRemedy("wait until that has ended, look at what it brought, and publish again if need be")
	}
	r := &run{Service: s, by: by, project: project, note: o.Note, chosen: map[string]string{}}
	if err := fault.Safely(func() error { return r.take(ctx, o.Expected) }); err != nil {
		s.release(project)
		return 0, err
	}
	steps := r.steps()
	news := make(chan Step, 2*len(steps)) // holds all of it: nobody need listen
	var failure error
	s.running.Go(func() {
		defer close(news) // last: who hears the end may publish again at once
		defer s.release(project)
		ctx, cancel := context.WithTimeout(s.alive, limit)
		defer cancel()
		failure = r.walk(ctx, steps, func(step Step) { news <- step })
	})
	for {
		select {
		case step, more := <-news:
			if !more {
				return r.revision.Number, failure
			}
			tell(step)
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// Close waits for what is under way and ends it where it takes longer than
// that: what was live stays live then.
func (s *Service) Close(patience time.Duration) {
	impatience := time.AfterFunc(patience, s.die)
	defer impatience.Stop()
	s.running.Wait()
	s.die()
}

// claim takes the project's one place; false where it is taken.
func (s *Service) claim(project string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[project] {
		return false
	}
	s.busy[project] = true
	return true
}

func (s *Service) release(project string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, project)
}
