package connection_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func rejects(c *zohosim.ConsentRequest) { c.Reject = true }

// tells fails unless the status says that access was refused, or not.
func (r *rig) tells(refused bool) {
	r.Helper()
	if got := r.status().Declined; refused != (got != nil) || refused && (got.Text == "" || got.Remedy == "") {
		r.Errorf("the status tells of %v", got)
	}
}

// A refusal on the consent page is told until somebody is invited again or the
// project is connected.
func TestARefusalIsKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, next := range []func(){
		func() { r.invited() },
		func() { r.connect() },
		func() { r.invited(); r.tells(false) }, // and of one that is connected
	} {
		back := r.invited(rejects)
		r.tells(false)
		_, err := r.service.Complete(t.Context(), back)
		r.refused(err, fault.Refused, "access was refused", "accept what is asked for")
		r.tells(true)
		next()
		r.tells(false)
	}
	if s := r.status(); s.State != connection.Connected || s.LastError != "" {
		t.Errorf("the status is %+v", s)
	}
}

// Who has a link that was used, or none of ours, says nothing about the project.
func TestARefusalThatNobodyIsAskedFor(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back := r.invited()
	if _, err := r.service.Complete(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{back.State, project + ".invented"} {
		if _, err := r.service.Complete(t.Context(), connection.Redirect{State: state, Error: "access_denied"}); err == nil {
			t.Error("a refusal is no failure")
		}
		r.tells(false)
	}
	other := r.invited()
	if _, err := r.service.Complete(t.Context(), connection.Redirect{State: other.State, Error: "<b>boo"}); err == nil {
		t.Error("a refusal is no failure")
	}
	if got := r.status().Declined; got == nil || got.Text != "Zoho ended the authorization without a code" {
		t.Errorf("the status tells of %v", got)
	}
}
