package zohosim

import (
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// journal is what one call, or one act of a person, has written.
type journal struct {
	changes []record.Change
	others  []func() // undo what is not a record, in the order it was done
}

// journaled is the same world with a store that notes its writes in a journal.
// Every write of a call goes through it, so that none can be forgotten.
func (w *world) journaled(j *journal) *world {
	view := *w
	view.store = w.store.Noting(func(c record.Change) { j.changes = append(j.changes, c) })
	return &view
}

// undo takes back everything in the journal, the latest first.
func (w *world) undo(j *journal) {
	for _, c := range slices.Backward(j.changes) {
		w.store.Undo(c)
	}
	for _, restore := range slices.Backward(j.others) {
		restore()
	}
	*j = journal{}
}

// publish tells the channels that want to hear of the changes (zoho-crm-api §5).
// Values are shown as view shows them.
func (w *world) publish(changes []record.Change, view record.View) {
	if len(changes) == 0 {
		return
	}
	var told []notify.Change
	for _, c := range changes {
		if operation := operationOf(c); operation != "" {
			told = append(told, tell(c, operation, view))
		}
	}
	rules := w.rules.Load()
	for _, n := range w.board.Notices(told) {
		w.courier.Send(w.faults.order(n, rules.Settings))
	}
}

// operationOf is what a change is to those who watch a module. That a record
// which comes back from the recycle bin is told as new, and one that leaves it
// for good not at all, is inferred.
func operationOf(c record.Change) string {
	gone := c.Before == nil || c.Before.Deleted != nil
	switch {
	case gone && c.After.Deleted != nil:
		return ""
	case gone:
		return notify.Create
	case c.After.Deleted != nil:
		return notify.Delete
	default:
		return notify.Edit
	}
}

// tell is a change in the words of a notice.
func tell(c record.Change, operation string, view record.View) notify.Change {
	n := notify.Change{Module: c.After.Module, Operation: operation, ID: c.After.ID, Values: map[string]any{}}
	if operation == notify.Delete {
		return n
	}
	m := view.Catalogue.Module(c.After.Module)
	for _, name := range c.Fields() {
		if f := m.Field(name); f != nil && !bookkeeping(name) {
			n.Fields = append(n.Fields, name)
			n.Values[name] = view.Field(f, c.After)
		}
	}
	return n
}

// bookkeeping are the fields that every write changes; Zoho's samples of
// notices leave them out.
func bookkeeping(field string) bool {
	return slices.Contains([]string{"Modified_Time", "Modified_By", "Last_Activity_Time"}, field)
}
