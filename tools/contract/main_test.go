package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folderWith writes files and returns their folder.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// A tape is every finished file of its folder, in the order of names.
func TestReadTape(t *testing.T) {
	line, err := json.Marshal(sale())
	if err != nil {
		t.Fatal(err)
	}
	tape, err := readTape(folderWith(t, map[string]string{"b.json": string(line), "a.json": `{"method":"GET"}`, ".unfinished-1": "{"}))
	if err != nil || len(tape) != 2 || tape[0].Method != "GET" || tape[1].AnswerBody != sold {
		t.Errorf("%+v %v", tape, err)
	}
	if _, err := readTape(folderWith(t, map[string]string{"a.json": "{"})); err == nil {
		t.Error("a broken file was passed over")
	}
}

// Without Zoho's files nothing is judged: that is said, and no success where
// judging was asked for.
func TestWithoutTheFiles(t *testing.T) {
	o := options{tape: t.TempDir(), files: filepath.Join(t.TempDir(), "none")}
	if err := run(o); err != nil {
		t.Error(err)
	}
	o.must = true
	if err := run(o); err == nil || !strings.Contains(err.Error(), "nothing was judged") {
		t.Errorf("with -must: %v", err)
	}
}

// Files that are there but describe nothing of the tape are no success either.
func TestRunJudgesSomething(t *testing.T) {
	o := options{tape: t.TempDir(), files: folderWith(t, map[string]string{"shop.json": shop}), part: true}
	if run(o) == nil {
		t.Error("an empty tape passed")
	}
}
