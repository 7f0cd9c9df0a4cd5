package main

import (
	"slices"
	"strings"
	"testing"
)

// with207 allows a status that the shop's file lacks.
func with207() amendment {
	return amendment{file: "shop.json", places: []string{"/paths/~1{module}/post/responses"}, change: answers("207", nil), reason: "mixed answers"}
}

func stateless() amendment {
	return amendment{file: "shop.json", places: []string{"/components/schemas/Made/properties/data/items/oneOf/0/required"}, change: without("state"), reason: "no state"}
}

// An amendment allows what it says and nothing behind it.
func TestAmendmentsAllowOneThingOnly(t *testing.T) {
	l := open(t, shop, stateless())
	lacking := changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, `,"state":"new"`, "", 1) })
	s := judged(t, l, sale(), lacking)
	if len(s.deviations) != 0 || s.allowed[0] != 1 {
		t.Errorf("used %d times\n%s", s.allowed[0], told(s))
	}
	worse := changed(lacking, func(e *exchange) { e.AnswerBody = strings.Replace(e.AnswerBody, "5725", "abcd", 1) })
	if s := judged(t, l, worse); len(s.deviations) != 1 || s.allowed[0] != 0 {
		t.Errorf("another mistake passed with it: %s", told(s))
	}
}

// An amendment that nothing needs fails a run of the whole suite, and only that.
func TestUnusedAmendmentsFail(t *testing.T) {
	s := judged(t, open(t, shop, with207()), sale(), listing())
	if err := s.outcome(options{}); err == nil || !strings.Contains(err.Error(), "mixed answers") {
		t.Errorf("outcome %v", err)
	}
	if err := s.outcome(options{part: true}); err != nil {
		t.Errorf("a part of the suite: %v", err)
	}
}

// An exchange may need several amendments at once; each is counted.
func TestSeveralAmendments(t *testing.T) {
	mixed := amendment{file: "*", places: []string{"/paths/*/*/responses"}, reason: "mixed",
		change: answers("207", reference("#/components/schemas/Made"))}
	both := changed(sale(), func(e *exchange) { e.Status, e.AnswerBody = 207, strings.Replace(sold, `,"state":"new"`, "", 1) })
	s := judged(t, open(t, shop, stateless(), mixed), both)
	if len(s.deviations) != 0 || s.allowed[0] != 1 || s.allowed[1] != 1 {
		t.Errorf("used %v\n%s", s.allowed, told(s))
	}
}

// Two amendments for one thing would hide that one of them is not needed.
func TestOverlappingAmendmentsAreAnError(t *testing.T) {
	l := open(t, shop, with207(), with207())
	mixed := changed(sale(), func(e *exchange) { e.Status = 207; e.AnswerBody = "" })
	if err := newSession(l, nil).judge(mixed); err == nil {
		t.Error("no error")
	}
}

// An amendment whose place is gone is out of date.
func TestAmendmentsMustFit(t *testing.T) {
	for name, a := range map[string]amendment{
		"no such place": {file: "shop.json", places: []string{"/paths/~1nowhere/get"}, change: anyOf},
		"no such word":  {file: "shop.json", places: []string{"/components/schemas/Made/required"}, change: without("colour")},
		"word is there": {file: "shop.json", places: []string{"/components/schemas/Made/required"}, change: also("data")},
		"no oneOf":      {file: "shop.json", places: []string{"/components/schemas/Made"}, change: anyOf},
		"no list":       {file: "shop.json", places: []string{"/components/schemas/Made"}, change: plus("x")},
	} {
		if _, err := newDocument("shop.json", []byte(shop), []amendment{a}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The list fits Zoho's files as they are now.
func TestTheListFitsZohosFiles(t *testing.T) {
	folder := folderOfFiles()
	if !isFolder(folder) {
		t.Skip("NOT CHECKED: Zoho's OpenAPI files are not in " + folder + "; set ZOHO_OPENAPI_DIR")
	}
	l, err := openLibrary(folder, allowed(), incomplete())
	if err != nil {
		t.Fatal(err)
	}
	for file := range l.texts {
		if slices.Contains(incomplete(), file) {
			continue
		}
		d, err := l.document(file, l.all)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.openAPI(); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
