package speech

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// spokenFields are the fields of answers that are said aloud.
var spokenFields = []string{"Say", "Spoken", "SpokenCode"}

// TestWhatIsSaidComesFromHere reads the source of those who answer: whatever
// they put into a field that is said aloud is a method's of this package.
func TestWhatIsSaidComesFromHere(t *testing.T) {
	found := 0
	for _, dir := range []string{"../rpc", "../booking", "../conversation"} {
		set, s := token.NewFileSet(), source{functions: map[string][]*ast.FuncDecl{}}
		paths, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		var files []*ast.File
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			s.learn(f)
			files = append(files, f)
		}
		for _, f := range files {
			for _, use := range s.uses(f) {
				found++
				if !use.sound {
					t.Errorf("%s: what is said aloud does not come from package speech", set.Position(use.at))
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d places that say something were found", found)
	}
	t.Logf("%d places", found)
}

func TestWhatIsSaidIsFound(t *testing.T) {
	const body = `package p
func (c call) line() (string, Next) {
	say := c.say()
	switch {
	case c.late:
		return say.RetryLater(), later
	}
	return "Sorry", never
}
func (c call) good() string { return c.say().InPast() }
func (c call) handler() {
	text, next := c.line()
	fine := c.good()
	res := &pb.Res{Say: VALUE, Next: next}
	_, _, _ = res, text, fine
}`
	for value, sound := range map[string]bool{
		`c.say().Offer(nil)`: true, `fine`: true, `c.good()`: true, `c.sayIn(zone).When(at)`: true,
		`"Hello"`: false, `text`: false, `fine + "!"`: false, `fmt.Sprint(fine)`: false, `req.GetSay()`: false, `greeting`: false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", strings.Replace(body, "VALUE", value, 1), 0)
		if err != nil {
			t.Fatal(err)
		}
		s := source{functions: map[string][]*ast.FuncDecl{}}
		s.learn(f)
		if uses := s.uses(f); len(uses) != 1 || uses[0].sound != sound {
			t.Errorf("%s: found %v, want one that is sound: %v", value, uses, sound)
		}
	}
}

// source is what is known of a package: its functions by name.
type source struct{ functions map[string][]*ast.FuncDecl }

// use is a place at which something gets said.
type use struct {
	at    token.Pos
	sound bool
}

func (s source) learn(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			s.functions[fn.Name.Name] = append(s.functions[fn.Name.Name], fn)
		}
	}
}

// uses finds the fields that are filled, in composite literals and in
// assignments.
func (s source) uses(f *ast.File) (all []use) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && spokenKey(n, kv.Key) {
						all = append(all, use{kv.Pos(), s.spoken(fn, kv.Value, 0)})
					}
				}
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if sel, ok := left.(*ast.SelectorExpr); ok && slices.Contains(spokenFields, sel.Sel.Name) {
						all = append(all, use{n.Pos(), len(n.Rhs) == len(n.Lhs) && s.spoken(fn, n.Rhs[i], 0)})
					}
				}
			}
			return true
		})
	}
	return all
}

// spokenKey leaves aside package conversation's Spoken, which is what the other
// side said.
func spokenKey(literal *ast.CompositeLit, key ast.Expr) bool {
	name, ok := key.(*ast.Ident)
	if !ok || !slices.Contains(spokenFields, name.Name) {
		return false
	}
	of, ok := literal.Type.(*ast.SelectorExpr)
	if !ok {
		return true
	}
	from, ok := of.X.(*ast.Ident)
	return !ok || from.Name != "conversation"
}

// spoken reports whether a value comes from this package: from a method of
// Lines or Speaker, by way of variables and functions of its package.
func (s source) spoken(in *ast.FuncDecl, value ast.Expr, depth int) bool {
	if depth > 8 {
		return false
	}
	switch v := value.(type) {
	case *ast.CallExpr:
		return s.spokenCall(v, 0, depth)
	case *ast.Ident:
		assigned, sound := 0, true
		ast.Inspect(in.Body, func(n ast.Node) bool {
			a, ok := n.(*ast.AssignStmt)
			if !ok {
				return true
			}
			for i, left := range a.Lhs {
				if name, ok := left.(*ast.Ident); !ok || name.Name != v.Name {
					continue
				}
				assigned++
				if len(a.Rhs) == len(a.Lhs) {
					sound = sound && s.spoken(in, a.Rhs[i], depth+1)
				} else {
					call, ok := a.Rhs[0].(*ast.CallExpr)
					sound = sound && ok && s.spokenCall(call, i, depth+1)
				}
			}
			return true
		})
		return assigned > 0 && sound
	}
	return false
}

// spokenCall judges the result of a call that has a place among its results.
func (s source) spokenCall(call *ast.CallExpr, place, depth int) bool {
	name := ""
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		if name = fun.Sel.Name; ours(name) && len(s.functions[name]) == 0 {
			return true
		}
	}
	returned, sound := 0, true
	for _, fn := range s.functions[name] {
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				returned++
				sound = sound && place < len(n.Results) && s.spoken(fn, n.Results[place], depth+1)
			}
			return true
		})
	}
	return returned > 0 && sound
}

// ours reports whether Lines or Speaker have such a method.
func ours(name string) bool {
	_, line := reflect.TypeFor[Lines]().MethodByName(name)
	_, speaker := reflect.TypeFor[Speaker]().MethodByName(name)
	return line || speaker
}
