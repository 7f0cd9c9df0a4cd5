package zoho

import (
	"encoding/json"
	"net/http"
)

// CompositeAnswer is what became of the parts of a composite.
type CompositeAnswer struct {
	composite *Composite
	outcomes  []outcome // by part
	undone    bool      // the composite was rolled back
}

// outcome is a part's own answer, or why it has none.
type outcome struct {
	answer answer
	err    error
}

// composite reads the answer to a composite. With a rollback 400 says that
// nothing remains of any part (zoho-crm-api §4).
func (a answer) composite(b *Composite) (*CompositeAnswer, error) {
	items, err := a.items("__composite_requests")
	if err != nil {
		return nil, err
	}
	if len(items) != len(b.parts) {
		return nil, a.unreadable(nil)
	}
	done := &CompositeAnswer{
		composite: b, outcomes: make([]outcome, len(items)),
		undone: b.mode == RollbackOnFail && a.status == http.StatusBadRequest,
	}
	for i, item := range items {
		done.outcomes[i] = a.outcome(b.parts[i].request, item)
		done.outcomes[i].err = done.settled(done.outcomes[i].err)
	}
	return done, nil
}

// outcome reads one item: an error of its own, or "executed" with an answer
// inside, good or bad.
func (a answer) outcome(req request, item zohoFault) outcome {
	var details struct {
		Response struct {
			Status int             `json:"status_code"`
			Body   json.RawMessage `json:"body"`
		} `json:"response"`
	}
	a.request = req
	err := json.Unmarshal(item.Details, &details)
	switch {
	case item.failed():
		return outcome{err: item.error(req, a.status)}
	case err != nil || item.code() != codeSuccess || details.Response.Status == 0:
		return outcome{err: a.unreadable(err)}
	}
	return outcome{answer: answer{request: req, status: details.Response.Status, body: details.Response.Body}}
}

// RolledBack reports that all parts were undone because one failed.
func (a *CompositeAnswer) RolledBack() bool { return a.undone }

// Err is nil if every part went well. Else it is the error of the part that
// failed, before those of the parts that were undone because of it; see
// [IsRolledBack].
func (a *CompositeAnswer) Err() error {
	var first error
	for _, p := range a.composite.parts {
		err := a.fate(p)
		if err != nil && (first == nil || IsRolledBack(first) && !IsRolledBack(err)) {
			first = err
		}
	}
	return first
}

// fate is a part's error, if it has one.
func (a *CompositeAnswer) fate(p *Part) error {
	if p.request.read {
		_, _, err := a.found(p)
		return err
	}
	_, err := a.Result(p)
	return err
}

// Result is what became of a part that writes. The error covers the record's
// own fate, as with [Records.InsertOne].
func (a *CompositeAnswer) Result(p *Part) (Result, error) {
	ans, err := a.of(p)
	if err != nil {
		return Result{}, err
	}
	results, err := ans.results()
	if err != nil {
		return Result{}, a.settled(err)
	}
	result := results[0]
	if a.undone && result.Err == nil {
		result.Err = ans.unreadable(nil) // a success within what was undone
	} else {
		result.Err = a.settled(result.Err)
	}
	return result, result.Err
}

// Found are the records that a part read: one for Get, none where there was
// nothing to find.
func Found[T any](a *CompositeAnswer, p *Part) ([]T, error) {
	page, ans, err := a.found(p)
	if err != nil {
		return nil, err
	}
	return recordsOf[T](ans, page)
}

func (a *CompositeAnswer) found(p *Part) (page, answer, error) {
	ans, err := a.of(p)
	if err != nil {
		return page{}, ans, err
	}
	rows, err := ans.pageOf("data")
	return rows, ans, err
}

// of finds the answer to a part.
func (a *CompositeAnswer) of(p *Part) (answer, error) {
	if p.composite != a.composite || p.number > len(a.outcomes) {
		return answer{}, refuse(p.request, "the part belongs to another composite")
	}
	out := a.outcomes[p.number-1]
	return out.answer, out.err
}

// settled marks a failure, which nobody else has yet, as surely without effect
// where all was undone.
func (a *CompositeAnswer) settled(err error) error {
	if e, ok := err.(*Error); ok && a.undone {
		e.Applied = NotApplied
	}
	return err
}
