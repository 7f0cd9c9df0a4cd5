package zohosim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/composite"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// What a composite request counts and allows (zoho-crm-api §4).
const (
	compositeFlight  = 5  // of the calls in flight
	compositeWrites  = 1  // records of a sub-request that writes
	compositeReads   = 25 // records of one that reads
	compositeVersion = 8
)

// runComposite is POST /__composite_requests (zoho-crm-api §4): up to five calls
// in one, each through the same route as when it comes alone.
func (c *call) runComposite() reply {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		return flat(http.StatusBadRequest, p)
	}
	plan, p := composite.Read(body, compositeVersion)
	if p != nil {
		return flat(http.StatusBadRequest, p)
	}
	run := &compositeRun{call: c, plan: plan, entries: make([]any, len(plan.Subs)), answers: composite.Answers{}}
	for _, s := range plan.Order() {
		if failed := run.execute(s); failed && plan.Rollback {
			return run.rollBack(s)
		}
	}
	return run.finish()
}

// compositeRun is a composite request on its way.
type compositeRun struct {
	*call
	plan      *composite.Plan
	entries   []any // by index; nil for what was not executed
	answers   composite.Answers
	journals  []*journal // in the order of execution
	triggered int
}

// execute runs a sub-request and says whether it failed. What is wrong with one
// comes to light when its turn comes, as the sample of a rollback shows.
func (run *compositeRun) execute(s *composite.Sub) (failed bool) {
	sub, p := run.prepare(s)
	if p != nil {
		run.entries[s.Index] = p
		run.answer(s, composite.Answer{Failed: true})
		return true
	}
	answer := sub.runWithin()
	run.triggered++
	run.journals = append(run.journals, sub.journal)
	run.applied = run.applied || sub.applied
	if !run.plan.Rollback {
		run.world.publish(sub.journal.changes, sub.view)
	}
	run.entries[s.Index] = success("composite sub request executed successfully", problem.Details{"response": answer.within()})
	failed = answer.status >= http.StatusBadRequest
	run.answer(s, composite.Answer{Failed: failed, Body: composite.Decoded(answer.encoded())})
	return failed
}

func (run *compositeRun) answer(s *composite.Sub, a composite.Answer) {
	if _, taken := run.answers[s.ID]; s.ID != "" && !taken {
		run.answers[s.ID] = a
	}
}

// prepare makes a call of a sub-request, or says why it cannot be one.
func (run *compositeRun) prepare(s *composite.Sub) (*call, *problem.Problem) {
	if s.Problem != nil {
		return nil, s.Problem
	}
	r, p := run.plan.Filled(s, run.answers)
	if p != nil {
		return nil, p
	}
	match, params, _ := find(run.sim.routes, r.Method, r.Path)
	if match == nil || !allowedWithin(match) {
		return nil, problem.New("NOT_SUPPORTED", "the API is not supported in composite requests", problem.Details{"allowed_services": servicesWithin()})
	}
	// Bulk deletion is not to be had; a channel's is the exception.
	if match.method == http.MethodDelete && r.Query.Has("ids") {
		return nil, s.RestrictedParam("ids")
	}
	return run.subCall(r, match, params)
}

func (run *compositeRun) subCall(r composite.Request, match *route, params map[string]string) (*call, *problem.Problem) {
	v := *run.visit
	v.module, v.credits, v.applied, v.body = "", 0, false, nil
	if r.Body != nil {
		var err error
		if v.body, err = json.Marshal(r.Body); err != nil {
			return nil, problem.New("INVALID_DATA", "invalid data", nil)
		}
	}
	v.r = (&http.Request{
		Method: r.Method, Host: run.r.Host, TLS: run.r.TLS, Header: http.Header{},
		URL: &url.URL{Path: apiRoot + r.Path, RawQuery: r.Query.Encode()},
	}).WithContext(run.r.Context())
	for name, value := range r.Headers {
		v.r.Header.Set(name, value)
	}
	sub := v.call(match, params, run.session)
	sub.at, sub.within = run.at, run.call
	return sub, nil
}

// runWithin answers a sub-request: it costs no credit and is no further call in
// flight, but counts against sub-concurrency by itself (zoho-crm-api §4).
func (c *call) runWithin() reply {
	if refused := c.refusal(); refused != nil {
		return c.dated(*refused)
	}
	l := load{heavy: c.route.load(c.query, c.body).heavy}
	if !c.world.meter.enter(c.world.allowance(), l) {
		return c.dated(c.world.tooManyRequests())
	}
	defer c.world.meter.leave(l)
	return c.dated(c.answered())
}

// within is an answer as it stands in that of the composite request. A body that
// is not there, as with 204, is an empty object: the specification requires one.
func (r reply) within() envelope {
	headers := envelope{"content-type": "application/json;charset=UTF-8"}
	for name, value := range r.header {
		headers[name] = value
	}
	body := r.body
	if body == nil {
		body = envelope{}
	}
	return envelope{"status_code": r.status, "headers": headers, "body": body}
}

// rollBack takes everything back because a sub-request failed. That one keeps
// its own result, the others say which it was.
func (run *compositeRun) rollBack(because *composite.Sub) reply {
	for _, j := range slices.Backward(run.journals) {
		run.world.undo(j)
	}
	run.applied = false
	for i := range run.entries {
		code := "ROLLBACK_PERFORMED"
		if run.entries[i] == nil {
			code = "PROCESSING_STOPPED"
		}
		if i != because.Index {
			run.entries[i] = problem.New(code, "the transaction was rolled back since another sub request in the same transaction failed.",
				problem.Details{"rollbacked_by_sub_request_index": because.Index})
		}
	}
	return run.reply(http.StatusBadRequest)
}

// finish answers by how many were triggered, whatever they were answered (§4).
// With rollback the second credit falls due, and the channels hear of the
// changes, only now that nothing failed.
func (run *compositeRun) finish() reply {
	if run.plan.Rollback {
		run.spend(1)
		for _, j := range run.journals {
			run.world.publish(j.changes, run.view)
		}
	}
	switch run.triggered {
	case len(run.entries):
		return run.reply(http.StatusOK)
	case 0:
		return run.reply(http.StatusBadRequest)
	default:
		return run.reply(http.StatusMultiStatus)
	}
}

func (run *compositeRun) reply(status int) reply {
	return reply{status: status, body: envelope{"__composite_requests": run.entries}}
}
