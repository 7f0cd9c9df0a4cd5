package vault

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func secret(n byte) []byte { return bytes.Repeat([]byte{n}, KeySize) }

func vaultOf(t testing.TB, secrets ...[]byte) *Vault {
	t.Helper()
	v, err := New(secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const purpose = "connection/p1/refresh_token"

func TestSealedOpens(t *testing.T) {
	v := vaultOf(t, secret(1))
	for _, value := range []string{"", "1000.abc", strings.Repeat("x", 5000), "\x00\xff"} {
		sealed := v.Seal(purpose, value)
		if value != "" && strings.Contains(sealed, value) {
			t.Errorf("%q shows in %q", value, sealed)
		}
		if got, err := v.Open(purpose, sealed); err != nil || got != value {
			t.Errorf("opened %q and %v, want %q", got, err, value)
		}
	}
	if once, again := v.Seal(purpose, "same"), v.Seal(purpose, "same"); once == again {
		t.Error("one value sealed twice gives one text")
	}
}

func TestSealedOpensForItsPurposeOnly(t *testing.T) {
	v := vaultOf(t, secret(1))
	sealed := v.Seal(purpose, "token")
	for _, other := range []string{"", "connection/p2/refresh_token", "connection/p1/access_token", purpose + "x"} {
		if _, err := v.Open(other, sealed); !errors.Is(err, ErrForged) {
			t.Errorf("for %q: %v, want forged", other, err)
		}
	}
}

func TestAlteredDoesNotOpen(t *testing.T) {
	v := vaultOf(t, secret(1), secret(2))
	sealed := v.Seal(purpose, "token")
	for i := range sealed {
		for _, c := range []byte("A0.\n=") {
			altered := sealed[:i] + string(c) + sealed[i+1:]
			inserted := sealed[:i] + string(c) + sealed[i:]
			for _, text := range []string{altered, inserted, sealed[:i]} {
				if text == sealed {
					continue
				}
				if _, err := v.Open(purpose, text); err == nil {
					t.Fatalf("%q opened, sealed was %q", text, sealed)
				}
			}
		}
	}
}

func TestRotation(t *testing.T) {
	old := vaultOf(t, secret(1))
	both := vaultOf(t, secret(2), secret(1))
	after := vaultOf(t, secret(2))
	sealed := old.Seal(purpose, "token")
	if got, err := both.Open(purpose, sealed); err != nil || got != "token" {
		t.Errorf("during the rotation: %q, %v", got, err)
	}
	if !both.Stale(sealed) || old.Stale(sealed) {
		t.Error("stale must mean: not sealed with the first key")
	}
	anew := both.Seal(purpose, "token")
	if both.Stale(anew) {
		t.Error("what was sealed just now is stale")
	}
	if got, err := after.Open(purpose, anew); err != nil || got != "token" {
		t.Errorf("after the rotation: %q, %v", got, err)
	}
	if _, err := after.Open(purpose, sealed); !errors.Is(err, ErrUnknownKey) || !strings.Contains(err.Error(), old.KeyIDs()[0]) {
		t.Errorf("with the old key removed: %v, want unknown key", err)
	}
}

func TestKeysAreChecked(t *testing.T) {
	for name, secrets := range map[string][][]byte{
		"none": {}, "short": {secret(1)[:31]}, "long": {append(secret(1), 1)}, "twice": {secret(1), secret(2), secret(1)},
	} {
		if _, err := New(secrets...); err == nil {
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), string(secret(1)[:8])) {
			t.Errorf("%s: the error shows a key", name)
		}
	}
}
