package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Config says where the keys are.
type Config struct {
	// Keys are given explicitly, for instance from the environment: the first
	// seals, all open. File is not looked at then.
	Keys [][]byte
	// File holds one key a line, base64 of KeySize bytes, the first sealing;
	// empty lines and those that begin with "#" are skipped. To rotate, see
	// AddKey.
	File string
	// Create lets a missing File be generated with one new key. A server that
	// has data already should not set it: with a new key none of the old
	// values can be opened, and a forgotten mount is better told than hidden.
	Create bool
}

// Load returns the vault over the configured keys. created tells that the file
// was missing and has been generated, of which an operator must make a copy.
// Its errors say what to do.
//
// A vault over a file follows it: what another process has added to it is
// known when it is needed, without a restart.
func Load(c Config) (v *Vault, created bool, err error) {
	if len(c.Keys) > 0 {
		v, err := New(c.Keys...)
		return v, false, err
	}
	if c.File == "" {
		return nil, false, errors.New("vault: neither a key nor a key file is configured")
	}
	if created, err = ready(c); err != nil {
		return nil, false, err
	}
	v = &Vault{file: c.File}
	if err := v.Reload(); err != nil {
		return nil, created, err
	}
	return v, created, nil
}

// ready sees to it that there is a key file fit to be read.
func ready(c Config) (created bool, err error) {
	err = safeFile(c.File)
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if !c.Create {
		return false, fmt.Errorf("vault: there is no key file %s; restore it from the backup, "+
			"for without it nothing that was sealed can be opened", c.File)
	}
	if created, err = create(c.File); err != nil {
		return false, err
	}
	return created, safeFile(c.File)
}

// ParseKey reads the text form of a key: base64 of KeySize bytes, with or
// without padding, in either alphabet.
func ParseKey(text string) ([]byte, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "=")
	text = strings.NewReplacer("+", "-", "/", "_").Replace(text)
	key, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("a key is base64 of %d bytes, as written by: openssl rand -base64 %d", KeySize, KeySize)
	}
	return key, nil
}

func parse(text []byte) (keys [][]byte, err error) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		key, err := ParseKey(string(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("holds no key")
	}
	return keys, nil
}

// safeFile refuses a key that others could read or replace. A group may read
// it, as mounted secrets of container platforms have it.
func safeFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fmt.Errorf("vault: the key file: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("vault: the key file %s is not a regular file", path)
	case info.Mode().Perm()&0o027 != 0:
		return fmt.Errorf("vault: the key file %s has mode %#o; only its owner may read it: chmod 600 it", path, info.Mode().Perm())
	}
	return nil
}

// create writes a new key so that the file appears whole or not at all. Where
// several processes start at once, one key wins, all of them read it, and one
// of them is told that it created it.
func create(path string) (created bool, err error) {
	folder := filepath.Dir(path)
	if err := safeFolder(folder); err != nil {
		return false, err
	}
	draft, err := os.CreateTemp(folder, ".key-*")
	if err != nil {
		return false, fmt.Errorf("vault: the key file cannot be created: %w", err)
	}
	defer os.Remove(draft.Name())
	_, err = fmt.Fprintf(draft, "# ringbook's key. Keep a copy: without it no stored token can be opened.\n%s\n", keyText(newSecret()))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return false, fmt.Errorf("vault: the key file cannot be written: %w", err)
	}
	// A link fails where the file exists by now; a rename would replace it.
	err = os.Link(draft.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return false, fmt.Errorf("vault: the key file cannot be created: %w", err)
	}
	return err == nil, syncFolder(folder)
}

func newSecret() []byte {
	secret := make([]byte, KeySize)
	rand.Read(secret) // never fails: the program ends if there is no randomness
	return secret
}

// keyText is the form of a key that ParseKey reads.
func keyText(secret []byte) string { return base64.StdEncoding.EncodeToString(secret) }

func safeFolder(folder string) error {
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return fmt.Errorf("vault: the folder of the key file: %w", err)
	case !info.IsDir():
		return fmt.Errorf("vault: %s, where the key file belongs, is not a folder", folder)
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("vault: the folder %s has mode %#o; others could replace the key in it: chmod 700 it", folder, info.Mode().Perm())
	}
	return nil
}

// syncFolder makes the new name durable; a key that is used and then forgotten
// by a power cut would be the worst of all.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
