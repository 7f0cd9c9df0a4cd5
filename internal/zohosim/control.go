package zohosim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// serveControl is the control plane below /__sim/: everything that a test or an
// operator does to the simulator. It asks for no key, so the simulator must
// never be reachable from outside.
func (s *Sim) serveControl(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		s.writeControl(rw, http.StatusBadRequest, envelope{"error": "the request could not be read"})
		return
	}
	answer, err := s.control(r, body)
	var unknown unknownControl
	switch {
	case errors.As(err, &unknown):
		s.writeControl(rw, http.StatusNotFound, envelope{"error": err.Error()})
	case err != nil:
		s.writeControl(rw, http.StatusBadRequest, envelope{"error": err.Error()})
	default:
		s.writeControl(rw, http.StatusOK, answer)
	}
}

func (s *Sim) writeControl(rw http.ResponseWriter, status int, body any) {
	a := reply{status: status, body: body}
	encoded := a.encoded()
	a.setHeader(rw.Header(), encoded, s.Now())
	rw.WriteHeader(status)
	rw.Write(encoded) // a client that has gone cannot be told
}

// unknownControl is the error for a route that the control plane does not have.
type unknownControl string

func (u unknownControl) Error() string {
	return string(u) + " is no route of the control plane; GET " + controlPrefix + " lists them"
}

// controlCall is one call of the control plane.
type controlCall struct {
	sim    *Sim
	world  *world
	params map[string]string
	query  url.Values
	body   []byte
}

// control answers one control call; errors are the caller's mistakes.
func (s *Sim) control(r *http.Request, body []byte) (any, error) {
	path := strings.Trim(strings.TrimPrefix(r.URL.Path+"/", controlPrefix), "/")
	for _, route := range controlRoutes() {
		params, fits := matchPath(route.Path, path)
		if fits && route.Method == r.Method {
			return route.handle(&controlCall{sim: s, world: s.world.Load(), params: params, query: r.URL.Query(), body: body})
		}
	}
	return nil, unknownControl(r.Method + " " + controlPrefix + path)
}

// done is the answer where there is nothing to tell.
func done() (any, error) { return envelope{}, nil }

// decodeStrict decodes one JSON object and refuses unknown keys. An empty body
// is an empty object.
func decodeStrict(body []byte, into any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	return nil
}
