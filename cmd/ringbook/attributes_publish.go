package main

import (
	"context"
	"errors"
	"fmt"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesPublish struct {
	ofProject
	Note string `placeholder:"TEXT" help:"One line about why, kept with the revision."`
}

// Run publishes the draft that it has just read: one that somebody changes in
// between is not published unseen.
func (c *attributesPublish) Run(ctx context.Context, t *terminal) error {
	draft, err := c.unpublished(ctx)
	if err != nil {
		return err
	}
	if !c.JSON {
		t.remark("%s", announcement(draft))
	}
	return c.publish(ctx, t, &ringbookv1.PublishRequest{
		Project: c.Project, ExpectedRevision: draft.GetDraftRevision(), Note: c.Note,
	})
}

func announcement(draft *ringbookv1.ListAttributesResponse) string {
	switch n := len(draft.GetAttributes()); n {
	case 0:
		return "Publishing anew; no value has changed."
	case 1:
		return "Publishing a change of " + draft.GetAttributes()[0].GetIdn() + "."
	default:
		return fmt.Sprintf("Publishing %d changes.", n)
	}
}

// publish shows the steps as they come. Where one fails it says what to do and
// ends in errTold.
func (c *ofProject) publish(ctx context.Context, t *terminal, req *ringbookv1.PublishRequest) error {
	stream, err := c.attributes().Publish(ctx, req)
	if err != nil {
		return c.trouble(err)
	}
	defer stream.Close()
	view := &publishView{t: t}
	var last *ringbookv1.PublishResponse
	for stream.Receive() {
		last = stream.Msg()
		if c.JSON {
			err = t.printJSON(last)
		} else {
			view.tell(last.GetStep())
		}
		if err != nil {
			return err
		}
	}
	view.end()
	if err := stream.Err(); err != nil {
		return c.publishTrouble(t, err, last)
	}
	return c.published(t, last)
}

// publishTrouble is for a publish that is not refused but lost from sight.
func (c *ofProject) publishTrouble(t *terminal, err error, last *ringbookv1.PublishResponse) error {
	switch {
	case last == nil:
	case errors.Is(err, context.Canceled):
		t.remark("The publish goes on at the server without us; how it ended is in `ringbook attributes history`.")
	default:
		t.remark("The publish was lost from sight; whether it ended in a revision is in `ringbook attributes history`.")
	}
	return c.trouble(err)
}

func (c *ofProject) published(t *terminal, last *ringbookv1.PublishResponse) error {
	if last.GetRevision() > 0 {
		if !c.JSON {
			t.printf("Revision %d is live.\n", last.GetRevision())
		}
		return nil
	}
	if last.GetStep().GetState() == ringbookv1.StepState_STEP_STATE_FAILED {
		t.remark("ringbook: nothing was published, the step %q failed; what was live stays live", last.GetStep().GetName())
		return errTold
	}
	return fmt.Errorf("the publish ended without a revision; see `ringbook attributes history` and the server's log")
}
