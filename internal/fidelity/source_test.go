package fidelity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// root is the top of the module, seen from this package.
const root = "../.."

// mentioned reads all blocks of the tests of one side.
func mentioned(t *testing.T, side side, folder string) []mention {
	t.Helper()
	var all []mention
	goFiles(t, folder, func(name string, file *ast.File) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, decl := range file.Decls {
			test, isFunc := decl.(*ast.FuncDecl)
			if !isFunc || test.Doc == nil {
				continue
			}
			blocks, err := blocksIn(test.Doc.Text())
			if err != nil {
				t.Errorf("%s: %s: %v", name, test.Name.Name, err)
			}
			for _, b := range blocks {
				all = append(all, mention{block: b, side: side, file: name, test: test.Name.Name})
			}
		}
	})
	return all
}

// probes are the ids of the probes of ringbook doctor: the kebab-case texts of
// the files that declare them.
func probes(t *testing.T) []string {
	t.Helper()
	var all []string
	goFiles(t, "internal/crm", func(name string, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") || !strings.HasPrefix(path.Base(name), "probe") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, isText := n.(*ast.BasicLit); isText && text.Kind == token.STRING {
				if id, err := strconv.Unquote(text.Value); err == nil && kebab.MatchString(id) && strings.Contains(id, "-") {
					all = append(all, id)
				}
			}
			return true
		})
	})
	return all
}

// settings are the JSON names of all fields of zohosim.Settings.
func settings() []string {
	var all []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[zohosim.Settings]()) {
		if name := field.Tag.Get("json"); name != "" && name != "-" {
			all = append(all, name)
		}
	}
	return all
}

// goFiles parses every Go file of a folder and below, in order of their names.
func goFiles(t *testing.T, folder string, use func(name string, file *ast.File)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil {
			use(name, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
