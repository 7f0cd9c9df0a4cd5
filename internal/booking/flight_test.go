package booking

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// broken is a store that panics.
type broken struct{ Store }

func (broken) Get(context.Context, string, string) (Booking, error) { panic("out of order") }

// A panic leaves the booking pending for the job, and the next run free to begin.
func TestAPanicEndsTheRunAlone(t *testing.T) {
	var log bytes.Buffer
	s := NewService(Config{Store: broken{}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for range 2 {
		_, landed, err := s.fly(t.Context(), "p1", "old", false)
		if !landed || err == nil || fault.KindOf(err) != fault.Internal {
			t.Fatalf("%t, %v", landed, err)
		}
	}
	s.Close(time.Minute)
	if !strings.Contains(log.String(), "out of order") || !strings.Contains(log.String(), "flight_test.go") {
		t.Errorf("the log says %s", log.String())
	}
}
