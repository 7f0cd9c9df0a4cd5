package zohosim

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
	"github.com/ringbook/ringbook/internal/zohosim/tape"
)

// Config is how a simulator starts. The zero value is a working simulator with
// the empty seed.
type Config struct {
	// Seed is "demo" or "empty" (the default).
	Seed string
	// RandomSeed makes the probabilities of faults repeatable.
	RandomSeed uint64
	// DataCenter is the setting of that name to start with; "us" when empty.
	DataCenter string
	// Now is the base clock; time.Now when nil.
	Now func() time.Time
	// Latency is waited before every answer outside the control plane.
	Latency time.Duration
	// Tape is a folder into which every exchange outside the control plane and
	// the token server is written, one file per kind (package tape); the
	// environment variable ZOHOSIM_TAPE where it is empty, and no tape where
	// that is empty too. A tape holds what the records hold, but no access
	// token.
	Tape string
	// Logger gets what the simulator has to tell its operator; nothing when nil.
	Logger *slog.Logger
}

// Sim is one simulated Zoho: account server and CRM API of one organisation on
// one address, with a control plane. It is an http.Handler, safe for concurrent
// use.
type Sim struct {
	clock   *clock
	first   oauth.Client
	center  string
	latency time.Duration
	seed    string
	log     *slog.Logger
	tape    *tape.Tape // nil for none
	world   atomic.Pointer[world]
	routes  []route
	stopped chan struct{}
	stop    sync.Once
}

// New builds a simulator. Its application (client id and secret) lives as long
// as the Sim, across resets.
func New(c Config) (*Sim, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Seed == "" {
		c.Seed = "empty"
	}
	if c.DataCenter == "" {
		c.DataCenter = DefaultSettings().DataCenter
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	recorder, err := tape.Open(c.Tape)
	if err != nil {
		return nil, fmt.Errorf("zohosim: %w", err)
	}
	s := &Sim{
		clock:   &clock{base: c.Now},
		first:   oauth.NewClient(),
		center:  c.DataCenter,
		latency: c.Latency,
		seed:    c.Seed,
		log:     c.Logger,
		tape:    recorder,
		routes:  crmRoutes(),
		stopped: make(chan struct{}),
	}
	return s, s.Reset(c.Seed, c.RandomSeed)
}

// Handler returns the simulator as a handler.
func (s *Sim) Handler() http.Handler { return s }

// Now is the simulator's clock: the base clock plus what was moved.
func (s *Sim) Now() time.Time { return s.clock.now() }

// SetNow moves the clock to an instant; it keeps flowing from there.
func (s *Sim) SetNow(instant time.Time) {
	s.moveClock(func() { s.clock.set(instant) })
}

// Advance moves the clock forward.
func (s *Sim) Advance(d time.Duration) {
	s.moveClock(func() { s.clock.advance(d) })
}

// moveClock keeps the search index sound when time goes backward.
func (s *Sim) moveClock(move func()) {
	before := s.Now()
	move()
	if s.Now().Before(before) {
		s.world.Load().store.Settle()
	}
}

// Reset replaces records, grants, settings, faults, counters and the request
// log by a fresh seed; an empty name repeats the seed of Config. The clock and
// the application keep, so a clock may be set first and seeded after.
func (s *Sim) Reset(seed string, randomSeed uint64) error {
	if seed == "" {
		seed = s.seed
	}
	settings := DefaultSettings()
	settings.DataCenter = s.center
	if err := settings.check(); err != nil {
		return fmt.Errorf("zohosim: %w", err)
	}
	w, err := newWorld(s.Now, s.first, settings, seed, randomSeed)
	if err != nil {
		return err
	}
	if before := s.world.Swap(w); before != nil {
		before.courier.Close()
	}
	return nil
}

// Close ends waits of delayed requests and the delivery of notifications. It is
// needed only where the simulator adds latency or has open channels.
func (s *Sim) Close() {
	s.stop.Do(func() { close(s.stopped) })
	s.world.Load().courier.Close()
}

// Configure changes settings; see Settings.
func (s *Sim) Configure(change func(*Settings)) error {
	w := s.world.Load()
	next := w.rules.Load().Settings
	change(&next)
	if err := next.check(); err != nil {
		return fmt.Errorf("zohosim: %w", err)
	}
	w.apply(next)
	return nil
}

// Requests lists the remembered requests after a sequence number, in order.
func (s *Sim) Requests(since int64) []Request { return s.world.Load().log.since(since) }
