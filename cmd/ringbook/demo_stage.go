package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

// stage is where the demo's conversations are played: the API as an agent and a
// builder see it, the CRM as a salesperson sees it, and what has been promised
// so far.
type stage struct {
	out           io.Writer
	agent         ringbookv1connect.SchedulingServiceClient
	builder       ringbookv1connect.AttributeServiceClient
	crm           crmView
	zone          *time.Location
	promises      []promise
	conversations int
	turns         int
	zohoCalls     int
}

func newStage(box *sandbox, out io.Writer) *stage {
	agent, builder := remote{Server: box.Ready.URL, Key: box.Ready.AgentKey}, remote{Server: box.Ready.URL, Key: box.Ready.BuilderKey}
	return &stage{
		out:     out,
		agent:   ringbookv1connect.NewSchedulingServiceClient(agent.http(), agent.base(), connect.WithProtoJSON()),
		builder: builder.attributes(),
		crm:     crmView{base: box.Ready.ZohoURL + "/__sim/"},
		zone:    time.UTC,
	}
}

func (s *stage) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// answer is the envelope that every response carries.
type answer interface {
	GetSay() string
	GetNext() ringbookv1.Next
}

// turn plays one exchange: what the caller says, the call that the agent makes
// of it, and what it answers; with the time it took and the Zoho calls behind
// it, those of background work included.
func turn[Req any, Res answer](ctx context.Context, s *stage, caller string, rpc func(context.Context, *Req) (Res, error), req *Req) (Res, error) {
	if caller != "" {
		s.printf("   caller    %s\n", caller)
	}
	var res Res
	cost, err := s.measure(ctx, func() (err error) {
		res, err = rpc(ctx, req)
		return err
	})
	if err != nil {
		return res, err
	}
	s.turns++
	s.printf("   agent     %s\n", res.GetSay())
	s.printCost(describe(req, res), cost)
	return res, nil
}

// cost is what an exchange took.
type cost struct {
	time      time.Duration
	zohoCalls int
}

func (s *stage) measure(ctx context.Context, exchange func() error) (cost, error) {
	before, err := s.crm.requests(ctx)
	if err != nil {
		return cost{}, err
	}
	began := time.Now()
	err = exchange()
	took := time.Since(began)
	if err != nil {
		return cost{}, err
	}
	after, err := s.crm.requests(ctx)
	s.zohoCalls += after - before
	return cost{took, after - before}, err
}

func (s *stage) printCost(what string, c cost) {
	s.printf("             %-58s %6.1f ms  Zoho calls: %d\n", what, float64(c.time.Microseconds())/1000, c.zohoCalls)
}

// describe names an exchange by its RPC and its status.
func describe(req any, res answer) string {
	switch r := any(res).(type) {
	case *ringbookv1.StartConversationResponse:
		return fmt.Sprintf("StartConversation %s, caller %s", trim(r.GetStatus(), "START_CONVERSATION_STATUS_"), trim(r.GetCaller().GetMatch(), "CALLER_MATCH_"))
	case *ringbookv1.CheckSlotsResponse:
		return fmt.Sprintf("CheckSlots %s, %d slots", trim(r.GetStatus(), "CHECK_SLOTS_STATUS_"), len(r.GetSlots()))
	case *ringbookv1.BookResponse:
		return fmt.Sprintf("Book %s", trim(r.GetStatus(), "BOOK_STATUS_"))
	case *ringbookv1.CancelResponse:
		return fmt.Sprintf("Cancel %s", trim(r.GetStatus(), "CANCEL_STATUS_"))
	case *ringbookv1.EndConversationResponse:
		return fmt.Sprintf("EndConversation %s, follow-up %s", trim(r.GetStatus(), "END_CONVERSATION_STATUS_"), trim(r.GetFollowUp().GetState(), "FOLLOW_UP_STATE_"))
	}
	return fmt.Sprintf("%T", req)
}

func trim(value fmt.Stringer, prefix string) string {
	if text := value.String(); len(text) > len(prefix) && text[:len(prefix)] == prefix {
		return text[len(prefix):]
	}
	return value.String()
}

// expect fails a story whose answer has another status than the story needs.
func expect[S interface {
	comparable
	fmt.Stringer
}](got, want S) error {
	if got != want {
		return fmt.Errorf("the answer was %s, not %s", got, want)
	}
	return nil
}
