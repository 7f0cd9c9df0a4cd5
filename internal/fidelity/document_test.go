package fidelity

import (
	"flag"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write docs/zoho-fidelity.md anew")

const document = root + "/docs/zoho-fidelity.md"

// facts are settings that say what an organisation is like or what a test needs,
// about which the documents leave no doubt.
var facts = []string{
	"edition", "credits", "concurrency", "subConcurrency", "dataCenter", "multiDC", "userTimeZone", "searchLagMs", "tokenThrottle",
}

// The page is what the doc comments give, and they fit together.
func TestDocument(t *testing.T) {
	mentions := slices.Concat(mentioned(t, simulator, "internal/zohosim"), mentioned(t, client, "internal/zoho"))
	entries, faults := ledger(mentions, surroundings{settings: settings(), facts: facts, probes: probes(t)})
	for _, fault := range faults {
		t.Error(fault)
	}
	want := page(entries)
	if *update {
		if err := os.WriteFile(document, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(document)
	if err != nil || string(have) != want {
		t.Errorf("docs/zoho-fidelity.md is not what the tests say (%v); run: go test ./internal/fidelity -run Document -update", err)
	}
}

// Facts are settings that exist.
func TestFactsAreSettings(t *testing.T) {
	for _, name := range facts {
		if !slices.Contains(settings(), name) {
			t.Errorf("there is no setting %s", name)
		}
	}
}
