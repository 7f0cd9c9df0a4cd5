package zohosim

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	controlPrefix = "/__sim/"
	oauthPrefix   = "/oauth/"
	crmPrefix     = "/crm/"
	maxBody       = 16 << 20
)

// ServeHTTP answers the account server, the CRM API, the control plane and the
// page.
func (s *Sim) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if s.servePage(rw, r) {
		return
	}
	if strings.HasPrefix(r.URL.Path+"/", controlPrefix) {
		s.serveControl(rw, r)
		return
	}
	w := s.world.Load()
	v := &visit{sim: s, world: w, rw: rw, r: r, place: placeOf(r.Host), begun: s.Now(), clock: time.Now()}
	v.serve()
}

// visit is one request outside the control plane on its way through faults,
// limits, the API itself and the request log.
type visit struct {
	sim   *Sim
	world *world
	rw    http.ResponseWriter
	r     *http.Request
	place place
	begun time.Time // simulator's clock
	clock time.Time // real clock: what a caller waits
	body  []byte

	struck bool // a fault replaces or damages the answer

	module  string
	credits int
	applied bool
	lag     time.Duration
	load    load
	fault   string // what struck the request, for the log
}

// serve runs the stages in the order in which a real request meets them: the
// network, then limits, then the API, then the network again.
func (v *visit) serve() {
	hit := v.world.faults.draw(occasion{method: v.r.Method, path: v.r.URL.Path})
	v.lag = hit.lag
	v.struck = hit.fault.Kind != "" && hit.fault.Kind != faultOvertake
	v.fault = hit.name()
	if hit.fault.Kind == faultReset {
		v.logged(0)
		resetConnection(v.rw)
	}
	body, err := io.ReadAll(http.MaxBytesReader(v.rw, v.r.Body, maxBody))
	if err != nil {
		v.brokenBody(err)
		return
	}
	v.body = body
	answer, admitted := v.admit()
	if !admitted {
		v.write(answer, false)
		return
	}
	defer v.leave()
	if !v.wait(v.sim.latency + hit.latency) {
		v.abort()
	}
	v.answer(hit.fault)
}

// answer applies the request, unless the fault prevents it, and answers it,
// unless the fault prevents that.
func (v *visit) answer(f Fault) {
	switch f.Kind {
	case faultDropBefore:
		v.abort()
	case faultStatus, faultHTML:
		v.write(f.instead(v.world.rules.Load().RateLimitCode), false)
	case faultDropAfter:
		v.dispatch()
		v.abort()
	case faultHangAfter:
		v.dispatch()
		v.hang(time.Duration(f.LatencyMs) * time.Millisecond)
		v.abort()
	case faultOvertake:
		v.overtaken(f.Change)
		v.write(v.dispatch(), false)
	default:
		v.write(v.dispatch(), f.Kind == faultTruncate)
	}
}

// dispatch hands over to the server that the Host and the path name. An account
// server has no API and an API host has no account server.
func (v *visit) dispatch() reply {
	asksAccounts := strings.HasPrefix(v.r.URL.Path, oauthPrefix)
	if v.place.isAccounts() && (asksAccounts || !v.place.isAPI()) {
		return v.serveOAuth()
	}
	return v.serveCRM()
}

// wait delays the request. A read whose client has gone is given up; a write
// that was received whole lands all the same, and as late as it would have.
func (v *visit) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	gone := v.r.Context().Done()
	if v.r.Method != http.MethodGet {
		gone = nil
	}
	select {
	case <-timer.C:
		return true
	case <-gone:
		return false
	case <-v.sim.stopped:
		return false
	}
}

// write sends an answer, or half of it, and logs it; nothing is sent to a
// client that has gone.
func (v *visit) write(a reply, truncated bool) {
	if errors.Is(v.r.Context().Err(), context.Canceled) {
		v.logged(0)
		v.record(0, nil, nil)
		return
	}
	body := a.encoded()
	a.setHeader(v.rw.Header(), body, v.sim.Now())
	v.logged(a.status)
	v.record(a.status, v.rw.Header(), body)
	if truncated {
		writeHalf(v.rw, a.status, body)
	}
	v.rw.WriteHeader(a.status)
	v.rw.Write(body) // a client that has gone cannot be told
}

func (v *visit) brokenBody(err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		v.write(bad("UNABLE_TO_PARSE_DATA_TYPE", "the request body is too large", nil), false)
		return
	}
	v.abort()
}

// abort closes the connection without an answer.
func (v *visit) abort() {
	v.logged(0)
	v.record(0, nil, nil)
	panic(http.ErrAbortHandler)
}

func (v *visit) logged(status int) {
	query := v.r.URL.RawQuery
	if strings.HasPrefix(v.r.URL.Path, oauthPrefix) {
		query = "" // may carry codes, tokens and the client secret
	}
	v.world.log.add(Request{
		Method: v.r.Method, Host: v.r.Host, Path: v.r.URL.Path, Query: query, Module: v.module, Status: status,
		Credits: v.credits, StartedAt: v.begun.UTC(), DurationMs: time.Since(v.clock).Milliseconds(), Applied: v.applied, Fault: v.fault,
	})
}

// resetConnection closes with a reset, where the transport has one, before the
// request is read. It does not return.
func resetConnection(rw http.ResponseWriter) {
	if hijacker, ok := rw.(http.Hijacker); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			if tcp, isTCP := conn.(*net.TCPConn); isTCP {
				tcp.SetLinger(0)
			}
			conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// writeHalf promises the whole body, sends half and closes. It does not return.
func writeHalf(rw http.ResponseWriter, status int, body []byte) {
	rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	rw.WriteHeader(status)
	rw.Write(body[:len(body)/2])
	if f, ok := rw.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}
