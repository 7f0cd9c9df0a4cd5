package main

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// playsMain makes this test's binary the program itself.
const playsMain = "ZOHOSIM_TEST_PLAYS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(playsMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestExits: a wrong command line is 2, other trouble 1, each with one line of
// standard error that names the program once.
func TestExits(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--seed", "castle"}, 2, `"demo","empty"`},
		{[]string{"extra"}, 2, "extra"},
		{[]string{"--listen", taken.Addr().String()}, 1, "address already in use"},
	} {
		cmd := exec.Command(os.Args[0], tt.args...)
		cmd.Env = append(os.Environ(), playsMain+"=1")
		var errs strings.Builder
		cmd.Stderr = &errs
		var exit *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != tt.code {
			t.Errorf("%v: %v, want code %d", tt.args, err, tt.code)
		}
		if text := errs.String(); strings.Count(text, "zohosim:") != 1 || !strings.Contains(text, tt.says) {
			t.Errorf("%v says %q", tt.args, text)
		}
	}
}
