package coql_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// tokens splits a query as the language would, on its own reading of the
// rules: quoted text with doubled quotes, brackets, commas, words. It fails on
// an open quote.
func tokens(query string) (list []string, ok bool) {
	for query = strings.TrimLeft(query, " "); query != ""; query = strings.TrimLeft(query, " ") {
		end := 1
		switch query[0] {
		case '\'':
			for {
				next := strings.IndexByte(query[end:], '\'')
				if next < 0 {
					return nil, false
				}
				end += next + 1
				if end == len(query) || query[end] != '\'' {
					break
				}
				end++
			}
		case '(', ')', ',':
		default:
			if end = strings.IndexAny(query, " '(),"); end < 0 {
				end = len(query)
			}
		}
		list = append(list, query[:end])
		query = query[end:]
	}
	return list, true
}

// shape is the tokens with each literal replaced, which a value must not change.
func shape(t *testing.T, query string, literals map[string]string) []string {
	t.Helper()
	list, ok := tokens(query)
	if !ok {
		t.Fatalf("open quote in %s", query)
	}
	depth := 0
	for i, token := range list {
		switch token {
		case "(":
			depth++
		case ")":
			if depth--; depth < 0 {
				t.Fatalf("bracket closed twice in %s", query)
			}
		}
		if name, ok := literals[token]; ok {
			list[i] = name
		}
	}
	if depth != 0 {
		t.Fatalf("open bracket in %s", query)
	}
	return list
}

func FuzzValuesCannotChangeAQuery(f *testing.F) {
	for _, seed := range []string{"", "x", "'", "''", "' or '1' = '1", `\`, `\'`, ") or (", "%", "ö'", "a' limit 1", "\x00"} {
		f.Add(seed)
	}
	want := strings.Fields("select id from Events where ( ( ( A = V or B in ( V , V ) ) or C like V ) or D between V and V ) order by id asc")
	f.Fuzz(func(t *testing.T, value string) {
		query, err := coql.Select("id").From("Events").Where(coql.Or(
			coql.Eq("A", value), coql.In("B", value, value), coql.Like("C", value), coql.Between("D", value, value))).OrderBy("id").Build()
		if err != nil {
			return
		}
		quoted := "'" + strings.ReplaceAll(value, "'", "''") + "'"
		if got := shape(t, query, map[string]string{quoted: "V"}); !slices.Equal(got, want) {
			t.Errorf("value %q changes the query to %s", value, query)
		}
	})
}

func FuzzNamesCannotChangeAQuery(f *testing.F) {
	for _, seed := range []string{"A", "A.B", "A->B.C", "A = '1' or B", "", "$x", "A->", "-A", "--A", "A,B", "A'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		query, err := coql.Select(name).From("Events").Where(coql.Eq(name, "1")).OrderBy(name).Build()
		if err != nil {
			return
		}
		column := name
		if strings.Contains(name, "->") {
			column = "'" + name + "'"
		}
		want := []string{"select", column, "from", "Events", "where", column, "=", "'1'", "order", "by", column, "asc"}
		if got := shape(t, query, nil); !slices.Equal(got, want) {
			t.Errorf("name %q changes the query to %s", name, query)
		}
	})
}
