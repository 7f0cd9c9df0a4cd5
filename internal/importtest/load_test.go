package importtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// load reads the imports of every package below root, which holds the module's
// go.mod: those of all files that a program may be built from, whatever their
// build tags.
func load(root, module string) ([]source, error) {
	imports := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if file != root && skipped(file, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		path := strings.TrimSuffix(module+"/"+filepath.ToSlash(folder), "/.")
		if imports[path] == nil {
			imports[path] = map[string]bool{}
		}
		return readImports(file, imports[path])
	})
	var sources []source
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		sources = append(sources, source{path: path, imports: slices.Sorted(maps.Keys(imports[path]))})
	}
	return sources, err
}

// skipped reports whether the go command, too, leaves a folder out of ./...
func skipped(folder, name string) bool {
	if name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func readImports(file string, into map[string]bool) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range parsed.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("%s: import %s: %w", file, spec.Path.Value, err)
		}
		into[path] = true
	}
	return nil
}
