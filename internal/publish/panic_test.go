package publish_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/publish"
)

// brittle is a CRM whose answers we fail over.
type brittle struct{ publish.CRM }

func (brittle) Venues(context.Context, string) ([]string, bool, error) { panic("out of order") }

// A panic is the failure of its step, and the project can be published again.
func TestAPanicFailsTheStep(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	var log bytes.Buffer
	whole := r.publisher.Config
	r.publisher.CRM, r.publisher.Logger = brittle{whole.CRM}, slog.New(slog.NewTextHandler(&log, nil))
	steps, revision, err := r.publish()
	if revision != 0 || fault.KindOf(err) != fault.Internal {
		t.Errorf("revision %d, %v", revision, err)
	}
	if s := r.step(steps, "meeting venue"); s.State != publish.Failed || s.Detail != "ringbook failed; the cause is in its log" || s.Remedy == "" {
		t.Errorf("the step is %+v", s)
	}
	if !strings.Contains(log.String(), "out of order") || !strings.Contains(log.String(), "panic_test.go") {
		t.Errorf("the log says %s", log.String())
	}
	r.publisher.Config = whole
	r.published()
}
