package tape

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// longestWord is the length up to which a text may be a word of an
	// enumeration.
	longestWord = 40
	// shortestID is the length from which on a run of digits keeps its length,
	// since patterns of ids ask for it.
	shortestID = 10
)

// words is the shape of a text: itself where it is short and without digits,
// else each run of digits as 0 and each run of letters as a.
func words(s string) string {
	if len(s) <= longestWord && !strings.ContainsFunc(s, unicode.IsDigit) {
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		run := runOf(rest, unicode.IsDigit)
		switch {
		case run >= shortestID:
			b.WriteString("0*" + strconv.Itoa(run))
		case run > 0:
			b.WriteByte('0')
		default:
			if run = runOf(rest, unicode.IsLetter); run > 0 {
				b.WriteByte('a')
			} else {
				run = 1
				b.WriteByte(rest[0])
			}
		}
		rest = rest[run:]
	}
	return b.String()
}

// runOf is the length in bytes of the run at the beginning of s.
func runOf(s string, belongs func(rune) bool) int {
	for i, r := range s {
		if !belongs(r) {
			return i
		}
	}
	return len(s)
}

// number is the shape of a whole number: small ones count as they are.
func number(n int64) string {
	if -1 <= n && n <= 1 || 100 <= n && n <= 599 {
		return strconv.FormatInt(n, 10)
	}
	return "0*" + strconv.Itoa(len(strconv.FormatInt(n, 10)))
}

func pathShape(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = words(segment)
	}
	return strings.Join(segments, "/")
}

func queryShape(raw string) string {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return words(raw)
	}
	return headerShape(http.Header(query))
}

func headerShape(h http.Header) string {
	var b strings.Builder
	for _, name := range sortedKeys(h) {
		b.WriteString(name)
		for _, value := range h[name] {
			b.WriteString("=" + words(value))
		}
		b.WriteByte(';')
	}
	return b.String()
}

// bodyShape is the shape of JSON by its structure, of anything else by its text.
func bodyShape(body string) string {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return words(body)
	}
	var b strings.Builder
	writeShape(&b, v)
	return b.String()
}

// writeShape writes objects by their sorted keys and arrays as the set of their
// elements' shapes, so that a list counts once whatever its length.
func writeShape(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for _, key := range sortedKeys(v) {
			b.WriteString(words(key) + ":")
			writeShape(b, v[key])
		}
		b.WriteByte('}')
	case []any:
		b.WriteString("[" + strings.Join(elements(v), ",") + "]")
	case string:
		b.WriteString(strconv.Quote(words(v)))
	case json.Number:
		if n, err := v.Int64(); err == nil {
			b.WriteString(number(n))
		} else {
			b.WriteString("0.0")
		}
	case bool:
		b.WriteString("bool")
	case nil:
		b.WriteString("null")
	}
}

func elements(list []any) []string {
	shapes := make([]string, len(list))
	for i, element := range list {
		var b strings.Builder
		writeShape(&b, element)
		shapes[i] = b.String()
	}
	slices.Sort(shapes)
	return slices.Compact(shapes)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
