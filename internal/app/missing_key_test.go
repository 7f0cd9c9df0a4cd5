package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/vault"
)

// Without the key that the tokens are sealed with, builders are told which one is
// missing, and agents that something is wrong inside. A report is kept.
func TestASealingKeyThatIsMissing(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	w.stop()
	file := filepath.Join(w.config.Data, "sealing.key")
	former, _, err := vault.Load(vault.Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, _, err := vault.Load(vault.Config{File: file, Create: true}); err != nil {
		t.Fatal(err)
	}
	w.start()

	missing := `the sealing key with the id "` + former.KeyIDs()[0] + `" is not configured`
	now := w.connectionOf(w.builder(), w.keys.Project)
	has(t, now.GetLastError(), missing)
	has(t, now.GetRemedy(), "put the key file back")
	check := w.proofCheck("token")
	has(t, check.GetDetail(), missing)
	has(t, check.GetRemedy(), "put the key file back")
	told, err := w.tries()
	if err != nil {
		t.Fatal(err)
	}
	has(t, told.step("exchange").GetDetail(), missing)
	_, err = w.agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
	if connect.CodeOf(err) != connect.CodeInternal || strings.Contains(err.Error(), "key") {
		t.Errorf("an agent is told %v", err)
	}
	report := endOf("call-1")
	report.CallerPhone, report.WaitSeconds = newPhone, 0
	call(w, w.agent.EndConversation, report)

	w.stop()
	if err := os.WriteFile(file, key, 0o600); err != nil {
		t.Fatal(err)
	}
	w.start()
	if now := w.connectionOf(w.builder(), w.keys.Project); now.GetLastError() != "" {
		t.Errorf("with the key back it is %v", now)
	}
	w.follows("call-1")
}
