package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/ringbook/ringbook/internal/app"
	"github.com/ringbook/ringbook/internal/zohosim"
)

type sandboxCommand struct {
	Listen string `default:"127.0.0.1:8080" help:"Address to listen on; port 0 takes a free one."`
	Data   string `help:"Folder to keep the database in; a temporary one when left out. Each start makes a new project, since the simulated CRM begins anew." type:"path"`
	Seed   string `default:"demo" enum:"demo,empty" help:"What is in the simulated CRM: ${enum}."`
	Now    string `help:"Time that the sandbox's clock starts at, RFC 3339; the present when left out."`
	JSON   bool   `name:"json" help:"Print one line of JSON when ready, and nothing else."`
}

// Run serves until it is told to stop.
func (c *sandboxCommand) Run(ctx context.Context, t *terminal) error {
	log := slog.New(slog.NewTextHandler(t.errs, nil))
	box, err := openSandbox(ctx, sandboxConfig{Listen: c.Listen, Data: c.Data, Seed: c.Seed, Now: c.Now, Logger: log})
	if err != nil {
		return err
	}
	if err := c.announce(t.out, box); err != nil {
		return err
	}
	<-ctx.Done()
	return box.Close()
}

func (c *sandboxCommand) announce(out io.Writer, box *sandbox) error {
	if c.JSON {
		return json.NewEncoder(out).Encode(box.Ready)
	}
	_, err := fmt.Fprintf(out, `ringbook sandbox is ready.

  ringbook         %s
  simulated Zoho   %s
  project          %s
  agent key        %s
  builder key      %s
  admin key        %s

Try:

  curl -s %s/ringbook.v1.SchedulingService/CheckSlots \
    -H 'Authorization: Bearer %s' \
    -H 'Content-Type: application/json' -d '{}'

Look at what came of it in the simulated CRM, with every request and every
record, in a browser:

  %s/

Try as a builder, in another shell:

  export RINGBOOK_SERVER=%s RINGBOOK_KEY=%s
  ringbook attributes list duration
  ringbook attributes set zoho_duration=45
  ringbook attributes publish

Stop it with Ctrl-C.
`, box.Ready.URL, box.Ready.ZohoURL, box.Ready.Project, box.Ready.AgentKey, box.Ready.BuilderKey, box.Ready.AdminKey,
		box.Ready.URL, box.Ready.AgentKey, box.Ready.ZohoURL, box.Ready.URL, box.Ready.BuilderKey)
	return err
}

// ready is what a program that starts a sandbox has to know.
type ready struct {
	URL        string `json:"url"`
	ConsoleURL string `json:"consoleUrl"`
	ZohoURL    string `json:"zohoUrl"`
	Project    string `json:"project"`
	AgentKey   string `json:"agentKey"`
	BuilderKey string `json:"builderKey"`
	AdminKey   string `json:"adminKey"`
}

type sandboxConfig struct {
	Listen, Data, Seed string
	// Now is RFC 3339; empty for the present.
	Now    string
	Logger *slog.Logger
}

// sandbox is ringbook and the simulator in one process, on the simulator's
// clock.
type sandbox struct {
	Ready ready

	sim      *zohosim.Server
	app      *app.App
	listener net.Listener
	stop     context.CancelFunc
	served   chan error // nil until the app serves
	discard  string     // the temporary data folder, if there is one
}

func openSandbox(ctx context.Context, c sandboxConfig) (*sandbox, error) {
	box := &sandbox{stop: func() {}}
	if err := box.open(ctx, c); err != nil {
		return nil, errors.Join(err, box.Close())
	}
	return box, nil
}

// open takes the address first, so that a second sandbox on it leaves no trace.
func (s *sandbox) open(ctx context.Context, c sandboxConfig) (err error) {
	if s.listener, err = listen(c.Listen); err != nil {
		return err
	}
	if s.sim, err = startSimulator(c); err != nil {
		return err
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "ringbook-sandbox-"); err != nil {
			return err
		}
		s.discard = c.Data
	}
	id, secret := s.sim.Sim.Client()
	s.app, err = app.New(ctx, app.Config{
		Data: c.Data, ZohoClientID: id, ZohoClientSecret: secret, ZohoURL: s.sim.URL, PublicURL: shownURL(s.listener.Addr()),
		Now: s.sim.Sim.Now, Logger: c.Logger,
	})
	if err != nil {
		return err
	}
	if err := s.provision(ctx); err != nil {
		return err
	}
	s.serve(ctx)
	return nil
}

func startSimulator(c sandboxConfig) (*zohosim.Server, error) {
	var now time.Time
	if c.Now != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, c.Now); err != nil {
			return nil, usage("--now %q is not a time such as 2027-03-01T09:00:00-05:00", c.Now)
		}
	}
	return zohosim.Start(zohosim.Config{Seed: c.Seed, At: now})
}

// provision makes the project, connected by a code of the simulator's as a
// builder would connect it to Zoho, and publishes it.
func (s *sandbox) provision(ctx context.Context) error {
	grant, err := s.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		return err
	}
	made, err := s.app.Provision(ctx, app.Provision{
		Name: "Harbor Dental", TimeZone: "America/New_York",
		Attributes: map[string]string{
			"zoho_oauth_code":    grant.Code,
			"zoho_meeting_venue": "In-office",
			"zoho_event_title":   "Appointment: {name}",
		},
	})
	if err != nil {
		return fmt.Errorf("the sandbox's project could not be published: %w", err)
	}
	s.Ready = ready{
		ZohoURL: s.sim.URL, Project: made.Project,
		AgentKey: made.AgentKey, BuilderKey: made.BuilderKey, AdminKey: made.AdminKey,
	}
	return nil
}

func (s *sandbox) serve(ctx context.Context) {
	s.Ready.URL = shownURL(s.listener.Addr())
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.served = make(chan error, 1)
	go func() { s.served <- s.app.Serve(ctx, s.listener) }()
}

// Close ends everything in order: no new requests, running work through, then
// the simulator, then the data if nobody asked to keep it.
func (s *sandbox) Close() error {
	s.stop()
	var all []error
	switch {
	case s.served != nil:
		all = append(all, <-s.served)
	case s.listener != nil:
		all = append(all, s.listener.Close())
	}
	if s.app != nil {
		all = append(all, s.app.Close())
	}
	if s.sim != nil {
		all = append(all, s.sim.Close())
	}
	if s.discard != "" {
		all = append(all, os.RemoveAll(s.discard))
	}
	return errors.Join(all...)
}
