package aftercall

import (
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/criteria"
)

// question is what is known when a deal is judged.
type question struct {
	deals attribute.Deals
	// current is the contact's open deal; nil where there is none.
	current *Deal
	rules   criteria.Decision
	booked  bool
}

// verdict is what becomes of the deal.
type verdict struct {
	// write is what is to be written; nil for nothing.
	write *conversation.DealDecision
	// detail says what becomes of the deal and why.
	detail string
	// tell: whoever reads the note should hear of it.
	tell bool
}

// quiet is a verdict that needs no mention in the note.
func quiet(format string, args ...any) verdict { return verdict{detail: fmt.Sprintf(format, args...)} }

// told is a verdict that is explained in the note, and writes no deal.
func told(format string, args ...any) verdict {
	return verdict{detail: fmt.Sprintf(format, args...), tell: true}
}

func (q question) judge() verdict {
	if q.current == nil {
		return q.withoutDeal()
	}
	return q.withDeal(*q.current)
}

// withoutDeal: a deal is made where a rule names a stage for it, or where an
// appointment was booked. Nothing else calls for one: somebody who only asked a
// question is no opportunity yet. A rule that says keep, or names a stage in
// which deals are closed, is about a deal that is there and makes none.
func (q question) withoutDeal() verdict {
	d := conversation.DealDecision{After: firstStage(q.deals.Pipeline), Because: "an appointment was booked"}
	switch {
	case q.rules.Keep:
		return quiet("no deal is made%s", reasonFor(q.decided("")))
	case q.rules.Matched:
		d = q.decided("")
	case !q.booked:
		return quiet("the contact has no open deal, and nothing in the conversation called for one")
	}
	switch {
	case isClosed(q.deals.Pipeline, d.After):
		return quiet("the contact has no open deal that could be moved to %s", d.After)
	case !q.deals.Create:
		return quiet("the contact has no open deal, and zoho_create_deal is off")
	case q.deals.OnlySuggest:
		return told("a deal would be made in the stage %s%s; zoho_pipeline_mode is suggest, so none is", d.After, reasonFor(d))
	}
	return verdict{write: &d, detail: outcomeOf(d), tell: true}
}

// withDeal: an open deal moves where a rule names another stage, and back only
// where that is allowed.
func (q question) withDeal(current Deal) verdict {
	d := q.decided(current.Stage)
	d.Deal, d.Name, d.ModifiedAt = current.ID, current.Name, current.ModifiedAt
	from, to := place(q.deals.Pipeline, d.Before), place(q.deals.Pipeline, d.After)
	switch {
	case !q.rules.Matched:
		return quiet("the deal stays in the stage %s, for no rule holds", d.Before)
	case q.rules.Keep:
		return told("the deal stays in the stage %s%s", d.Before, reasonFor(d))
	case from < 0:
		return told("the deal stays in the stage %s, which the pipeline did not have when it was last published", d.Before)
	case from == to:
		return told("the deal is in the stage %s already%s", d.Before, reasonFor(d))
	case to < from && !q.deals.AllowBackward:
		return told("the deal stays in the stage %s and is not moved back to %s%s; zoho_pipeline_backward is off", d.Before, d.After, reasonFor(d))
	case q.deals.OnlySuggest:
		return told("the deal would be moved from %s to %s%s; zoho_pipeline_mode is suggest, so it stays", d.Before, d.After, reasonFor(d))
	}
	return verdict{write: &d, detail: outcomeOf(d), tell: true}
}

// decided is what the rules say about a deal in a stage.
func (q question) decided(before string) conversation.DealDecision {
	r := q.rules
	return conversation.DealDecision{Before: before, After: r.Stage, Rule: r.Rule, Condition: r.Condition, Because: r.Because}
}

// outcomeOf says what a decision that was carried out has come to.
func outcomeOf(d conversation.DealDecision) string {
	if d.Deal == "" {
		return "a deal was made in the stage " + d.After + reasonFor(d)
	}
	return "the deal was moved from " + d.Before + " to " + d.After + reasonFor(d)
}

// attemptAt says what a decision that could not be carried out wanted.
func attemptAt(d conversation.DealDecision) string {
	if d.Deal == "" {
		return "no deal could be made in the stage " + d.After + reasonFor(d)
	}
	return "the deal could not be moved from " + d.Before + " to " + d.After + reasonFor(d)
}

// longestCondition is how much of a rule is told, in characters.
const longestCondition = 200

// reasonFor ends a sentence with why, by the rule's own reason and its text.
func reasonFor(d conversation.DealDecision) string {
	var b strings.Builder
	if d.Because != "" {
		b.WriteString(" because " + d.Because)
	}
	if d.Rule > 0 {
		fmt.Fprintf(&b, " (rule on line %d: %s)", d.Rule, brief(d.Condition, longestCondition))
	}
	return b.String()
}

// brief keeps the first characters of a text.
func brief(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most])) + " ..."
	}
	return text
}
