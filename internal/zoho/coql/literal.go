package coql

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// literal writes a value. Text, instants and booleans are quoted, numbers are
// not.
func literal[V Value](v V) (string, error) {
	if t, ok := any(v).(time.Time); ok {
		return instant(t)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String:
		return quote(r.String())
	case reflect.Bool:
		return "'" + strconv.FormatBool(r.Bool()) + "'", nil
	case reflect.Float64:
		return number(r.Float())
	default:
		return strconv.FormatInt(r.Int(), 10), nil
	}
}

// quote doubles single quotes. Zoho does not say what a backslash means inside
// a literal: if it escapes, one before the closing quote would open the query
// to its value. So it is refused, as are control characters.
func quote(s string) (string, error) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, '\\') || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("coql: a value has a backslash, a control character or broken UTF-8")
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'", nil
}

// instant writes a time with its offset, or in UTC where the offset is not a
// whole minute. The zero time is a value somebody forgot to set.
func instant(t time.Time) (string, error) {
	if t.IsZero() {
		return "", errors.New("coql: a time is not set")
	}
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	if y := t.Year(); y < 1 || y > 9999 {
		return "", fmt.Errorf("coql: year %d cannot be written", y)
	}
	return "'" + t.Format("2006-01-02T15:04:05-07:00") + "'", nil
}

func number(f float64) (string, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "", errors.New("coql: a value is not a number")
	}
	return strconv.FormatFloat(f, 'f', -1, 64), nil
}

// column checks the name of a column: "Name", "Owner.email", or
// "What_Id->Leads.Last_Name", which the language wants in quotes.
func column(name string) (string, error) {
	base, target, arrow := strings.Cut(name, "->")
	switch {
	case arrow && isName(base) && isPath(target):
		return "'" + name + "'", nil
	case !arrow && isPath(name):
		return name, nil
	}
	return "", badName(name)
}

// isPath reports whether s is one to three names with dots between; the
// language joins two modules at most.
func isPath(s string) bool {
	parts := strings.Split(s, ".")
	for _, part := range parts {
		if !isName(part) {
			return false
		}
	}
	return len(parts) <= 3
}

// isName reports whether s can be an API name. A leading "$" marks fields of
// Zoho's own, such as $se_module.
func isName(s string) bool {
	s = strings.TrimPrefix(s, "$")
	for _, c := range []byte(s) {
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return s != ""
}

func badName(name string) error { return fmt.Errorf("coql: %.60q is not an API name", name) }
