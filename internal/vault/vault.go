package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// KeySize is the length of a key in bytes.
const KeySize = 32

var (
	// ErrForged is answered to a text that this vault did not seal for the
	// purpose, or that was altered since.
	ErrForged = errors.New("vault: not sealed here for this purpose, or altered")
	// ErrUnknownKey is answered, as an [UnknownKeyError], to a value whose key
	// is not among the keys: the key was removed too early, or the data belongs
	// to another server.
	ErrUnknownKey = errors.New("vault: sealed with a key that is not configured")
	// ErrExpired is answered to a genuine handle whose time is over.
	ErrExpired = errors.New("vault: the handle has expired")
)

// UnknownKeyError is ErrUnknownKey with the key that is missing.
type UnknownKeyError struct {
	// ID is the id of the key, which is no secret.
	ID string
}

func (e *UnknownKeyError) Error() string { return fmt.Sprintf("%v: %q", ErrUnknownKey, e.ID) }

// Unwrap makes it ErrUnknownKey to errors.Is.
func (e *UnknownKeyError) Unwrap() error { return ErrUnknownKey }

// Vault seals values at rest. It may be used by several goroutines.
type Vault struct {
	ring atomic.Pointer[keyring]
	// file is where the keys came from; "" where they were given.
	file string
	// reloading lets one goroutine at a time read the file.
	reloading sync.Mutex
}

// key is what is derived from one secret.
type key struct {
	id   string
	seal cipher.AEAD
	// bind and hide are for handles: the one derives a key for each kind and
	// project, the other encrypts.
	bind []byte
	hide cipher.Block
}

// New returns a vault over secrets of KeySize bytes each; the first seals, all
// open.
func New(secrets ...[]byte) (*Vault, error) {
	keys, err := newKeys(secrets)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	v := &Vault{}
	v.ring.Store(&keyring{keys: keys})
	return v, nil
}

// KeyIDs returns the ids of the keys in use, the sealing one first.
func (v *Vault) KeyIDs() []string {
	var ids []string
	for _, k := range v.keys() {
		ids = append(ids, k.id)
	}
	return ids
}

func (v *Vault) keys() []key { return v.ring.Load().keys }

func newKeys(secrets [][]byte) ([]key, error) {
	if len(secrets) == 0 {
		return nil, errors.New("at least one key is required")
	}
	var keys []key
	for n, secret := range secrets {
		k, err := newKey(secret)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", n+1, err)
		}
		if slices.ContainsFunc(keys, func(other key) bool { return other.id == k.id }) {
			return nil, fmt.Errorf("key %d is given twice", n+1)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func newKey(secret []byte) (key, error) {
	if len(secret) != KeySize {
		return key{}, fmt.Errorf("%d bytes long, want %d", len(secret), KeySize)
	}
	id, sealing, binding, hiding := derive(secret, "key id", 5), derive(secret, "sealed values", KeySize),
		derive(secret, "handles: binding", KeySize), derive(secret, "handles: hiding", KeySize)
	seal, err := aes.NewCipher(sealing)
	if err != nil {
		return key{}, err
	}
	hide, err := aes.NewCipher(hiding)
	if err != nil {
		return key{}, err
	}
	// A random 96-bit nonce is good for 2^32 values per key (NIST SP 800-38D,
	// 8.3), which tokens and secrets never come near.
	aead, err := cipher.NewGCMWithRandomNonce(seal)
	if err != nil {
		return key{}, err
	}
	name := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(id))
	return key{id: name, seal: aead, bind: binding, hide: hide}, nil
}

// derive makes an independent key of at most 32 bytes for one use. The secret
// is uniformly random, so HMAC alone is all of HKDF that is needed (RFC 5869,
// 3.3).
func derive(secret []byte, use string, size int) []byte {
	return mac(secret, []byte("ringbook "+use))[:size]
}

// version begins every sealed value.
const version = "v1"

// encoding is the text form of sealed bytes.
var encoding = base64.RawURLEncoding.Strict()

// Seal returns the value sealed for the purpose, as "v1.<key id>.<base64url>".
// Sealing the same value again gives another text. A key that another process
// has put on top of the file since is the one that seals.
func (v *Vault) Seal(purpose, value string) string {
	v.follow()
	k := v.keys()[0]
	head := version + "." + k.id
	return head + "." + encoding.EncodeToString(k.seal.Seal(nil, nil, []byte(value), bound(head, purpose)))
}

// Open returns the value that was sealed for the purpose. It answers
// ErrUnknownKey or ErrForged. A key that another process has added to the file
// since is known.
func (v *Vault) Open(purpose, sealed string) (string, error) {
	head, text, _ := cutLast(sealed, ".")
	id, ok := strings.CutPrefix(head, version+".")
	if !ok {
		return "", ErrForged
	}
	k, known := v.key(id)
	if !known && v.follow() {
		k, known = v.key(id)
	}
	if !known {
		return "", &UnknownKeyError{id}
	}
	box, err := decode(text)
	if err != nil {
		return "", err
	}
	value, err := k.seal.Open(nil, nil, box, bound(head, purpose))
	if err != nil {
		return "", ErrForged
	}
	return string(value), nil
}

// Stale reports whether the sealed value should be sealed anew because its key
// is not the first any more.
func (v *Vault) Stale(sealed string) bool {
	return !strings.HasPrefix(sealed, version+"."+v.keys()[0].id+".")
}

func (v *Vault) key(id string) (key, bool) {
	keys := v.keys()
	n := slices.IndexFunc(keys, func(k key) bool { return k.id == id })
	if n < 0 {
		return key{}, false
	}
	return keys[n], true
}

// bound is the associated data of a value: everything that it must not be
// separated from. Neither version nor key id contains a zero byte.
func bound(head, purpose string) []byte { return []byte(head + "\x00" + purpose) }

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// decode reads the text form. Only the one spelling that encoding writes is
// taken: the decoder alone would overlook line breaks.
func decode(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, ErrForged
	}
	b, err := encoding.DecodeString(text)
	if err != nil {
		return nil, ErrForged
	}
	return b, nil
}
