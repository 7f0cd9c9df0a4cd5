package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
)

type demoCommand struct {
	Verbose bool `short:"v" help:"Show the server's log too."`
}

// Run plays the demo on standard output.
func (c *demoCommand) Run(ctx context.Context, t *terminal) error {
	log := slog.New(slog.DiscardHandler)
	if c.Verbose {
		log = slog.New(slog.NewTextHandler(t.errs, nil))
	}
	return playDemo(ctx, t.out, log, func(*stage) error { return nil })
}

// demoNow is when the demo plays: a Monday morning in New York, so that every
// run is the same.
const demoNow = "2027-03-01T09:12:00-05:00"

// errPromise is what a demo ends with whose records are not what was promised.
var errPromise = errors.New("the CRM does not hold what was promised")

// playDemo plays the stories against a sandbox of its own and then compares
// the CRM with what the stories promised. meddle may change the CRM in
// between, so that a test can see the comparison fail.
func playDemo(ctx context.Context, out io.Writer, log *slog.Logger, meddle func(*stage) error) error {
	box, err := openSandbox(ctx, sandboxConfig{Listen: "127.0.0.1:0", Seed: "demo", Now: demoNow, Logger: log})
	if err != nil {
		return err
	}
	err = playOn(ctx, box, out, meddle)
	return errors.Join(err, box.Close())
}

func playOn(ctx context.Context, box *sandbox, out io.Writer, meddle func(*stage) error) error {
	s := newStage(box, out)
	before, err := s.crm.counts(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	for i, story := range stories {
		s.printf("\n%d. %s\n", i+1, story.title)
		if err := story.play(ctx, s); err != nil {
			return fmt.Errorf("story %d: %w", i+1, err)
		}
	}
	if err := meddle(s); err != nil {
		return err
	}
	s.printf("\nIn the CRM now\n")
	kept := s.checkPromises(ctx, before)
	s.printf("\n%d conversations, %d turns, %d Zoho calls, %s in all.\n",
		s.conversations, s.turns, s.zohoCalls, time.Since(began).Round(time.Millisecond))
	if !kept {
		return errPromise
	}
	s.printf("Every record is as promised.\n")
	return nil
}
