package project

import (
	"strings"
	"testing"
	"time"
)

func TestRememberedIsBounded(t *testing.T) {
	r := newRemembered[int, int](time.Minute, 3)
	now := time.Date(2027, 3, 14, 9, 0, 0, 0, time.UTC)
	for i := range 10 {
		if got, err := r.get(i, now, func() (int, error) { return i * i, nil }); err != nil || got != i*i {
			t.Fatalf("%d, %v", got, err)
		}
		if len(r.answers) > 3 {
			t.Fatalf("%d answers are kept, want at most 3", len(r.answers))
		}
	}
	// What has run out goes before what has not.
	later := now.Add(time.Minute)
	for i := 20; i < 23; i++ {
		r.put(i, i, later, r.forgotten)
	}
	for i := 20; i < 23; i++ {
		if _, ok := r.answers[i]; !ok {
			t.Errorf("%d was dropped while older answers had run out", i)
		}
	}
}

func TestRandomTextUsesTheWholeAlphabet(t *testing.T) {
	text := randomText(base62, 62*200)
	for _, letter := range base62 {
		// 200 are expected of each; 100 or 300 are some seven standard
		// deviations away.
		if n := strings.Count(text, string(letter)); n < 100 || n > 300 {
			t.Errorf("%q stands %d times, want about 200", letter, n)
		}
	}
}
