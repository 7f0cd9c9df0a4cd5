package doctor_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/doctor"
)

// brittle is a CRM whose answers we fail over: one in a reading that runs beside
// the others, one in a check itself.
type brittle struct{ doctor.CRM }

func (brittle) Venues(context.Context, string) ([]string, bool, error) { panic("out of order") }
func (brittle) MissingScopes(string) []doctor.Scope                    { panic("broken") }

func TestAPanicFailsTheCheck(t *testing.T) {
	p := healthy(t)
	var log bytes.Buffer
	p.doctor.CRM, p.doctor.Logger = brittle{p.doctor.CRM}, slog.New(slog.NewTextHandler(&log, nil))
	const ours = "failed: ringbook failed; the cause is in its log"
	p.examine(doctor.Options{}).wants(t, map[string]string{"meeting venue": ours, "scopes": ours})
	for _, part := range []string{"out of order", "broken", "panic_test.go"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log lacks %s:\n%s", part, log.String())
		}
	}
}
