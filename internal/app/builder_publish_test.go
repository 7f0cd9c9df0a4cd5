package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// active is the number of the active revision.
func (w *world) active(by desk) int32 {
	w.t.Helper()
	return call(w, by.ListAttributes, &ringbookv1.ListAttributesRequest{Query: "zoho_region"}).GetActiveRevision()
}

// TestPublishTellsOfEachStepTwice listens to a publish that succeeds.
func TestPublishTellsOfEachStepTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	draft := w.sets(builder, map[string]string{"zoho_duration": "45"}).GetDraftRevision()
	news, err := w.publishing(builder, &ringbookv1.PublishRequest{ExpectedRevision: draft, Note: "longer visits in winter"})
	if err != nil || len(news) < 10 || len(news)%2 != 0 {
		t.Fatalf("%d messages, %v", len(news), err)
	}
	for i, msg := range news {
		step, last := msg.GetStep(), i == len(news)-1
		if begins := i%2 == 0; begins != (step.GetState() == ringbookv1.StepState_STEP_STATE_RUNNING) || begins != (step.GetDuration() == nil) {
			t.Errorf("message %d is %v", i, step)
		}
		if i%2 == 1 && step.GetName() != news[i-1].GetStep().GetName() {
			t.Errorf("message %d ends %q, but %q had begun", i, step.GetName(), news[i-1].GetStep().GetName())
		}
		if last != (msg.GetRevision() != 0) || step.GetState() == ringbookv1.StepState_STEP_STATE_FAILED {
			t.Errorf("message %d of %d is %v", i, len(news), msg)
		}
	}
	if first, last := news[0].GetStep().GetName(), news[len(news)-1].GetStep().GetName(); first != "validate" || last != "activate" {
		t.Errorf("it began with %q and ended with %q", first, last)
	}

	number := news[len(news)-1].GetRevision()
	got := call(w, builder.GetRevision, &ringbookv1.GetRevisionRequest{})
	author := call(w, w.admin().ListKeys, &ringbookv1.ListKeysRequest{Project: w.keys.Project}).GetKeys()
	r := got.GetRevision()
	if r.GetNumber() != number || !r.GetActive() || r.GetNote() != "longer visits in winter" || r.GetCreatedAt().AsTime().Before(monday) {
		t.Errorf("the revision is %v", r)
	}
	if !strings.HasPrefix(r.GetAuthor(), "key_") || !hasBuilder(author, r.GetAuthor()) {
		t.Errorf("the author is %q, no builder's key of %v", r.GetAuthor(), author)
	}
	if slots := w.slots("2027-03-03"); slots[0].GetEnd().AsTime().Sub(slots[0].GetStart().AsTime()) != 45*time.Minute {
		t.Errorf("a slot is %v", slots[0])
	}
	w.quiet()
}

func hasBuilder(keys []*ringbookv1.Key, id string) bool {
	for _, k := range keys {
		if k.GetKeyId() == id {
			return k.GetRole() == ringbookv1.Role_ROLE_BUILDER
		}
	}
	return false
}

// TestPublishThatFails ends normally, with a remedy and without a revision, and
// what was live stays live.
func TestPublishThatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	before := w.active(builder)
	w.sets(builder, map[string]string{"zoho_oauth_code": "1000.never-issued", "zoho_enable_slot_check": "False"})
	news, err := w.publishing(builder, &ringbookv1.PublishRequest{})
	if err != nil || len(news) == 0 {
		t.Fatalf("%v, %v", news, err)
	}
	last := news[len(news)-1]
	if s := last.GetStep(); s.GetName() != "exchange" || s.GetState() != ringbookv1.StepState_STEP_STATE_FAILED || s.GetDetail() == "" || s.GetRemedy() == "" || last.GetRevision() != 0 {
		t.Errorf("the last message is %v", last)
	}
	if after := w.active(builder); after != before {
		t.Errorf("active is %d, it was %d", after, before)
	}
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
}

// slowly makes Zoho answer one call late, so that a publish is under way.
func (w *world) slowly(late time.Duration) {
	w.t.Helper()
	w.faults(zohosim.Fault{Kind: "latency", Path: "/crm/", LatencyMs: int(late.Milliseconds()), Times: 1})
}

// begins starts a publish and listens until Zoho is asked.
func (w *world) begins(ctx context.Context, by desk) *connect.ServerStreamForClient[ringbookv1.PublishResponse] {
	w.t.Helper()
	stream, err := by.Publish(ctx, &ringbookv1.PublishRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	for stream.Receive() {
		if s := stream.Msg().GetStep(); s.GetName() == "users" && s.GetState() == ringbookv1.StepState_STEP_STATE_RUNNING {
			return stream
		}
	}
	w.t.Fatalf("the publish ended early: %v", stream.Err())
	return nil
}

// TestOnePublishAtATime turns the second away before any step.
func TestOnePublishAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	w.slowly(time.Second)
	first := w.begins(t.Context(), builder)
	defer first.Close()
	news, err := w.publishing(builder, &ringbookv1.PublishRequest{})
	wantCode(t, err, connect.CodeAborted)
	if len(news) != 0 {
		t.Errorf("steps of the second: %v", news)
	}
	var revision int32
	for first.Receive() {
		revision = first.Msg().GetRevision()
	}
	if first.Err() != nil || revision == 0 {
		t.Errorf("the first ended with revision %d, %v", revision, first.Err())
	}
}

// TestPublishOutlivesItsClient hangs up in the middle.
func TestPublishOutlivesItsClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	before := w.active(builder)
	w.sets(builder, map[string]string{"zoho_duration": "45"})
	w.slowly(300 * time.Millisecond)
	ctx, hangUp := context.WithCancel(t.Context())
	stream := w.begins(ctx, builder)
	hangUp()
	_ = stream.Close()
	w.eventually("the publish goes on", func() bool { return w.active(builder) == before+1 })
	if slots := w.slots("2027-03-03"); slots[0].GetEnd().AsTime().Sub(slots[0].GetStart().AsTime()) != 45*time.Minute {
		t.Errorf("a slot is %v", slots[0])
	}
}

// TestStreamsEndWithTheServer: a server that ends lets a listener go in good
// order. The publish goes on for as long as the server waits for it; whether it
// came to its end or not, the next one does.
func TestStreamsEndWithTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	before := w.active(builder)
	w.slowly(1500 * time.Millisecond)
	stream := w.begins(t.Context(), builder)
	defer stream.Close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.stop()
	}()
	for stream.Receive() {
		continue
	}
	wantCode(t, stream.Err(), connect.CodeUnavailable)
	<-ended
	w.start()
	after := w.active(w.builder())
	if after != before && after != before+1 {
		t.Errorf("active is %d, it was %d", after, before)
	}
	if number := w.live(w.builder()); number != after+1 {
		t.Errorf("the next publish makes %d of %d", number, after)
	}
}
