package booking

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
)

// fingerprint tells one request for an appointment from another under the same
// idempotency key. It covers what was asked for, not how: a slot's id and its
// start are the same thing.
func (r Request) fingerprint(set attribute.Settings) string {
	c := r.Choice
	duration := c.Duration
	if svc, ok := serviceOf(set, c.Service, c.Staff, c.Duration); ok {
		duration = svc.duration
	}
	return digest("book", r.Conversation.ID, strconv.FormatInt(c.Start.Unix(), 10), duration.String(),
		c.Service, string(r.Caller.Number()), r.Name, r.Email, r.Subject, r.Notes)
}

// fingerprint likewise for a cancellation.
func (r CancelRequest) fingerprint() string {
	return digest("cancel", r.Conversation.ID, string(r.Caller.Number()), foldCode(r.Code), r.Ref,
		strconv.FormatInt(r.Start.Unix(), 10))
}

// digest hashes parts so that no two lists of parts give the same input, but
// for the blanks around them.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		p = strings.TrimSpace(p)
		h.Write([]byte(strconv.Itoa(len(p))))
		h.Write([]byte{':'})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
