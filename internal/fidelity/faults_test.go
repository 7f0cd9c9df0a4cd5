package fidelity

import (
	"slices"
	"strings"
	"testing"
)

const certain = "Fidelity: a-b\nBehaviour: It is so.\nSource: §2.1\n"

const doubtful = "Fidelity: a-b\nBehaviour: It may be so.\nSource: §2.1\nDoubtful: yes\n"

// A comment may begin with prose, go on over lines, and hold several blocks,
// also after gofmt has set its lines apart.
func TestBlocksAreRead(t *testing.T) {
	got, err := blocksIn("Prose: with a colon.\n\nFidelity: one\nBehaviour: It goes\n\n\ton here.\n\nSource: §1\n  and §2\n\nFidelity: two\n")
	want := []block{{id: "one", behaviour: "It goes on here.", source: "§1 and §2"}, {id: "two"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, comment := range []string{certain + "Behavior: x\n", certain + "And so on.\n", certain + "Source: again\n", certain + "Source\n"} {
		if got, err := blocksIn(comment); err == nil {
			t.Errorf("%q gave %+v", comment, got)
		}
	}
}

// Whatever does not fit together is told.
func TestFaultsAreTold(t *testing.T) {
	around := surroundings{settings: []string{"switch", "edition"}, facts: []string{"edition"}, probes: []string{"a-b"}}
	const switched = doubtful + "Setting: switch\nSettle: probe\n"
	for fault, comments := range map[string][]string{
		"":                                  {switched, "Fidelity: a-b\n"},
		"defined twice":                     {switched, certain},
		"defined nowhere":                   {switched, "Fidelity: c\n"},
		"nothing says how to settle it":     {doubtful + "Setting: switch\n"},
		"there is no probe":                 {strings.Replace(switched, "a-b", "a-c", 1)},
		"Settings has no lever":             {strings.Replace(switched, "switch", "switch, lever", 1)},
		"switch is named by no block":       {doubtful + "Settle: probe\n"},
		"is certain, and yet":               {switched, strings.Replace(certain, "a-b", "c", 1) + "Settle: By looking.\n"},
		"no Source":                         {switched, "Fidelity: c\nBehaviour: It is.\n"},
		"not kebab-case":                    {switched, strings.Replace(certain, "a-b", "A_b", 1)},
		"Doubtful is":                       {switched, strings.Replace(certain, "a-b", "c", 1) + "Doubtful: perhaps\n"},
		"says something, but no Behaviour":  {switched, "Fidelity: a-b\nSource: §1\n"},
		"the second time in TestOfComment1": {switched, switched},
	} {
		_, faults := ledger(mentionsOf(t, comments), around)
		if told := strings.Join(faults, "; "); (fault == "") != (told == "") || !strings.Contains(told, fault) {
			t.Errorf("want %q, told %q", fault, told)
		}
	}
}

// The page shows what was doubted, by whom it is shown, and counts.
func TestPage(t *testing.T) {
	mentions := mentionsOf(t, []string{"Fidelity: late\nBehaviour: A | bar.\nSource: zoho-crm-api §7\n", doubtful + "Setting: switch\nSettle: Look at it.\n"})
	mentions = append(mentions, mention{block: block{id: "a-b"}, side: client, file: "c_test.go", test: "TestClient"})
	entries, _ := ledger(mentions, surroundings{settings: []string{"switch"}})
	got := page(entries)
	for _, want := range []string{
		"2 behaviours: 1 certain, 1 doubtful. Of the doubtful ones 0 are settled by a probe and 1 by hand, and 1 have a setting.",
		"2 are shown by tests of the simulator, 1 by tests of the client, 1 by both.",
		"| [`a-b`](#a-b) | It may be so. | `switch` | by hand: Look at it. |",
		"`a-b`: It may be so. | §2.1 | **doubtful**, setting `switch` | [TestOfComment1](a_test.go) | [TestClient](../c_test.go) |",
		`A \| bar. | zoho-crm-api §7 | certain |`,
	} {
		if !strings.Contains(strings.ReplaceAll(got, "../a_test.go", "a_test.go"), want) {
			t.Errorf("%s\nis not in\n%s", want, got[len(pageHead):])
		}
	}
	if strings.Index(got, "## Writing records") > strings.Index(got, "## Errors") {
		t.Error("sections are out of order")
	}
}

// mentionsOf are the blocks of tests of the simulator with those comments.
func mentionsOf(t *testing.T, comments []string) []mention {
	t.Helper()
	var all []mention
	for i, comment := range comments {
		blocks, err := blocksIn(comment)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks {
			all = append(all, mention{block: b, file: "a_test.go", test: "TestOfComment" + string(rune('0'+i))})
		}
	}
	return all
}
