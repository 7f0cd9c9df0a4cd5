package criteria_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/criteria"
)

// stages are those of Zoho's standard pipeline, in order.
var stages = []string{
	"Qualification", "Needs Analysis", "Value Proposition", "Identify Decision Makers",
	"Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost",
}

func compile(t testing.TB, text string) *criteria.Program {
	t.Helper()
	p, err := criteria.Compile(text, stages)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return p
}

func TestProseAndRulesAreKeptApart(t *testing.T) {
	p := compile(t, "\n  Be careful with big deals.\r\nrule: booked => \"Qualification\"\r\n\t RULE: cancelled => KEEP\n\nMove only if they asked, as a rule: never otherwise.\n")
	if want := "Be careful with big deals.\nMove only if they asked, as a rule: never otherwise."; p.Prose() != want {
		t.Errorf("the prose is %q", p.Prose())
	}
	if p.Rules() != 2 {
		t.Errorf("%d rules", p.Rules())
	}
	if empty := compile(t, " \n"); empty.Prose() != "" || empty.Rules() != 0 {
		t.Errorf("nothing compiles to %v", empty)
	}
}

func TestWhatIsWrongIsToldByLineAndColumn(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       criteria.Problems // of the text only a part
	}{
		{"an unknown stage", `rule: booked => "Qualifcation"`, criteria.Problems{{1, 18, `no stage "Qualifcation"`, "Qualification"}}},
		{"a comparison with no stage", `rule: booked && stage == "Qualifcation" => keep`, criteria.Problems{{1, 26, `no stage "Qualifcation"`, "Qualification"}}},
		{"a comparison in another case", `rule: "closed won" != stage => keep`, criteria.Problems{{1, 7, `no stage "closed won"`, "Closed Won"}}},
		{"one of several is no stage", `rule: stage in ["Closed Won", "Closed Wen"] => keep`, criteria.Problems{{1, 31, `no stage "Closed Wen"`, "Closed Won"}}},
		{"part of a stage's name", `rule: booked => "negotiation"`, criteria.Problems{{1, 18, `no stage "negotiation"`, "Negotiation/Review"}}},
		{"nothing like a stage", `rule: booked => "Nirvana"`, criteria.Problems{{1, 18, "its stages are Qualification, Needs", ""}}},
		{"an unknown fact", "prose\nrule:  boked => keep", criteria.Problems{{2, 8, "no fact or function boked", "booked"}}},
		{"a fact that is not known yet", `rule: rescheduled => keep`, criteria.Problems{{1, 7, "no fact or function rescheduled", ""}}},
		{"a fact of which no rule is ever asked", `rule: new_lead => keep`, criteria.Problems{{1, 7, "no fact or function new_lead", ""}}},
		{"an unknown function", `rule: summary.contians("x") => keep`, criteria.Problems{{1, 23, "no fact or function contians", "contains"}}},
		{"several slips in one rule", `rule: bookd => "Closed Wen" because "{outcom}"`, criteria.Problems{
			{1, 7, "bookd", "booked"}, {1, 17, "Closed Wen", "Closed Won"}, {1, 38, "{outcom}", "outcome"},
		}},
		{"slips in several rules", "rule: bookd => keep\nrule: booked\nrule: turns => keep", criteria.Problems{
			{1, 7, "bookd", "booked"}, {2, 13, "needs => and a stage", ""}, {3, 7, "of the type int", ""},
		}},
		{"columns are characters", `rule: outcome == "größer" && größe => keep`, criteria.Problems{{1, 32, "", ""}}},
		{"words for operators", `rule: booked and cancelled => keep`, criteria.Problems{{1, 14, "and is written &&", ""}}},
		{"one equals sign", `rule: outcome = "x" => keep`, criteria.Problems{{1, 15, "equal ==", ""}}},
		{"types that do not go together", `rule: booked && turns => keep`, criteria.Problems{{1, 17, "expected type 'bool' but found 'int'", ""}}},
		{"a comparison across kinds", `rule: turns > "3" => keep`, criteria.Problems{{1, 13, "> does not go with (int, string)", ""}}},
		{"no condition", `rule: => keep`, criteria.Problems{{1, 7, "no condition", ""}}},
		{"nothing at all", `rule:`, criteria.Problems{{1, 6, "needs =>", ""}}},
		{"no stage", `rule: booked =>`, criteria.Problems{{1, 16, "straight quotes", ""}}},
		{"a stage without quotes", `rule: booked => Qualification`, criteria.Problems{{1, 17, "straight quotes", ""}}},
		{"a stage in curly quotes", `rule: booked => “Qualification”`, criteria.Problems{{1, 17, "straight quotes", ""}}},
		{"an open quote in the condition", `rule: outcome == "x => keep`, criteria.Problems{{1, 18, "not closed", ""}}},
		{"an open quote of the stage", `rule: booked => "Qualification`, criteria.Problems{{1, 17, "not closed", ""}}},
		{"an open quote of the reason", `rule: booked => keep because "why`, criteria.Problems{{1, 30, "not closed", ""}}},
		{"something else than because", `rule: booked => keep when "why"`, criteria.Problems{{1, 22, "because", ""}}},
		{"because of nothing", `rule: booked => keep because`, criteria.Problems{{1, 22, "because", ""}}},
		{"more after the reason", `rule: booked => keep because "why" rule: x`, criteria.Problems{{1, 36, "line of its own", ""}}},
		{"a brace that is not closed", `rule: booked => keep because "the {outcome"`, criteria.Problems{{1, 35, "every {", ""}}},
		{"a brace that was not opened", `rule: booked => keep because "the outcome}"`, criteria.Problems{{1, 42, "every {", ""}}},
		{"what was said is not quoted", `rule: booked => keep because "{outcome} {transcript}"`, criteria.Problems{{1, 41, "not quoted", "{summary}"}}},
		{"a broken pattern", `rule: summary.matches("(a") => keep`, criteria.Problems{{1, 23, "not a regular expression", ""}}},
		{"a pattern from the caller", `rule: summary.matches(caller_words) => keep`, criteria.Problems{{1, 23, "written out", ""}}},
		{"a pattern put together", `rule: matches(summary, "a" + "b") => keep`, criteria.Problems{{1, 28, "written out", ""}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := criteria.Compile(test.text, stages)
			problems, ok := errors.AsType[criteria.Problems](err)
			if !ok || len(problems) != len(test.want) {
				t.Fatalf("the error is %v", err)
			}
			for i, p := range problems {
				want := test.want[i]
				if p.Line != want.Line || p.Column != want.Column || p.Nearest != want.Nearest || !strings.Contains(p.Text, want.Text) {
					t.Errorf("problem %d is %+v, want %+v", i, p, want)
				}
			}
		})
	}
}

