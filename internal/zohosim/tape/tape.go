package tape

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Tape writes into one folder. It holds no open file and is safe for concurrent
// use; any number of tapes, in any number of processes, may share a folder.
type Tape struct {
	folder string
}

// Open makes the folder where it does not exist yet.
func Open(folder string) (*Tape, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("tape: %w", err)
	}
	return &Tape{folder: folder}, nil
}

// Record writes an exchange unless its like is on the tape.
func (t *Tape) Record(e Exchange) error {
	path := filepath.Join(t.folder, e.Shape()+".json")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := t.write(path, e); err != nil {
		return fmt.Errorf("tape: %w", err)
	}
	return nil
}

// write lets the file appear at once and whole. Where two write the same shape
// the later one stays, which is as good.
func (t *Tape) write(path string, e Exchange) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	unfinished, err := os.CreateTemp(t.folder, ".unfinished-*")
	if err != nil {
		return err
	}
	_, err = unfinished.Write(append(line, '\n'))
	if err = errors.Join(err, unfinished.Close()); err == nil {
		err = os.Rename(unfinished.Name(), path)
	}
	if err != nil {
		os.Remove(unfinished.Name()) // nobody reads it either way
	}
	return err
}
