package publish_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/publish"
)

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		criteria string
		state    publish.StepState
		detail   []string
		remedy   string
	}{
		"none":          {"", publish.Skipped, []string{"zoho_pipeline_criteria is not set"}, ""},
		"good ones":     {"rule: booked => \"Qualification\" because \"there is an appointment\"\nrule: cancelled => keep", publish.Done, []string{"2 rules for Standard (Standard)"}, ""},
		"in other case": {`rule: booked => "qualification"`, publish.Done, []string{"1 rule for"}, ""},
		"a stage not there": {"\nrule: booked => \"Qualificaton\"", publish.Failed,
			[]string{`zoho_pipeline_criteria: line 2, column 18: there is no stage "Qualificaton" in the pipeline; did you mean Qualification?`}, "correct the rules"},
		"a fact not there": {`rule: boked => keep`, publish.Failed, []string{"line 1, column 7: ", "did you mean booked?"}, "correct the rules"},
		"every problem": {"rule: boked => keep\nrule: booked => \"Nowhere\"\nrule: turns => keep", publish.Failed,
			[]string{"line 1, column 7", "line 2, column 18", "line 3, column 7"}, "correct the rules"},
		"prose": {"rule: booked => keep\nMove on if they sound keen.", publish.Failed,
			[]string{"prose, which only a model can judge, and none is configured:\nMove on if they sound keen."}, "write it as rules"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code(), "zoho_update_pipeline", "True", "zoho_pipeline_criteria", c.criteria)
			steps, revision, err := r.publish()
			s := r.step(steps, "rules")
			if s.State != c.state || !strings.Contains(s.Remedy, c.remedy) || (s.Remedy == "") != (c.remedy == "") {
				t.Errorf("told is %+v", s)
			}
			for _, want := range c.detail {
				if !strings.Contains(s.Detail, want) {
					t.Errorf("%q is missing in %q", want, s.Detail)
				}
			}
			if failed := c.state == publish.Failed; failed != fault.Is(err, fault.Invalid) || failed != (revision == 0) || failed != (r.settings().Revision == 1) {
				t.Errorf("revision %d, %v", revision, err)
			}
		})
	}
}

// Rules may wait half done while no deal is written.
func TestRulesThatWait(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_pipeline_criteria", "rule: => ")
	steps, _ := r.published()
	if s := r.step(steps, "rules"); s.State != publish.Skipped {
		t.Errorf("told is %+v", s)
	}
}
