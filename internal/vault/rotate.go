package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// AddKey puts a new key on top of the key file, where it seals from then on,
// and returns its id; all other lines stay, so that what they sealed opens.
// Vaults over the file, in other processes too, know the key when they next
// seal or meet a value of it.
//
// The file is replaced as a whole or not at all and keeps its mode and, where
// the system tells, its owner. Of two rotations at once the second is refused:
// it could only lose the key of the first.
//
// A key must stay in the file until nothing is sealed with it (see
// [Vault.Stale]), the handles it sealed have expired, and every server has been
// started anew since, for a server may hold sealed values in memory.
func AddKey(file string) (keyID string, err error) {
	if file == "" {
		return "", errors.New("vault: the keys are not kept in a file; make one with: openssl rand -base64 32, " +
			"put it before the others where they are configured, and start every server anew")
	}
	info, err := rotatable(file)
	if err != nil {
		return "", err
	}
	secret := newSecret()
	k, err := newKey(secret)
	if err != nil {
		return "", err
	}
	// The draft's name is fixed, so that it keeps others out until it takes
	// the place of the file.
	draft, err := os.OpenFile(file+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("vault: another rotation is under way; where none is, one was cut off: remove %s.new and repeat", file)
	}
	if err != nil {
		return "", fmt.Errorf("vault: the new key cannot be written; put a line as made by openssl rand -base64 32 on top of %s by hand: %w", file, err)
	}
	err = errors.Join(prepend(draft, info, file, k.id, secret), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), file)
	}
	if err != nil {
		_ = os.Remove(draft.Name())
		return "", fmt.Errorf("vault: the new key cannot be written: %w", err)
	}
	return k.id, syncFolder(filepath.Dir(file))
}

// rotatable refuses a file that must not be replaced.
func rotatable(file string) (fs.FileInfo, error) {
	info, err := os.Lstat(file)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, fmt.Errorf("vault: %s is a link, as mounted secrets are; add the key where the secret is kept: "+
			"a first line as made by openssl rand -base64 32", file)
	}
	if err := safeFolder(filepath.Dir(file)); err != nil {
		return nil, err
	}
	if _, err := readKeys(file); err != nil {
		return nil, err
	}
	return info, err
}

// prepend fills the draft: the new key, then the file as it is now.
func prepend(draft *os.File, info fs.FileInfo, file, id string, secret []byte) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(draft, "# key %s\n%s\n%s", id, keyText(secret), old); err != nil {
		return err
	}
	return errors.Join(draft.Chmod(info.Mode().Perm()), keepOwner(draft, info), draft.Sync())
}
