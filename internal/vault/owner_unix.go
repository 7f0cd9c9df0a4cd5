//go:build unix

package vault

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives the draft the owner of the file it will replace: a rotation
// that root runs must not take the keys away from the server's own user.
func keepOwner(draft *os.File, of fs.FileInfo) error {
	have, err := draft.Stat()
	if err != nil {
		return err
	}
	now, known := have.Sys().(*syscall.Stat_t)
	want, wanted := of.Sys().(*syscall.Stat_t)
	if !known || !wanted || (now.Uid == want.Uid && now.Gid == want.Gid) {
		return nil
	}
	return draft.Chown(int(want.Uid), int(want.Gid))
}
