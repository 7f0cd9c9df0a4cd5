package sqlite

import (
	"log/slog"
	"os"
	"runtime"
)

// ownerOnly is the mode of the database file and its companions.
const ownerOnly = 0o600

// closeToOthers takes the database file, its log and its index away from
// everybody but their owner, and warns that they were open. What was readable may
// have been read, so the warning comes also where that succeeds.
func closeToOthers(path string, log *slog.Logger) {
	if runtime.GOOS == "windows" {
		return // which has no such modes
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm()&^ownerOnly == 0 {
			continue // the companions need not be there
		}
		mode := slog.String("mode", info.Mode().Perm().String())
		if err := os.Chmod(file, ownerOnly); err != nil {
			log.Warn("a file of the database is open to others, and its mode cannot be changed", "file", file, mode, "error", err)
			continue
		}
		log.Warn("a file of the database was open to others; now only its owner can read it", "file", file, mode)
	}
}
