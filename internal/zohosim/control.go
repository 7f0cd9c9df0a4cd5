package zohosim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// serveControl is the control plane below /__sim/: everything that a test or an
// operator does to the simulator. It asks for no key, so the simulator must
// never be reachable from outside.
func (s *Sim) serveControl(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		writeControl(rw, http.StatusBadRequest, envelope{"error": "the request could not be read"})
		return
	}
	path := strings.Trim(strings.TrimPrefix(r.URL.Path, controlPrefix), "/")
	answer, err := s.control(r.Method, path, r.URL.Query().Get, body)
	var unknown unknownControl
	switch {
	case errors.As(err, &unknown):
		writeControl(rw, http.StatusNotFound, envelope{"error": err.Error()})
	case err != nil:
		writeControl(rw, http.StatusBadRequest, envelope{"error": err.Error()})
	default:
		writeControl(rw, http.StatusOK, answer)
	}
}

func writeControl(rw http.ResponseWriter, status int, body any) {
	rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
	rw.WriteHeader(status)
	rw.Write(reply{body: body}.encoded()) // a client that has gone cannot be told
}

// unknownControl is the error for a route that the control plane does not have.
type unknownControl string

func (u unknownControl) Error() string { return string(u) + " is no route of the control plane" }

// control answers one control call; errors are the caller's mistakes.
func (s *Sim) control(method, path string, query func(string) string, body []byte) (any, error) {
	if rest, isRecords := strings.CutPrefix(path, "records/"); isRecords {
		return s.controlRecords(method, rest, query("deleted") == "true", body)
	}
	w := s.world.Load()
	switch method + " " + path {
	case "POST reset":
		return s.controlReset(body)
	case "POST grant":
		return s.controlGrant(body)
	case "POST tokens/expire":
		w.authority.ExpireAll()
		return envelope{}, nil
	case "POST tokens/revoke":
		w.authority.Withdraw(func(oauth.Consent) bool { return true })
		return envelope{}, nil
	case "GET faults":
		return envelope{"faults": w.faults.list()}, nil
	case "POST faults":
		return w.controlFaults(body)
	case "DELETE faults":
		w.faults.clear()
		return envelope{"faults": []Fault{}}, nil
	case "GET settings":
		return w.rules.Load().Settings, nil
	case "POST settings":
		return w.controlSettings(body)
	case "GET clock":
		return s.clockAnswer(), nil
	case "POST clock":
		return s.controlClock(body)
	case "GET requests":
		return w.controlRequests(query("since"))
	case "GET credits":
		return w.meter.usage(w.allowance()), nil
	default:
		return nil, unknownControl(method + " " + controlPrefix + path)
	}
}

func (s *Sim) controlReset(body []byte) (any, error) {
	var in struct {
		Seed       string `json:"seed"`
		RandomSeed uint64 `json:"randomSeed"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return nil, err
	}
	if err := s.Reset(in.Seed, in.RandomSeed); err != nil {
		return nil, err
	}
	return envelope{"now": s.Now().UTC()}, nil
}

func (s *Sim) controlGrant(body []byte) (any, error) {
	var in struct {
		Scopes      scopeList `json:"scopes"`
		UserID      string    `json:"userId"`
		RedirectURI string    `json:"redirectUri"`
		ClientID    string    `json:"clientId"`
		Environment string    `json:"environment"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return nil, err
	}
	return s.Grant(GrantRequest{
		ClientID: in.ClientID, Scopes: in.Scopes, UserID: in.UserID, RedirectURI: in.RedirectURI, Environment: in.Environment,
	})
}

// scopeList is an array of scopes, or one string with commas or spaces as in
// an authorization link.
type scopeList []string

func (l *scopeList) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*l = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		return errors.New("scopes must be an array of strings or one string")
	}
	*l = all
	return nil
}

func (w *world) controlFaults(body []byte) (any, error) {
	var in struct {
		Faults []Fault `json:"faults"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return nil, err
	}
	if len(in.Faults) == 0 {
		return nil, errors.New(`no faults; the body is {"faults": [{"kind": ...}]}`)
	}
	for i, f := range in.Faults {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("faults[%d]: %w", i, err)
		}
	}
	w.faults.add(in.Faults)
	return envelope{"faults": w.faults.list()}, nil
}

func (w *world) controlSettings(body []byte) (any, error) {
	next, err := w.rules.Load().Settings.merged(body)
	if err != nil {
		return nil, err
	}
	w.apply(next)
	return next, nil
}

func (s *Sim) controlClock(body []byte) (any, error) {
	var in struct {
		Now       *time.Time `json:"now"`
		AdvanceMs *int64     `json:"advanceMs"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return nil, err
	}
	switch {
	case in.Now != nil && in.AdvanceMs == nil:
		s.SetNow(*in.Now)
	case in.AdvanceMs != nil && in.Now == nil:
		s.Advance(time.Duration(*in.AdvanceMs) * time.Millisecond)
	default:
		return nil, errors.New("give either now (RFC 3339) or advanceMs")
	}
	return s.clockAnswer(), nil
}

func (s *Sim) clockAnswer() envelope { return envelope{"now": s.Now().UTC()} }

func (w *world) controlRequests(since string) (any, error) {
	seq, err := strconv.ParseInt("0"+since, 10, 64)
	if err != nil {
		return nil, errors.New("since must be a sequence number")
	}
	return w.log.since(seq), nil
}
