package tape

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Variable is the environment variable that names the folder of the tape where
// the program does not.
const Variable = "ZOHOSIM_TAPE"

// Tape writes into one folder. It holds no open file and is safe for concurrent
// use; any number of tapes, in any number of processes, may share a folder. A
// nil Tape records nothing.
type Tape struct {
	folder string
}

// Open makes the folder where it does not exist yet. Without a folder it takes
// the one of [Variable], and where that is not set either there is no tape: nil.
func Open(folder string) (*Tape, error) {
	if folder = cmp.Or(folder, os.Getenv(Variable)); folder == "" {
		return nil, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("tape: %w", err)
	}
	return &Tape{folder: folder}, nil
}

// Record writes an exchange unless its like is on the tape.
func (t *Tape) Record(e Exchange) error {
	if t == nil {
		return nil
	}
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
