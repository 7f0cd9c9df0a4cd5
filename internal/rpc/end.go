package rpc

import (
	"context"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// EndConversation implements the RPC: the report is stored and what follows is
// enqueued in one transaction; the answer does not wait for it unless asked.
func (s *schedulingService) EndConversation(ctx context.Context, req *ringbookv1.EndConversationRequest) (*ringbookv1.EndConversationResponse, error) {
	c, err := s.openReport(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	if c.conversation == "" {
		return nil, fault.InvalidField("conversation_id", "name the conversation that ended, here or in the header %s", headerConversation)
	}
	granted, err := s.granted(ctx, c.project)
	if err != nil {
		return nil, err
	}
	var follow []job.New
	if granted {
		follow = []job.New{aftercall.Enqueue(c.project, c.conversation, c.now)}
	}
	_, merged, err := s.conversations.End(ctx, c.project, c.conversation, c.spoken(req.GetCallerPhone()), c.report(req), follow)
	if err != nil {
		return nil, err
	}
	followUp, err := s.followUp(ctx, c, time.Duration(req.GetWaitSeconds())*time.Second)
	if err != nil {
		return nil, err
	}
	status := ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_ACCEPTED
	if merged {
		status = ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_MERGED
	}
	return &ringbookv1.EndConversationResponse{
		Status: status, Say: c.say().Ended(), Next: ringbookv1.Next_NEXT_DONE,
		Now: c.stamp(), TimeZone: c.zoneName(), FollowUp: followUp,
	}, nil
}

func (c call) report(req *ringbookv1.EndConversationRequest) conversation.Report {
	r := conversation.Report{
		CallerName: line(req.GetCallerName()), Direction: directions[req.GetDirection()],
		StartedAt: c.told(req.GetStartedAt()), EndedAt: c.told(req.GetEndedAt()),
		Outcome: line(req.GetOutcome()), Summary: tidy(req.GetSummary()), Transcript: tidy(req.GetTranscript()),
		RecordingURL: req.GetRecordingUrl(), TranscriptURL: req.GetTranscriptUrl(), Metadata: req.GetMetadata(),
	}
	for _, t := range req.GetTurns() {
		r.Turns = append(r.Turns, conversation.Turn{Role: line(t.GetRole()), Text: tidy(t.GetText()), At: c.told(t.GetAt())})
	}
	return r
}

// lookEvery is how often a waiting EndConversation looks whether the follow-up
// is through.
const lookEvery = 25 * time.Millisecond

// followUp tells how far the work after the call has come, waiting for its end
// as long as was asked for and the time limit leaves. The report is stored by
// now: a look that the time limit cuts short tells what the one before saw.
func (s *schedulingService) followUp(ctx context.Context, c call, wait time.Duration) (*ringbookv1.FollowUp, error) {
	patience := time.NewTimer(wait)
	defer patience.Stop()
	beat := time.NewTicker(lookEvery)
	defer beat.Stop()
	seen := &ringbookv1.FollowUp{State: ringbookv1.FollowUpState_FOLLOW_UP_STATE_QUEUED}
	for {
		f, err := s.followUpNow(ctx, c)
		if err != nil && ctx.Err() != nil {
			return seen, nil
		}
		seen = f
		if err != nil || f.GetState() == ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE || f.GetState() == ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED {
			return f, err
		}
		select {
		case <-patience.C:
			return f, nil
		case <-ctx.Done():
			return f, nil
		case <-beat.C:
		}
	}
}

var followUpStates = map[job.State]ringbookv1.FollowUpState{
	job.Queued:  ringbookv1.FollowUpState_FOLLOW_UP_STATE_QUEUED,
	job.Running: ringbookv1.FollowUpState_FOLLOW_UP_STATE_RUNNING,
	job.Done:    ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE,
	job.Dead:    ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED,
}

func (s *schedulingService) followUpNow(ctx context.Context, c call) (*ringbookv1.FollowUp, error) {
	status, err := s.jobs.Get(ctx, c.project, aftercall.JobFollowUp, c.conversation)
	if fault.Is(err, fault.NotFound) {
		return &ringbookv1.FollowUp{
			State: ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED,
			Steps: []*ringbookv1.FollowUpStep{{
				Kind: aftercall.StepRecord, State: ringbookv1.StepState_STEP_STATE_FAILED,
				Detail: "the project is not connected to its CRM; the report is kept, send it again once it is",
			}},
		}, nil
	}
	if err != nil {
		return nil, err
	}
	conv, _, err := s.conversations.Find(ctx, c.project, c.conversation)
	if err != nil {
		return nil, err
	}
	f := &ringbookv1.FollowUp{State: followUpStates[status.State]}
	for _, step := range conv.Steps {
		f.Steps = append(f.Steps, s.step(c, step))
	}
	return f, nil
}

var stepStates = map[conversation.StepState]ringbookv1.StepState{
	conversation.StepDone:    ringbookv1.StepState_STEP_STATE_DONE,
	conversation.StepSkipped: ringbookv1.StepState_STEP_STATE_SKIPPED,
	conversation.StepFailed:  ringbookv1.StepState_STEP_STATE_FAILED,
}

func (s *schedulingService) step(c call, step conversation.Step) *ringbookv1.FollowUpStep {
	out := &ringbookv1.FollowUpStep{Kind: step.Kind, State: stepStates[step.State], Detail: step.Detail}
	if step.Record != "" {
		out.Record = &ringbookv1.CrmRecord{Module: step.Module, Id: step.Record, Url: s.recordURL(c.set.Connection.Region, step.Module, step.Record)}
	}
	return out
}
