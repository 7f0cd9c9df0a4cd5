package aftercall

import (
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/criteria"
)

// sales is a pipeline whose second stage has another value than name, and whose
// last two are closed.
func sales() attribute.Pipeline {
	stage := func(name, outcome string) attribute.Stage {
		return attribute.Stage{Name: name, Value: name, Outcome: outcome}
	}
	p := attribute.Pipeline{Name: "Sales (Standard)", Value: "Sales", Stages: []attribute.Stage{
		stage("New", "Open"), stage("Identify", "Open"), stage("Offer", "Open"), stage("Won", "Closed Won"), stage("Lost", "Closed Lost"),
	}}
	p.Stages[1].Value = "Id."
	return p
}

func TestOpenDeal(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2027, time.March, 1, 9, minute, 0, 0, time.UTC) }
	deal := func(id, pipeline, stage string, minute int) Deal {
		return Deal{ID: id, Pipeline: pipeline, Stage: stage, ModifiedAt: at(minute)}
	}
	for name, test := range map[string]struct {
		deals []Deal
		want  string
	}{
		"none":                      {nil, ""},
		"closed ones only":          {[]Deal{deal("1", "Sales", "Won", 1), deal("2", "Sales", "lost", 2)}, ""},
		"the last modified":         {[]Deal{deal("1", "Sales", "New", 1), deal("2", "Sales", "Offer", 3), deal("3", "Sales", "New", 2)}, "2"},
		"not of another pipeline":   {[]Deal{deal("1", "sales (standard)", "New", 1), deal("2", "Service", "New", 2)}, "1"},
		"of no pipeline":            {[]Deal{deal("1", "", "New", 1)}, "1"},
		"in a stage nobody knows":   {[]Deal{deal("1", "Sales", "Invented", 1)}, "1"},
		"by the stage's other name": {[]Deal{deal("1", "Sales", "Id.", 1), deal("2", "Sales", "Won", 2)}, "1"},
	} {
		got := ""
		if d := openDeal(test.deals, sales()); d != nil {
			got = d.ID
		}
		if got != test.want {
			t.Errorf("%s: the deal is %q, want %q", name, got, test.want)
		}
	}
}

// What the tests over the API cannot come to: stages that changed in the CRM
// since the settings were published, and stages with two names.
func TestVerdictsAtTheEdge(t *testing.T) {
	ruled := func(stage string) criteria.Decision {
		return criteria.Decision{Matched: true, Stage: stage, Rule: 1, Condition: "true"}
	}
	for name, test := range map[string]struct {
		stage  string
		rules  criteria.Decision
		back   bool
		writes string
		detail string
	}{
		"a stage that is new in the CRM":     {"Invented", ruled("Offer"), true, "", "the pipeline did not have when it was last published"},
		"the same stage by its other name":   {"Id.", ruled("Identify"), false, "", "already"},
		"on from a stage by its other name":  {"Id.", ruled("Offer"), false, "Offer", "from Id. to Offer"},
		"back from a stage of another name":  {"Id.", ruled("New"), false, "", "not moved back"},
		"and with leave":                     {"Id.", ruled("New"), true, "New", "from Id. to New"},
		"a deal is lost":                     {"Offer", ruled("Lost"), false, "Lost", "from Offer to Lost"},
		"a keep without a reason":            {"Offer", criteria.Decision{Matched: true, Keep: true, Rule: 4, Condition: "true"}, false, "", "Offer (rule on line 4: true)"},
		"a rule too long to be told in full": {"New", criteria.Decision{Matched: true, Stage: "Won", Rule: 2, Condition: strings.Repeat("true || ", 60)}, false, "Won", "true || ...)"},
	} {
		deals := attribute.Deals{Update: true, Create: true, Pipeline: sales(), AllowBackward: test.back}
		v := question{deals, &Deal{ID: "7", Name: "Theirs", Stage: test.stage}, test.rules, true}.judge()
		writes := ""
		if v.write != nil {
			writes = v.write.After
			if v.write.Deal != "7" || v.write.Name != "Theirs" || v.write.Before != test.stage {
				t.Errorf("%s: %+v", name, v.write)
			}
		}
		if writes != test.writes || !strings.Contains(v.detail, test.detail) || !v.tell {
			t.Errorf("%s: writes %q, %q", name, writes, v.detail)
		}
	}
}

func TestFirstStageIsOpen(t *testing.T) {
	p := sales()
	p.Stages = append(p.Stages[3:4:4], p.Stages...)
	if got := firstStage(p); got != "New" {
		t.Errorf("the first stage is %s", got)
	}
}
