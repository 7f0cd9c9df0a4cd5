package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// screen is a terminal of the kernel's, as a terminal window has one (pty(7)).
type screen struct{ person, program *os.File }

func openScreen(t *testing.T) screen {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	var locked, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			t.Skipf("no terminal to be had: %v", errno)
		}
	}
	program, err := os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	return screen{person: person, program: program}
}

// shows runs the program on the screen, types, and returns all that appeared.
func (s screen) shows(t *testing.T, env []string, typed string, args ...string) (code int, text string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return strings.HasPrefix(pair, "RINGBOOK_") || strings.HasPrefix(pair, "NO_COLOR=")
	}),
		append([]string{"TERM=xterm"}, env...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.program, s.program, s.program
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = s.program.Close()
	if _, err := io.WriteString(s.person, typed); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	var seen bytes.Buffer
	_, _ = io.Copy(&seen, s.person) // ends with EIO when the program has gone
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode(), seen.String()
}
