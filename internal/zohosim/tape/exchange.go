package tape

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// Exchange is one request and the answer that it got.
type Exchange struct {
	Method string      `json:"method"`
	Host   string      `json:"host"`
	Path   string      `json:"path"`
	Query  string      `json:"query,omitempty"`  // as it was sent, without the question mark
	Header http.Header `json:"header,omitempty"` // of the request; what Keep leaves
	Body   string      `json:"body,omitempty"`

	// Status is 0 where the request was not answered.
	Status       int         `json:"status"`
	AnswerHeader http.Header `json:"answerHeader,omitempty"`
	AnswerBody   string      `json:"answerBody,omitempty"`
	// Struck says that a fault replaced or damaged the answer: only the request
	// can be judged.
	Struck bool `json:"struck,omitempty"`
}

// Keep copies the request headers that change what a request means, and
// User-Agent, which tells whose it is. Authorization and cookies are not among
// them.
func Keep(h http.Header) http.Header {
	kept := http.Header{}
	for name, values := range h {
		if matters(name) {
			kept[name] = slices.Clone(values)
		}
	}
	return kept
}

func matters(name string) bool {
	switch name {
	case "Accept", "Content-Type", "User-Agent", "If-Modified-Since", "If-Unmodified-Since":
		return true
	}
	return strings.HasPrefix(name, "X-") && !strings.HasPrefix(name, "X-Forwarded")
}

// Shape tells exchanges apart as far as a specification could: by method,
// segments of the path, names, types and structure. Values count where they
// could be words of an enumeration.
func (e Exchange) Shape() string {
	h := sha256.New()
	for _, part := range []string{
		e.Method, pathShape(e.Path), queryShape(e.Query), headerShape(e.Header), bodyShape(e.Body),
		number(int64(e.Status)), headerShape(e.AnswerHeader), bodyShape(e.AnswerBody),
	} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	if e.Struck {
		h.Write([]byte("struck"))
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
