package main

import (
	"strings"
	"unicode/utf8"
)

// cell is one field of a table. The style does not count for the width.
type cell struct {
	text  string
	style style
}

func cells(texts ...string) []cell {
	row := make([]cell, len(texts))
	for i, text := range texts {
		row[i] = cell{text: text}
	}
	return row
}

func headings(texts ...string) []cell {
	row := cells(texts...)
	for i := range row {
		row[i].style = dim
	}
	return row
}

// table prints rows with their columns aligned. A row of one cell is a heading,
// for which no column is widened.
func (t *terminal) table(rows [][]cell) {
	var widths []int
	for _, row := range rows {
		for i, c := range row {
			if len(row) == 1 {
				break
			}
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(plain(c.text)))
		}
	}
	for _, row := range rows {
		t.printf("%s\n", t.line(row, widths))
	}
}

func (t *terminal) line(row []cell, widths []int) string {
	var b strings.Builder
	for i, c := range row {
		text := plain(c.text)
		b.WriteString(t.paint(c.style, text))
		if len(row) > 1 {
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text)+2))
		}
	}
	return strings.TrimRight(b.String(), " ")
}
