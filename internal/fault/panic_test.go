package fault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
)

func TestSafely(t *testing.T) {
	plain := errors.New("plain")
	if err := fault.Safely(func() error { return plain }); err != plain {
		t.Errorf("an error became %v", err)
	}
	err := fault.Safely(func() error { panic(fault.New(fault.Invalid, "lost")) })
	if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "lost") || !strings.Contains(err.Error(), "panic_test.go") {
		t.Errorf("a panic became %v", err)
	}
}
