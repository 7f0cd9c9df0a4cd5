package criteria_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/criteria"
	"github.com/ringbook/ringbook/internal/fault"
)

func TestTheFirstRuleThatHoldsDecides(t *testing.T) {
	p := compile(t, `
rule: cancelled => keep because "they cancelled"
rule: booked && !returning => "qualification" because "a new client, {outcome}, spoke {turns} times in {duration_seconds} s"
Some prose between the rules.
rule: outcome == "price_objection" => "Negotiation/Review"
rule: stage == "Qualification" && amount >= 1000 => 'Needs Analysis' because 'it\'s worth {amount}; booked: {booked}'`)
	for _, test := range []struct {
		name  string
		facts criteria.Facts
		want  criteria.Decision
	}{
		{"nothing holds", criteria.Facts{Booked: true, Returning: true}, criteria.Decision{}},
		{"keep goes first", criteria.Facts{Cancelled: true, Booked: true}, criteria.Decision{
			Matched: true, Keep: true, Rule: 2, Condition: "cancelled", Because: "they cancelled"}},
		{"facts in the reason", criteria.Facts{Booked: true, Outcome: "very\n happy", Turns: 7, DurationSeconds: 95}, criteria.Decision{
			Matched: true, Stage: "Qualification", Rule: 3,
			Condition: `booked && !returning`, Because: "a new client, very happy, spoke 7 times in 95 s"}},
		{"no reason given", criteria.Facts{Outcome: "price_objection", Stage: "Qualification", Amount: 5000}, criteria.Decision{
			Matched: true, Stage: "Negotiation/Review", Rule: 5, Condition: `outcome == "price_objection"`}},
		{"other quotes, numbers", criteria.Facts{Stage: "Qualification", Amount: 4200.5}, criteria.Decision{
			Matched: true, Stage: "Needs Analysis", Rule: 6,
			Condition: `stage == "Qualification" && amount >= 1000`, Because: "it's worth 4200.5; booked: no"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := p.Decide(t.Context(), test.facts)
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// Each condition holds for these facts, and for no others.
func TestEveryFactReachesItsName(t *testing.T) {
	for condition, facts := range map[string]criteria.Facts{
		`booked`:                             {Booked: true},
		`cancelled`:                          {Cancelled: true},
		`returning`:                          {Returning: true},
		`outcome == "a => b"`:                {Outcome: "a => b"},
		`summary.contains("price")`:          {Summary: "the price"},
		`transcript.startsWith("agent:")`:    {Transcript: "agent: hi"},
		`caller_words.matches(r"\bprice\b")`: {CallerWords: "what price is it"},
		`direction == 'inbound'`:             {Direction: "inbound"},
		`stage != ""`:                        {Stage: "Qualification"},
		`duration_seconds > 60`:              {DurationSeconds: 61},
		`turns in [3, 4]`:                    {Turns: 4},
		`amount > 10`:                        {Amount: 10.5},
		`["price", "cost", "offer"].exists(w, summary.lowerAscii().contains(w))`: {Summary: "The COST"},
		`summary.matches("a{2,3}b")`:                     {Summary: "aab"},
		`summary == """say "hi" => now"""`:               {Summary: `say "hi" => now`},
		`"x".charAt(0) == "x" && outcome == 'it\'s => '`: {Outcome: "it's => "},
	} {
		p := compile(t, "rule: "+condition+" => keep")
		if d, err := p.Decide(t.Context(), facts); err != nil || !d.Matched {
			t.Errorf("%s: %+v, %v", condition, d, err)
		}
		if d, err := p.Decide(t.Context(), criteria.Facts{}); err != nil || d.Matched {
			t.Errorf("%s for nothing: %+v, %v", condition, d, err)
		}
	}
}

func TestLongFactsAreCut(t *testing.T) {
	p := compile(t, `rule: transcript.size() > 100000 || summary.size() > 32000 => keep
rule: transcript.size() > 33000 => "Qualification" because "{summary}"`)
	d, err := p.Decide(t.Context(), criteria.Facts{Transcript: strings.Repeat("ä b\n", 300_000), Summary: strings.Repeat("ö ", 40_000)})
	if err != nil || d.Rule != 2 || len(d.Because) > 200 || !strings.HasPrefix(d.Because, "ö ö ") {
		t.Errorf("%+v, %v", d, err)
	}
}

// A rule that cannot be judged says so by its line, and quotes no fact.
func TestARuleThatFails(t *testing.T) {
	for condition, want := range map[string]string{
		`timestamp(outcome) > timestamp("2027-01-01T00:00:00Z")`: "it fails on what is known",
		`outcome.charAt(100) == "x"`:                             "it fails on what is known",
		`10 / turns > 3`:                                         "division by zero",
	} {
		p := compile(t, "\nrule: "+condition+" => keep\nrule: true => keep")
		_, err := p.Decide(t.Context(), criteria.Facts{Outcome: "my secret"})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "secret") || fault.RemedyOf(err) == "" {
			t.Errorf("%s: %v", condition, err)
		}
	}
	p := compile(t, `rule: 10 / turns > 3 || booked => "Qualification"`)
	if d, err := p.Decide(t.Context(), criteria.Facts{Booked: true}); err != nil || !d.Matched {
		t.Errorf("true beside a failure is %+v, %v", d, err)
	}
}

func TestAnEndedContext(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	p := compile(t, `rule: [1, 2, 3].all(x, x > 0) => keep`)
	if _, err := p.Decide(ended, criteria.Facts{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// nested asks for every combination of ten numbers, so many levels deep.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString("[1,2,3,4,5,6,7,8,9,10].all(")
		b.WriteByte(byte('a' + i))
		b.WriteString(",")
	}
	return b.String() + "a > 0" + strings.Repeat(")", depth)
}

// What would take long is refused when it is published.
func TestPathologicalConditionsAreRefused(t *testing.T) {
	for name, condition := range map[string]string{
		"nested rounds":       nested(9),
		"words against words": `transcript.split("").exists(a, transcript.split("").exists(b, a + b == "zz"))`,
		"growing text":        `transcript.replace("a", "` + strings.Repeat("a", 100) + `").replace("a", "` + strings.Repeat("a", 100) + `").size() > 3`,
		"a large pattern":     `transcript.matches("((a{0,30}){0,30})b$")`,
		"many patterns":       strings.Repeat(`transcript.matches("(x|.){0,90}z$") || `, 30) + "booked",
		"patterns in a round": `[1,2,3,4,5,6,7,8,9].exists(n, transcript.matches("(x|.){0,90}z$"))`,
	} {
		began := time.Now()
		_, err := criteria.Compile("rule: "+condition+" => keep", stages)
		if err == nil || !strings.Contains(err.Error(), "too l") {
			t.Errorf("%s: %v", name, err)
		}
		if spent := time.Since(began); spent > 10*time.Second {
			t.Errorf("%s was refused after %v", name, spent)
		}
	}
}

// What the estimate lets through ends, whatever was said. The bound is wide, for
// slow machines; without a limit the worst of these takes minutes.
func TestTheDearestConditionsEnd(t *testing.T) {
	long := criteria.Facts{
		Transcript: strings.Repeat("caller: aaaaaaaaaaaaaaaaaaab and so on\n", 3_000), CallerWords: strings.Repeat("ab", 60_000),
		Summary: strings.Repeat("a b ", 10_000),
	}
	for name, condition := range map[string]string{
		"nested rounds": nested(5),
		"ten words":     `["a1","b1","c1","d1","e1","f1","g1","h1","i1","j1"].exists(w, transcript.lowerAscii().contains(w))`,
		"a pattern":     `transcript.matches("((a{0,20}){0,8})b$")`,
		"all words":     `caller_words.split("").all(w, w != "c")`,
		"lists of text": `[transcript, transcript].map(x, [x, x].map(y, [y + y, y + x])).size() > 9`,
	} {
		p, err := criteria.Compile("rule: "+condition+" => keep", stages)
		if err != nil {
			t.Logf("%s is refused: %v", name, err)
			continue
		}
		began := time.Now()
		_, err = p.Decide(t.Context(), long)
		t.Logf("%s: %v, %v", name, time.Since(began), err)
		if spent := time.Since(began); spent > 20*time.Second {
			t.Errorf("%s took %v", name, spent)
		}
	}
}
