package speech

import (
	"strings"
	"testing"
)

// TestSymbolsAreNotMistaken: of each group of symbols that look or sound alike,
// in any language, codes use one at most.
func TestSymbolsAreNotMistaken(t *testing.T) {
	for kind, groups := range map[string]string{
		"looks":   "0ODQ 1IL 2Z 5S 6G 8B 4A UV MN KX 17T 9G",
		"English": "BCDEGPTVZ3 AHJK8 LMN FSX6 IY 59 QU2",
		"Spanish": "BCDEGPTV FLMNRS AHK KQ GJ 23 67 Z7 IY CSZ",
		"German":  "BCDEGPTW AHK LMNR FS 6X QU 23 19 IJY",
	} {
		for group := range strings.FieldsSeq(groups) {
			var used []rune
			for _, r := range group {
				if strings.ContainsRune(Symbols, r) {
					used = append(used, r)
				}
			}
			if len(used) > 1 {
				t.Errorf("%s: codes use %s of %s", kind, string(used), group)
			}
		}
	}
	for i, r := range Symbols {
		if strings.ContainsRune(Symbols[:i], r) {
			t.Errorf("%q stands twice", r)
		}
	}
}

func TestCode(t *testing.T) {
	for _, tt := range []struct{ language, code, want string }{
		{"en", "K7MP", "K, 7, M, P"}, {"en", "k7 m-p", "K, 7, M, P"}, {"en", "", ""}, {"en", "<b>", "B"},
		{"en", "ABCDEFGHIJ", "A, B, C, D, E, F"}, {"en", "Y2W", "Y, 2, W"},
		{"es", "y2W", "i griega, 2, W"}, {"de", "Y2W", "Y, 2, W"},
	} {
		if got := For(tt.language).Code(tt.code); got != tt.want {
			t.Errorf("%s: Code(%q) = %q, want %q", tt.language, tt.code, got, tt.want)
		}
	}
}
