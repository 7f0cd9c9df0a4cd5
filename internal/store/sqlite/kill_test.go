package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
)

// killMe names the database in the environment of a child that is to be killed.
const killMe = "RINGBOOK_TEST_WRITE_UNTIL_KILLED"

// writeUntilKilled commits a job and an intention at a time, from many callers
// at once, and prints each name once its commit was acknowledged.
func writeUntilKilled(path, round string) {
	db, err := Open(context.Background(), Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	exitOn(err)
	var out sync.Mutex
	for caller := range 16 {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%s-%d-%d", round, caller, n)
				err := db.write(context.Background(), func(ctx context.Context, tx *tx) error {
					if err := insertJob(ctx, tx, job.New{Kind: "work", Project: "p1", Key: name}); err != nil {
						return err
					}
					return insertIntent(ctx, tx, intent.Intent{ID: name, Project: "p1", Kind: "k"})
				})
				exitOn(err)
				out.Lock()
				fmt.Println(name)
				out.Unlock()
			}
		}()
	}
	select {}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// TestKilledInTheStreamOfCommits kills a writing process, again and again, and
// checks after each time that every acknowledged transaction is there and none
// is there by half. It shows that a crash of the process loses nothing; a loss
// of power is synchronous=FULL's matter and cannot be tried here.
func TestKilledInTheStreamOfCommits(t *testing.T) {
	if path := os.Getenv(killMe); path != "" {
		writeUntilKilled(path, os.Getenv(killMe+"_ROUND"))
	}
	path := filepath.Join(t.TempDir(), "ringbook.db")
	acknowledged := 0
	for round := range 5 {
		names := killAfter(t, path, fmt.Sprint(round), 300+170*round)
		acknowledged += len(names)
		db := openAt(t, path)
		present := checkWhole(t, db, names)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		t.Logf("round %d: %d acknowledged so far, %d present", round, acknowledged, present)
		if present < acknowledged {
			t.Errorf("%d transactions were acknowledged in all, %d are there", acknowledged, present)
		}
	}
}

// killAfter starts a writing child, kills it after so many acknowledgements,
// and returns all that it had made.
func killAfter(t *testing.T, path, round string, count int) (names []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledInTheStreamOfCommits$")
	child.Env = append(os.Environ(), killMe+"="+path, killMe+"_ROUND="+round)
	var complaints bytes.Buffer
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the pipe ends with the child; a cut line was no acknowledgement
			break
		}
		names = append(names, strings.TrimSpace(line))
		if len(names) == count {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait()
	if len(names) < count {
		t.Fatalf("the child ended by itself after %d: %s", len(names), complaints.String())
	}
	return names
}

// checkWhole checks that what was acknowledged is there, that jobs and
// intentions are there in pairs, and that the file is sound. It returns how
// many pairs there are.
func checkWhole(t *testing.T, db *DB, names []string) (pairs int) {
	t.Helper()
	err := db.read(t.Context(), func(ctx context.Context, tx *tx) error {
		jobs, err := all(ctx, tx, scanString, `SELECT key FROM jobs ORDER BY key`)
		if err != nil {
			return err
		}
		intents, err := all(ctx, tx, scanString, `SELECT id FROM intents ORDER BY id`)
		if err != nil {
			return err
		}
		if strings.Join(jobs, " ") != strings.Join(intents, " ") {
			t.Errorf("%d jobs and %d intentions are not the same ones: a transaction is there by half", len(jobs), len(intents))
		}
		there := map[string]bool{}
		for _, name := range jobs {
			there[name] = true
		}
		for _, name := range names {
			if !there[name] {
				t.Errorf("%s was acknowledged and is gone", name)
			}
		}
		pairs = len(jobs)
		sound, err := one(ctx, tx, scanString, `PRAGMA integrity_check`)
		if sound != "ok" {
			t.Errorf("the file is not sound: %s", sound)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}
