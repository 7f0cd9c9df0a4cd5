package booking

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
)

// TestCodes are of the length and the letters that were promised, and every
// letter comes as often as any other.
func TestCodes(t *testing.T) {
	const many = 20_000
	count, seen := map[rune]int{}, map[string]bool{}
	for range many {
		code := newCode()
		if len(code) != codeLength || foldCode(code) != code || foldCode(strings.ToLower(code)) != code {
			t.Fatalf("the code is %q", code)
		}
		seen[code] = true
		for _, letter := range code {
			count[letter]++
		}
	}
	mean := many * codeLength / len(codeAlphabet)
	for _, letter := range codeAlphabet {
		if n := count[letter]; n < mean*9/10 || n > mean*11/10 {
			t.Errorf("%q comes %d times, the mean is %d", letter, n, mean)
		}
		delete(count, letter)
	}
	if len(count) > 0 {
		t.Errorf("letters that are none of the alphabet's: %v", count)
	}
	if len(seen) < many*95/100 {
		t.Errorf("only %d different codes of %d", len(seen), many)
	}
}

func TestAppendUnbiased(t *testing.T) {
	if got := string(appendUnbiased(nil, []byte{0, 13, 14, 251, 252, 255, 1, 9, 10})); got != "2HRY42" {
		t.Errorf("the bytes give %q", got)
	}
	if got := string(appendUnbiased([]byte("HKLMN"), []byte{0, 1, 2})); got != "HKLMN2" {
		t.Errorf("a code grows to %q", got)
	}
}

func TestFoldCode(t *testing.T) {
	for said, want := range map[string]string{
		"m x 2 w r": "MX2WR", "M-X-2, W. R.": "MX2WR", "mx2wr\n": "MX2WR", "": "", " .-?": "", "Ünï": "N", "１２": "",
	} {
		if got := foldCode(said); got != want {
			t.Errorf("%q is read as %q, want %q", said, got, want)
		}
	}
}

// TestFingerprints tell apart what is asked, not how it is put.
func TestFingerprints(t *testing.T) {
	var set attribute.Settings
	set.Scheduling.Slots.Duration = 30 * minute
	set.Scheduling.Staff.People = []attribute.Person{{ID: "1", Name: "Helen"}, {ID: "2", Name: "Marcus"}}
	base := Request{
		Project: "p1", Conversation: conversation.Conversation{ID: "call-1"}, Caller: conversation.Caller{Line: ada},
		Choice: Choice{Start: noon}, Name: "Ada Brook", Key: "k",
	}
	same, other := map[string]func(*Request){
		"nothing":                func(*Request) {},
		"the usual length":       func(r *Request) { r.Choice.Duration = 30 * minute },
		"the number as a claim":  func(r *Request) { r.Caller = conversation.Caller{Claim: ada} },
		"blanks":                 func(r *Request) { r.Name = " Ada Brook " },
		"whom the slot was with": func(r *Request) { r.Choice.Staff = "1" },
		"who it turned out to be": func(r *Request) {
			r.Candidate = &contact.Record{Module: contact.Contacts, ID: "7"}
		},
	}, map[string]func(*Request){
		"another conversation": func(r *Request) { r.Conversation.ID = "call-2" },
		"another time":         func(r *Request) { r.Choice.Start = ten },
		"another length":       func(r *Request) { r.Choice.Duration = 60 * minute },
		"another number":       func(r *Request) { r.Caller.Claim = bo },
		"another name":         func(r *Request) { r.Name = "Bo Lund" },
		"a subject":            func(r *Request) { r.Subject = "Braces" },
		"the same in another field": func(r *Request) {
			r.Name, r.Email = "", "Ada Brook"
		},
	}
	for name, change := range same {
		r := base
		if change(&r); r.fingerprint(set) != base.fingerprint(set) {
			t.Errorf("%s makes it another request", name)
		}
	}
	for name, change := range other {
		r := base
		if change(&r); r.fingerprint(set) == base.fingerprint(set) {
			t.Errorf("%s makes it no other request", name)
		}
	}
	cancel := CancelRequest{Conversation: base.Conversation, Code: "m x 2 w r"}
	again := cancel
	again.Code = "MX2WR"
	if cancel.fingerprint() != again.fingerprint() || cancel.fingerprint() == (CancelRequest{Conversation: base.Conversation}).fingerprint() {
		t.Error("a cancellation is not told by its code")
	}
}
