package vault

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

func TestHandleIsShortAndUnreadable(t *testing.T) {
	h := vaultOf(t, secret(1)).Handles()
	payload := []byte("fifteen bytes!!")
	handle := h.Seal("slot", "p1", payload, noon)
	if len(payload) != 15 || len(handle) != 36 {
		t.Errorf("%d bytes give %d characters, %q; want 36", len(payload), len(handle), handle)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(handle) {
		t.Errorf("%q is not url-safe", handle)
	}
	if again := h.Seal("slot", "p1", payload, noon); again != handle {
		t.Errorf("the same input gives %q and %q", handle, again)
	}
	raw, _ := encoding.DecodeString(handle)
	if bytes.Contains(raw, payload[:4]) {
		t.Error("the payload can be read")
	}
}

// Payloads that differ in one bit must not look alike, or a model would mix
// them up and a reader could tell neighbours.
func TestSimilarPayloadsGiveDifferentHandles(t *testing.T) {
	h := vaultOf(t, secret(1)).Handles()
	a, _ := encoding.DecodeString(h.Seal("slot", "p1", make([]byte, 64), noon))
	b, _ := encoding.DecodeString(h.Seal("slot", "p1", append(make([]byte, 63), 1), noon))
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	if same > 8 {
		t.Errorf("%d of %d bytes are the same", same, len(a))
	}
}

func TestHandleExpires(t *testing.T) {
	h := vaultOf(t, secret(1)).Handles()
	handle := h.Seal("slot", "p1", []byte("x"), noon.Add(-time.Millisecond))
	for at, want := range map[time.Time]error{
		noon.Add(-time.Hour): nil, noon.Add(-time.Millisecond): nil,
		noon: ErrExpired, noon.Add(time.Hour): ErrExpired,
	} {
		if _, err := h.Open("slot", "p1", handle, at); !errors.Is(err, want) {
			t.Errorf("at %s: %v, want %v", at, err, want)
		}
	}
	if _, err := h.Open("slot", "p2", handle, noon.Add(time.Hour)); !errors.Is(err, ErrForged) {
		t.Errorf("an expired handle of another project: %v, want forged", err)
	}
	far := h.Seal("slot", "p1", []byte("x"), time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC))
	if _, err := h.Open("slot", "p1", far, noon); err != nil {
		t.Errorf("an expiry beyond what fits: %v", err)
	}
	past := h.Seal("slot", "p1", []byte("x"), time.Time{})
	if _, err := h.Open("slot", "p1", past, noon); !errors.Is(err, ErrExpired) {
		t.Errorf("the zero time as expiry: %v, want expired", err)
	}
}

func TestHandleIsBound(t *testing.T) {
	v := vaultOf(t, secret(1))
	h := v.Handles()
	handle := h.Seal("slot", "p1", []byte("x"), noon)
	for _, at := range [][2]string{{"slot", "p2"}, {"page", "p1"}, {"slotp", "1"}, {"slo", "tp1"}, {"", "slotp1"}, {"slot", "p1\x00"}} {
		if _, err := h.Open(at[0], at[1], handle, noon.Add(-1)); !errors.Is(err, ErrForged) {
			t.Errorf("as %q of %q: %v, want forged", at[0], at[1], err)
		}
	}
	other := vaultOf(t, secret(2)).Handles()
	if _, err := other.Open("slot", "p1", handle, noon.Add(-1)); !errors.Is(err, ErrForged) {
		t.Errorf("with another key: %v, want forged", err)
	}
	rotated := vaultOf(t, secret(2), secret(1)).Handles()
	if got, err := rotated.Open("slot", "p1", handle, noon.Add(-1)); err != nil || string(got) != "x" {
		t.Errorf("after a rotation: %q, %v", got, err)
	}
}

func TestHandleRoundTrip(t *testing.T) {
	h := vaultOf(t, secret(1)).Handles()
	rapid.Check(t, func(t *rapid.T) {
		kind, project := rapid.String().Draw(t, "kind"), rapid.String().Draw(t, "project")
		payload := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "payload")
		handle := h.Seal(kind, project, payload, noon)
		got, err := h.Open(kind, project, handle, noon.Add(-time.Second))
		if err != nil || !bytes.Equal(got, payload) {
			t.Fatalf("opened %q and %v, want %q", got, err, payload)
		}
	})
}

// FuzzHandle alters a genuine handle at will: nothing but the handle itself
// may open, and nothing may panic.
func FuzzHandle(f *testing.F) {
	h := vaultOf(f, secret(1), secret(2)).Handles()
	genuine := h.Seal("slot", "p1", []byte("fifteen bytes!!"), noon)
	f.Add(genuine)
	f.Add("")
	f.Add(genuine + "A")
	f.Add(genuine[:len(genuine)-1])
	f.Add(genuine[:20] + "\n" + genuine[20:])
	f.Add(strings.ToLower(genuine))
	f.Add(genuine[:35] + "_")
	f.Add(strings.Repeat("A", 16))
	f.Fuzz(func(t *testing.T, handle string) {
		_, err := h.Open("slot", "p1", handle, noon.Add(-time.Hour))
		if handle == genuine && err != nil {
			t.Fatalf("the genuine handle gives %v", err)
		}
		if handle != genuine && !errors.Is(err, ErrForged) {
			t.Fatalf("%q gives %v, want forged", handle, err)
		}
	})
}

func TestEveryAlteredCharacterIsNoticed(t *testing.T) {
	h := vaultOf(t, secret(1)).Handles()
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for size := range 4 { // all paddings
		genuine := h.Seal("slot", "p1", make([]byte, size), noon)
		for i := range genuine {
			for _, c := range []byte(alphabet + "+/= \r\n") {
				altered := genuine[:i] + string(c) + genuine[i+1:]
				if _, err := h.Open("slot", "p1", altered, noon.Add(-1)); (err == nil) != (altered == genuine) {
					t.Fatalf("%q, altered from %q, gives %v", altered, genuine, err)
				}
			}
		}
	}
}

func BenchmarkHandle(b *testing.B) {
	h := vaultOf(b, secret(1)).Handles()
	payload := []byte("fifteen bytes!!")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Open("slot", "p1", h.Seal("slot", "p1", payload, noon), noon.Add(-1)); err != nil {
			b.Fatal(err)
		}
	}
}
