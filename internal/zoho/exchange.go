package zoho

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// maxAnswer bounds the body of an answer in bytes.
const maxAnswer = 16 << 20

// exchange sends a request once, when it has its place, and reads its answer
// whole. An error means that there is no complete answer.
func (c *Client) exchange(ctx context.Context, r request, accessToken string, left *budget) (answer, error) {
	takes := loadOf(r)
	place, err := c.limits.gate.enter(ctx, takes, c.priority)
	if err != nil {
		return answer{}, r.crowdedOut(err)
	}
	said := unheard
	defer func() { c.limits.gate.leave(place, said) }()
	ctx, done := left.spending(ctx)
	defer done()

	var way passage
	req, err := r.http(httptrace.WithClientTrace(ctx, way.trace()), c.base, c.userAgent, accessToken)
	if err != nil {
		return answer{}, r.unsent(errors.New("the request cannot be built"))
	}
	resp, err := c.http.Do(req)
	if err != nil {
		unsent := way.closedTo(err)
		if !unsent {
			c.limits.purse.spend(takes.credits)
		}
		return answer{}, r.lost(0, err, unsent)
	}
	defer resp.Body.Close()
	dry := c.listen(resp, takes)
	said = verdictOn(resp.StatusCode, dry)
	body, err := readBounded(resp.Body)
	if err != nil {
		return answer{}, r.lost(resp.StatusCode, err, refusedOutright(resp.StatusCode))
	}
	return answer{request: r, status: resp.StatusCode, header: resp.Header, body: body, dry: dry}, nil
}

// listen hears what an answer says beside its body, and returns how long the
// credits are gone where it is a refusal for want of them.
func (c *Client) listen(resp *http.Response, takes load) (dry time.Duration) {
	c.ear.listen(resp.Header)
	if !refusedOutright(resp.StatusCode) {
		c.limits.purse.spend(takes.credits)
	}
	c.limits.purse.listen(resp.StatusCode, resp.Header)
	return c.limits.purse.dry(resp.StatusCode)
}

func verdictOn(status int, dry time.Duration) verdict {
	switch {
	case status != http.StatusTooManyRequests:
		return answered
	case dry > 0:
		return unheard
	}
	return tooMany
}

// crowded is when a call that got no place is worth another try.
const crowded = time.Second

// crowdedOut is the failure of a request that got no place in time.
func (r request) crowdedOut(cause error) *Error {
	e := r.unsent(cause)
	if errors.Is(cause, context.DeadlineExceeded) {
		e.Message, e.RetryAfter = "other calls took all the places until time ran out", crowded
	}
	return e
}

// unsent is the failure of a request that was never handed to the network.
func (r request) unsent(cause error) *Error { return r.lost(0, cause, true) }

// lost is the failure of a request without a complete answer.
func (r request) lost(status int, cause error, harmless bool) *Error {
	e := &Error{Status: status, Method: r.method, Path: r.path, Cause: plainCause(cause)}
	if harmless || r.read {
		e.Applied = NotApplied
	}
	return e
}

// plainCause drops the layer of net/http that repeats the address, query and
// all.
func plainCause(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

func readBounded(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("answer is larger than %d MiB", maxAnswer>>20)
	}
	return body, err
}

// passage watches how far a request got on its way to the server.
//
// A request without a connection has not been sent. Once there is one, the
// transport writes in a goroutine of its own that may still be at it when the
// call has returned, so nothing later than that moment is proof of anything.
type passage struct {
	sought, found atomic.Bool
}

func (p *passage) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { p.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { p.found.Store(true) },
	}
}

// closedTo reports whether err surely happened before the request was sent. A
// transport that does not report its steps (not one of net/http's) gets the
// benefit of the doubt only for errors that name connecting or TLS.
func (p *passage) closedTo(err error) bool {
	if p.found.Load() {
		return false
	}
	return p.sought.Load() || isDialError(err) || isTLSError(err)
}

func isDialError(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

func isTLSError(err error) bool {
	_, verification := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	return verification || record
}

// refusedOutright reports statuses that mean "not processed" whatever the body
// says or lacks.
func refusedOutright(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusTooManyRequests
}
