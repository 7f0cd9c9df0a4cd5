package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// scribeEnv makes the test binary a process that writes to the database named
// by it until it is killed.
const scribeEnv = "RINGBOOK_TEST_SCRIBE"

// scribe claims a booking and ends a conversation, each with its job, over and
// over, and says so only when both are committed.
func scribe(path string) error {
	ctx := context.Background()
	db, err := Open(ctx, Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		id := fmt.Sprint(os.Getpid(), "-", i)
		b := booking.Booking{Project: "p", ID: id, State: booking.Confirmed, Code: id, CreatedAt: time.Now(), UpdatedAt: time.Now()}
		err := db.Bookings().Claim(ctx, booking.ClaimQuery{Project: "p"}, func(booking.Ground) booking.Decision {
			return booking.Decision{Write: &b, Effects: booking.Effects{
				Jobs: []job.New{{Kind: "settle", Project: "p", Key: id}}, Remember: &booking.Memory{Key: id, Booking: id},
			}}
		})
		if err != nil {
			return err
		}
		_, err = db.Conversations().Update(ctx, "p", id, func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
			return c, []job.New{{Kind: "follow", Project: "p", Key: id}}, nil
		})
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
}

// TestKilledWriter kills a writing process at once (SIGKILL), several times
// over: what it reported is there whole, and nothing is there in part.
func TestKilledWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringbook.db")
	var told []string
	for life := range 4 {
		told = append(told, killScribe(t, path, 5+life*7)...)
	}
	db, err := Open(t.Context(), Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	whole := func(id string) (booked, ended bool) {
		_, noBooking := db.Bookings().Get(t.Context(), "p", id)
		_, noJob := db.Jobs().Get(t.Context(), "p", "settle", id)
		_, noMemory := db.Bookings().Recall(t.Context(), "p", id)
		_, noCall := db.Conversations().Get(t.Context(), "p", id)
		_, noFollow := db.Jobs().Get(t.Context(), "p", "follow", id)
		for _, err := range []error{noBooking, noJob, noMemory, noCall, noFollow} {
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
		}
		if (noBooking == nil) != (noJob == nil) || (noBooking == nil) != (noMemory == nil) || (noCall == nil) != (noFollow == nil) {
			t.Errorf("%s is there in part: booking %v, job %v, memory %v; conversation %v, job %v", id, noBooking, noJob, noMemory, noCall, noFollow)
		}
		return noBooking == nil, noCall == nil
	}
	for _, id := range told {
		if booked, ended := whole(id); !booked || !ended {
			t.Errorf("%s was reported, but is there: %t, %t", id, booked, ended)
		}
	}
	t.Logf("%d reported writes in 4 lives", len(told))
	pid, n := cutID(t, told[len(told)-1])
	whole(fmt.Sprint(pid, "-", n+1)) // what the last one was doing when it died
}

func cutID(t *testing.T, id string) (pid, n int) {
	t.Helper()
	if _, err := fmt.Sscanf(id, "%d-%d", &pid, &n); err != nil {
		t.Fatal(err)
	}
	return pid, n
}

// killScribe runs a scribe, kills it when it has reported so much, and returns
// all that it reported.
func killScribe(t *testing.T, path string, lines int) (told []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), scribeEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := bufio.NewScanner(out)
	for read.Scan() {
		told = append(told, read.Text())
		if len(told) == lines {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	if len(told) < lines {
		t.Fatalf("the scribe ended by itself after %d of %d lines", len(told), lines)
	}
	return told
}
