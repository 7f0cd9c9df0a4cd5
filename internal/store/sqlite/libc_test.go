package sqlite

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// The driver must be built with exactly the libc that its own go.mod names, as
// its documentation demands. Another requirement of the module can raise libc
// silently, and then memory corruption is the first one hears of it.
func TestLibcIsTheOneThatTheDriverWants(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command here to ask for the versions in use")
	}
	using := list(t, "{{.Version}}", "modernc.org/libc")
	gomod, err := os.ReadFile(list(t, "{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`(?m)^\s*(?:require )?modernc\.org/libc (\S+)`).FindSubmatch(gomod)
	if want == nil {
		t.Fatal("the driver's go.mod names no libc")
	}
	if using != string(want[1]) {
		t.Errorf("modernc.org/libc is %s, but modernc.org/sqlite wants %s: lower what raised it, or take them up together", using, want[1])
	}
}

func list(t *testing.T, format, module string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", format, module).Output()
	if err != nil {
		t.Fatalf("go list %s: %v", module, err)
	}
	return strings.TrimSpace(string(out))
}
