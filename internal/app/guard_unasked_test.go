package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// A grant that the published settings did not ask for must not take calls into
// another organisation or environment, also where the one before it is revoked.
func TestGuardUnaskedGrantServesNoCalls(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world){
		"revoked":      func(w *world) { w.revoke(); wantStatus(w.t, w.asksSlots(), slotsNotConnected) },
		"disconnected": func(w *world) { w.disconnects(w.keys.Project) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPublicWorld(t)
			end(w)
			back := w.consents(w.keys.Project, func(c *zohosim.ConsentRequest) { c.Environment = "sandbox" })
			if status, page := w.visits(back); status != http.StatusBadRequest {
				t.Fatalf("%d %s", status, page)
			}
			since := w.lastSeq()
			wantStatus(t, w.asksSlots(), slotsNotConnected)
			w.passes(time.Minute)
			if reached := w.reached(since); len(reached) != 0 {
				t.Errorf("calls reached %v", reached)
			}
			w.makes(map[string]string{"zoho_environment": "sandbox"})
			wantStatus(t, w.asksSlots(), slotsOK)
		})
	}
}
