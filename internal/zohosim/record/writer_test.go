package record_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// What is read within Alone holds until it has written: of many who insert only
// where nothing is, one does.
func TestAlone(t *testing.T) {
	s := record.NewStore()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			s.Alone(func(w record.Writer) {
				if len(s.Live("M")) == 0 {
					w.Insert(&record.Record{ID: s.NewID(), Module: "M", Values: record.Values{}}, noon)
				}
			})
		})
	}
	wg.Wait()
	if n := len(s.Live("M")); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

// A change may read the store that it changes.
func TestChangeMayRead(t *testing.T) {
	s := record.NewStore()
	a, b := insert(s, "a", noon), insert(s, "b", noon)
	_, err := s.Update("M", a, noon, func(r *record.Record) (*record.Record, error) {
		return r.With(record.Values{"Title": s.Get("M", b).String("Title")}), nil
	})
	if err != nil || s.Get("M", a).String("Title") != "b" {
		t.Errorf("%v, title %q", err, s.Get("M", a).String("Title"))
	}
}

// zoho-crm-api §3.5: from the recycle bin a record comes back whole; once purged,
// or after sixty days, it does not.
func TestRestoreAndPurge(t *testing.T) {
	s := record.NewStore()
	back, purged, late := insert(s, "back", noon), insert(s, "purged", noon), insert(s, "late", noon)
	for _, id := range []string{back, purged, late} {
		if err := s.Delete("M", id, record.Deletion{At: noon, By: "u"}); err != nil {
			t.Fatal(err)
		}
	}
	later := noon.Add(time.Hour)
	if err := s.Restore("M", back, later); err != nil || s.Get("M", back).String("Title") != "back" {
		t.Errorf("restored: %v, %v", err, s.Get("M", back))
	}
	if err := s.Purge("M", purged, later); err != nil {
		t.Fatal(err)
	}
	gone := s.Any("M", purged)
	if gone.Deleted == nil || !gone.Deleted.Permanent(later) || len(gone.Values) != 0 || !gone.Deleted.At.Equal(noon) {
		t.Errorf("purged: %+v", gone)
	}
	after := noon.Add(record.InRecycleBin)
	for _, err := range []error{s.Restore("M", purged, later), s.Purge("M", purged, later), s.Restore("M", back, later), s.Restore("M", late, after), s.Restore("M", "1", later)} {
		if !errors.Is(err, record.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	}
	if err := s.Restore("M", late, after.Add(-time.Second)); err != nil {
		t.Errorf("a second before sixty days: %v", err)
	}
}
