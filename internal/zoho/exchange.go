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
)

// maxAnswer bounds the body of an answer in bytes.
const maxAnswer = 16 << 20

// exchange sends a request once and reads its answer whole. An error means
// that there is no complete answer.
func (c *Client) exchange(ctx context.Context, r request, accessToken string) (answer, error) {
	if err := c.gate.enter(ctx); err != nil {
		return answer{}, r.unsent(err)
	}
	defer c.gate.leave()

	var way passage
	req, err := r.http(httptrace.WithClientTrace(ctx, way.trace()), c.base, c.userAgent, accessToken)
	if err != nil {
		return answer{}, r.unsent(errors.New("the request cannot be built"))
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, r.lost(0, err, way.closedTo(err))
	}
	defer resp.Body.Close()
	c.ear.listen(resp.StatusCode, resp.Header)
	body, err := readBounded(resp.Body)
	if err != nil {
		return answer{}, r.lost(resp.StatusCode, err, refusedOutright(resp.StatusCode))
	}
	return answer{request: r, status: resp.StatusCode, header: resp.Header, body: body}, nil
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
