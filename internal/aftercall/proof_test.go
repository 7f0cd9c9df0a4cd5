package aftercall

import (
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
)

// Zoho may answer a stage by another name than people see; rules know that one.
func TestProofTheStageIsSpeltAsThePipelines(t *testing.T) {
	p := attribute.Pipeline{Name: "Standard", Stages: []attribute.Stage{{Name: "Needs Analysis", Value: "needs_analysis", Outcome: "Open"}}}
	for typed, want := range map[string]string{"needs_analysis": "Needs Analysis", "NEEDS ANALYSIS": "Needs Analysis", "Gone": "Gone"} {
		all := []Deal{{ID: "1", Stage: typed}}
		if got := openDeal(all, p); got == nil || got.Stage != want {
			t.Errorf("%s is told as %v", typed, got)
		}
		if all[0].Stage != typed {
			t.Error("the CRM's own answer was changed")
		}
	}
}
