package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// library holds Zoho's files in whatever editions were asked for.
type library struct {
	texts      map[string][]byte // by file
	amendments []amendment
	editions   map[edition]*document
	operations []operation
}

// edition names a file with some of the amendments.
type edition struct {
	file    string
	applied string // one letter for each amendment: y where it is applied
}

// openLibrary reads a folder of OpenAPI files. By those that are left nothing is
// judged, but what they describe is taken for no other file's.
func openLibrary(folder string, amendments []amendment, left []string) (*library, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no *.json in %s: %w", folder, err)
	}
	l := &library{texts: map[string][]byte{}, amendments: amendments, editions: map[edition]*document{}}
	for _, name := range names {
		file := filepath.Base(name)
		if l.texts[file], err = os.ReadFile(name); err != nil {
			return nil, err
		}
		d, err := l.document(file, l.all)
		if err != nil {
			return nil, err
		}
		l.operations = append(l.operations, operations(d, slices.Contains(left, file))...)
	}
	sortOperations(l.operations)
	return l, nil
}

// The choices of amendments.
func (l *library) none(int) bool { return false }
func (l *library) all(int) bool  { return true }
func allBut(n int) func(int) bool {
	return func(i int) bool { return i != n }
}

// document is the edition of a file with the chosen amendments.
func (l *library) document(file string, chosen func(i int) bool) (*document, error) {
	var list []amendment
	key := edition{file: file}
	for i, a := range l.amendments {
		if a.concerns(file) && chosen(i) {
			list = append(list, a)
			key.applied += "y"
		} else {
			key.applied += "n"
		}
	}
	if d, known := l.editions[key]; known {
		return d, nil
	}
	d, err := newDocument(file, l.texts[file], list)
	if err != nil {
		return nil, err
	}
	l.editions[key] = d
	return d, nil
}

// concerning lists the amendments of a file by their place in the list.
func (l *library) concerning(file string) []int {
	var list []int
	for i, a := range l.amendments {
		if a.concerns(file) {
			list = append(list, i)
		}
	}
	return list
}
