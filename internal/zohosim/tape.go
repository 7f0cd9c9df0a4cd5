package zohosim

import (
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/tape"
)

// record puts the visit on the tape; status 0 stands for no answer. What goes
// to and from the token server stays off it: it is made of secrets.
func (v *visit) record(status int, header http.Header, body []byte) {
	if v.sim.tape == nil || strings.HasPrefix(v.r.URL.Path, oauthPrefix) {
		return
	}
	err := v.sim.tape.Record(tape.Exchange{
		Method: v.r.Method, Host: v.r.Host, Path: v.r.URL.Path, Query: v.r.URL.RawQuery,
		Header: tape.Keep(v.r.Header), Body: string(v.body),
		Status: status, AnswerHeader: header, AnswerBody: string(body), Struck: v.struck,
	})
	if err != nil {
		v.sim.log.Error("an exchange is missing on the tape", "error", err)
	}
}
