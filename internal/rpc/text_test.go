package rpc

import "testing"

func TestTexts(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{tidy(" a\x00b\x07\r\n\tc \x7f\u0085"), "ab\n\tc"},
		{tidy("\u200fمحمد 😀"), "\u200fمحمد 😀"},
		{line("\x00Ann\r\n  Lee\tBell\u00a0 "), "Ann Lee Bell"},
		{clipped("Ёлка", 3), "Ё"},
		{clipped("Ёлка", 4), "Ёл"},
		{clipped("Ёлка", 8), "Ёлка"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
