package vault

import (
	"fmt"
	"io/fs"
	"os"
)

// keyring is the keys of one reading of the file.
type keyring struct {
	keys []key // the first seals
	// read is what the file looked like; nil where there is none.
	read fs.FileInfo
}

// Reload reads the key file again. Where it cannot be read or holds no usable
// keys the vault keeps those it has. A vault without a file has nothing to
// reload.
func (v *Vault) Reload() error {
	v.reloading.Lock()
	defer v.reloading.Unlock()
	if v.file == "" {
		return nil
	}
	ring, err := readKeys(v.file)
	if err == nil {
		v.ring.Store(ring)
	}
	return err
}

// follow reloads a file that is not as it was when it was read, and reports
// whether the keys are others than before. An unchanged file costs one stat,
// so that nobody can make a server read it over and over with forged values. A
// file that cannot be used is left to whoever starts the next process: those
// who hold good keys go on.
func (v *Vault) follow() (reloaded bool) {
	before := v.ring.Load()
	if v.file == "" || before.isOf(v.file) {
		return false
	}
	_ = v.Reload()
	return v.ring.Load() != before
}

// isOf reports whether the file is still the one that was read. A rotation
// replaces it, and an editor changes at least one of time and size.
func (r *keyring) isOf(path string) bool {
	now, err := os.Stat(path)
	return err == nil && os.SameFile(now, r.read) && now.ModTime().Equal(r.read.ModTime()) && now.Size() == r.read.Size()
}

func readKeys(path string) (*keyring, error) {
	if err := safeFile(path); err != nil {
		return nil, err
	}
	// The look comes before the reading: what is written in between is then
	// taken for a change.
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	secrets, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("vault: %s: %w", path, err)
	}
	keys, err := newKeys(secrets)
	if err != nil {
		return nil, fmt.Errorf("vault: %s: %w", path, err)
	}
	return &keyring{keys: keys, read: info}, nil
}