func TestTheErrorListsEveryProblem(t *testing.T) {
	_, err := criteria.Compile("rule: bookd => keep\nrule: booked => \"Qualifcation\"", stages)
	want := "line 1, column 7: there is no fact or function bookd; did you mean booked?\n" +
		`line 2, column 18: there is no stage "Qualifcation" in the pipeline; did you mean Qualification?`
	if got := err.Error(); got != want {
		t.Errorf("the error is\n%s\nwant\n%s", got, want)
	}
}

func TestStagesInAnyCase(t *testing.T) {
	own := []string{"Open", "OPEN", "Won"}
	for name, want := range map[string]string{"Open": "Open", "OPEN": "OPEN", "won": "Won", " WON ": "Won", "open": ""} {
		p, err := criteria.Compile(`rule: true => "`+name+`"`, own)
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "case only") {
				t.Errorf("%q: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if d, err := p.Decide(t.Context(), criteria.Facts{}); err != nil || d.Stage != want {
			t.Errorf("%q is %+v, %v", name, d, err)
		}
	}
	if _, err := criteria.Compile(`rule: booked => "Open"`, nil); err == nil || !strings.Contains(err.Error(), "not known") {
		t.Errorf("without stages: %v", err)
	}
}

func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		"characters": strings.Repeat("prose\n", 4000),
		"a rule":     "rule: " + strings.Repeat("booked && ", 300) + "booked => keep",
		"rules":      strings.Repeat("rule: booked => keep\n", 101),
	} {
		if _, err := criteria.Compile(text, stages); err == nil || !strings.Contains(err.Error(), "most") {
			t.Errorf("%s: %v", name, err)
		}
	}
	compile(t, strings.Repeat("rule: booked => keep\n", 100))
}

// What is compared with something else than the stage may be any text, and the
// empty stage means that there is no deal.
func TestComparisonsThatNameNoStage(t *testing.T) {
	compile(t, `rule: outcome == "Qualifcation" || stage == "" || stage in ["", "Closed Lost"] || stage == outcome => keep`)
}

// Some editors begin a file with a mark that nobody sees.
func TestAByteOrderMark(t *testing.T) {
	p := compile(t, "\ufeffrule: booked => keep\n")
	if p.Rules() != 1 || p.Prose() != "" {
		t.Errorf("%d rules, prose %q", p.Rules(), p.Prose())
	}
	_, err := criteria.Compile("\ufeffrule: bookd => keep", stages)
	if err == nil || !strings.HasPrefix(err.Error(), "line 1, column 7: ") {
		t.Errorf("told is %v", err)
	}
}
