package coql

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

type kind int

const (
	end kind = iota
	word
	text   // in single or double quotes
	number // digits, sign, point
	symbol // ( ) , = != < <= > >= ! #
)

// token is one word of a query with its place, both counted from 1.
type token struct {
	kind         kind
	value        string
	line, column int
}

// is reports whether the token is this keyword or symbol.
func (t token) is(value string) bool {
	return (t.kind == word || t.kind == symbol) && strings.EqualFold(t.value, value)
}

// lex cuts a query into tokens; the last one is of kind end.
func lex(query string) ([]token, *problem.Problem) {
	l := &lexer{rest: query, line: 1, column: 1}
	var tokens []token
	for {
		t, wrong := l.next()
		if wrong != nil {
			return nil, wrong
		}
		tokens = append(tokens, t)
		if t.kind == end {
			return tokens, nil
		}
	}
}

type lexer struct {
	rest         string
	line, column int
}

func (l *lexer) next() (token, *problem.Problem) {
	l.skipSpace()
	t := token{line: l.line, column: l.column}
	r, _ := utf8.DecodeRuneInString(l.rest)
	switch {
	case l.rest == "":
		return t, nil
	case r == '\'' || r == '"':
		return l.quoted(t)
	case startsNumber(r):
		t.kind, t.value = number, l.take(l.span(func(i int, r rune) bool {
			return r >= '0' && r <= '9' || r == '.' || i == 0
		}))
	case startsWord(r):
		t.kind, t.value = word, l.take(l.span(func(_ int, r rune) bool { return belongsToWord(r) }))
	default:
		size := symbolSize(l.rest)
		if size == 0 {
			t.value = string(r)
			return t, unexpected(t)
		}
		t.kind, t.value = symbol, l.take(size)
	}
	return t, nil
}

func startsNumber(r rune) bool { return r >= '0' && r <= '9' || r == '-' || r == '+' }

func startsWord(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) }

func belongsToWord(r rune) bool { return startsWord(r) || r >= '0' && r <= '9' || r == '.' }

func symbolSize(rest string) int {
	for _, s := range []string{"!=", "<=", ">=", "(", ")", ",", "=", "<", ">", "!", "#"} {
		if strings.HasPrefix(rest, s) {
			return len(s)
		}
	}
	return 0
}

// quoted reads text up to a quote of the same kind that is not doubled.
func (l *lexer) quoted(t token) (token, *problem.Problem) {
	var value strings.Builder
	quote, body := l.rest[0], l.rest[1:]
	for i := 0; i < len(body); i++ {
		if body[i] != quote {
			value.WriteByte(body[i])
			continue
		}
		if i+1 < len(body) && body[i+1] == quote {
			value.WriteByte(quote)
			i++
			continue
		}
		l.take(i + 2)
		t.kind, t.value = text, value.String()
		return t, nil
	}
	t.value = string(quote)
	return t, unexpected(t)
}

func (l *lexer) span(belongs func(i int, r rune) bool) int {
	for i, r := range l.rest {
		if !belongs(i, r) {
			return i
		}
	}
	return len(l.rest)
}

func (l *lexer) skipSpace() {
	l.take(l.span(func(_ int, r rune) bool { return unicode.IsSpace(r) }))
}

// take moves past n bytes and keeps count of lines and columns.
func (l *lexer) take(n int) string {
	taken := l.rest[:n]
	l.rest = l.rest[n:]
	for _, r := range taken {
		if r == '\n' {
			l.line, l.column = l.line+1, 1
		} else {
			l.column++
		}
	}
	return taken
}
