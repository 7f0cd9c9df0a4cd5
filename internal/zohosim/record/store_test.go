package record_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func titles(records []*record.Record) string {
	var s string
	for _, r := range records {
		s += r.String("Title") + " "
	}
	return s
}

func insert(s *record.Store, title string, at time.Time) string {
	r := &record.Record{ID: s.NewID(), Module: "M", Values: record.Values{"Title": title}}
	s.Insert(r, at)
	return r.ID
}

func retitle(t *testing.T, s *record.Store, id, title string, at time.Time) {
	t.Helper()
	_, err := s.Update("M", id, at, func(r *record.Record) (*record.Record, error) {
		return r.With(record.Values{"Title": title}), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The index as of an instant is the newest version that is not younger.
func TestIndexedVersions(t *testing.T) {
	s := record.NewStore()
	a := insert(s, "a1", noon)
	b := insert(s, "b1", noon.Add(time.Second))
	retitle(t, s, a, "a2", noon.Add(2*time.Second))
	retitle(t, s, a, "a3", noon.Add(3*time.Second))
	if err := s.Delete("M", b, record.Deletion{At: noon.Add(4 * time.Second), By: "u"}); err != nil {
		t.Fatal(err)
	}
	for second, want := range []string{"a1 ", "a1 b1 ", "a2 b1 ", "a3 b1 ", "a3 "} {
		if got := titles(s.Indexed("M", noon.Add(time.Duration(second)*time.Second))); got != want {
			t.Errorf("second %d: %q, want %q", second, got, want)
		}
	}
	if got := titles(s.Indexed("M", noon.Add(-time.Second))); got != "" {
		t.Errorf("before everything: %q", got)
	}
	if live, gone := titles(s.Live("M")), titles(s.Deleted("M")); live != "a3 " || gone != "b1 " {
		t.Errorf("live %q, deleted %q", live, gone)
	}
	s.Settle()
	if got := titles(s.Indexed("M", noon.Add(-time.Hour))); got != "a3 " {
		t.Errorf("settled: %q", got)
	}
}

// Old versions are forgotten, but never the one that the longest lag still sees.
func TestOldVersionsAreForgottenSafely(t *testing.T) {
	s := record.NewStore()
	id := insert(s, "v0", noon)
	for i := 1; i <= 60; i++ {
		retitle(t, s, id, fmt.Sprint("v", i), noon.Add(time.Duration(i)*time.Minute))
	}
	end := noon.Add(60 * time.Minute)
	if got := titles(s.Indexed("M", end.Add(-record.MaxLag))); got != "v50 " {
		t.Errorf("at the longest lag: %q, want v50", got)
	}
}

func TestUpdateRefusals(t *testing.T) {
	s := record.NewStore()
	id := insert(s, "a", noon)
	refused := errors.New("refused")
	_, err := s.Update("M", id, noon, func(*record.Record) (*record.Record, error) { return nil, refused })
	if !errors.Is(err, refused) || s.Get("M", id).String("Title") != "a" {
		t.Errorf("%v, %q", err, s.Get("M", id).String("Title"))
	}
	if err := s.Delete("M", "1", record.Deletion{}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	if err := s.Delete("Other", id, record.Deletion{}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("other module: %v", err)
	}
}

// Updates of one record do not lose each other.
func TestConcurrentUpdates(t *testing.T) {
	s := record.NewStore()
	id := insert(s, "", noon)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := s.Update("M", id, noon, func(r *record.Record) (*record.Record, error) {
				return r.With(record.Values{"Title": r.String("Title") + "x"}), nil
			})
			if err != nil {
				t.Error(err)
			}
			insert(s, "other", noon)
		})
	}
	wg.Wait()
	if got := len(s.Get("M", id).String("Title")); got != 50 {
		t.Errorf("%d updates survived, want 50", got)
	}
	if got := len(s.Live("M")); got != 51 {
		t.Errorf("%d records, want 51", got)
	}
}
