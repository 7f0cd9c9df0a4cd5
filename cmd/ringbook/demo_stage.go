package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

// stage is where the demo's conversations are played: the API as an agent sees
// it, the CRM as a salesperson sees it, and what has been promised so far.
type stage struct {
	out       io.Writer
	agent     ringbookv1connect.SchedulingServiceClient
	crm       crmView
	zone      *time.Location
	promises  []promise
	turns     int
	zohoCalls int
}

func newStage(box *sandbox, out io.Writer) *stage {
	bearer := connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			req.Header().Set("Authorization", "Bearer "+box.Ready.AgentKey)
			return next(ctx, req)
		}
	})
	return &stage{
		out: out,
		agent: ringbookv1connect.NewSchedulingServiceClient(http.DefaultClient, box.Ready.URL,
			connect.WithInterceptors(bearer), connect.WithProtoJSON()),
		crm:  crmView{base: box.Ready.ZohoURL + "/__sim/"},
		zone: time.UTC,
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
	before, err := s.crm.requests(ctx)
	if err != nil {
		var none Res
		return none, err
	}
	began := time.Now()
	res, err := rpc(ctx, req)
	took := time.Since(began)
	if err != nil {
		return res, err
	}
	after, err := s.crm.requests(ctx)
	if err != nil {
		return res, err
	}
	s.turns++
	s.zohoCalls += after - before
	s.printf("   agent     %s\n", res.GetSay())
	s.printf("             %-58s %6.1f ms  Zoho calls: %d\n", describe(req, res), float64(took.Microseconds())/1000, after-before)
	return res, nil
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
