package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// Handles seals short values for somebody who must quote them back, such as a
// language model: slots, pages, candidates, appointments. A handle is made of
// letters, digits, "-" and "_", is the same for the same input, opens only for
// the kind and project it was sealed for and only until it expires, and cannot
// be read. A payload of n bytes gives ceil((n+12)*4/3) characters: 36 for 15
// bytes.
//
// The construction is that of a synthetic IV (RFC 5297): the tag
// authenticates the expiry and the payload and also determines the IV they are
// encrypted with, so a handle needs no room for a nonce and none can be reused
// by mistake. The key of the tag is derived for each kind and project, which
// binds the handle to them and costs no room either.
//
//	handle = base64url( tag | AES-256-CTR( iv, expiry (4 bytes) | payload ) )
//	tag    = first 8 bytes of HMAC-SHA256( key of kind and project, 0 | expiry | payload )
//	iv     = first 16 bytes of HMAC-SHA256( key of kind and project, 1 | tag )
//
// Why 64 bits of tag: a handle is tried online only, by someone who holds the
// project's key, and a forged one opens by chance once in 2^64 tries; at a
// thousand tries a second that is a matter of hundreds of millions of years,
// and what opens is random bytes, not a payload of the forger's choice. Two
// different payloads of one kind and project share an IV, which would reveal
// how they differ, with even odds only after some 2^32 of them. Each four bytes
// more would cost a model five more characters to copy.
type Handles struct{ vault *Vault }

// Handles returns the sealing of handles. Handles sealed with an older key
// open as long as the vault has that key, so a key that was first must stay in
// its file for as long as any handle lives.
func (v *Vault) Handles() *Handles { return &Handles{v} }

const (
	tagSize    = 8
	expirySize = 4
)

// Seal returns the payload as a handle that is good until expires, in whole
// seconds, rounded up; the year 2106 is the latest there is. Rounding expires
// to the hour, say, lets equal payloads keep one handle for that long.
func (h *Handles) Seal(kind, project string, payload []byte, expires time.Time) string {
	open := make([]byte, tagSize+expirySize, tagSize+expirySize+len(payload))
	binary.BigEndian.PutUint32(open[tagSize:], seconds(expires))
	open = append(open, payload...)
	k := h.vault.keys()[0]
	own := k.own(kind, project)
	copy(open, tag(own, open[tagSize:]))
	k.crypt(own, open[:tagSize], open[tagSize:])
	return encoding.EncodeToString(open)
}

// Open returns the payload of a handle, or ErrExpired, or ErrForged for
// anything else that was not sealed for this kind and project. A handle does
// not name its key, so where none fits the file is asked for a newer one.
func (h *Handles) Open(kind, project, handle string, now time.Time) ([]byte, error) {
	sealed, err := decode(handle)
	if err != nil {
		return nil, err
	}
	if len(sealed) < tagSize+expirySize {
		return nil, ErrForged
	}
	payload, err := h.open(kind, project, sealed, now)
	if errors.Is(err, ErrForged) && h.vault.follow() {
		return h.open(kind, project, sealed, now)
	}
	return payload, err
}

func (h *Handles) open(kind, project string, sealed []byte, now time.Time) ([]byte, error) {
	for _, k := range h.vault.keys() {
		own := k.own(kind, project)
		open := slices.Clone(sealed[tagSize:])
		k.crypt(own, sealed[:tagSize], open)
		if !hmac.Equal(sealed[:tagSize], tag(own, open)) {
			continue
		}
		if now.Unix() >= int64(binary.BigEndian.Uint32(open)) {
			return nil, ErrExpired
		}
		return open[expirySize:], nil
	}
	return nil, ErrForged
}

// seconds rounds a time up to the whole seconds that a handle can hold.
func seconds(t time.Time) uint32 {
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return uint32(min(max(s, 0), 1<<32-1))
}

// own derives the key of a kind and project. The length in front keeps one
// pair from being spelled like another.
func (k key) own(kind, project string) []byte {
	return mac(k.bind, binary.BigEndian.AppendUint32(nil, uint32(len(kind))), []byte(kind), []byte(project))
}

func tag(own, open []byte) []byte { return mac(own, []byte{0}, open)[:tagSize] }

// crypt encrypts or decrypts in place.
func (k key) crypt(own, tag, data []byte) {
	iv := mac(own, []byte{1}, tag)[:aes.BlockSize]
	cipher.NewCTR(k.hide, iv).XORKeyStream(data, data)
}

func mac(key []byte, parts ...[]byte) []byte {
	m := hmac.New(sha256.New, key)
	for _, part := range parts {
		m.Write(part)
	}
	return m.Sum(nil)
}
