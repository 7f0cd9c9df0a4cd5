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
	told := make([]notify.Change, len(changes))
	for i, c := range changes {
		told[i] = w.told(c, view)
	}
	rules := w.rules.Load()
	for _, n := range w.board.Notices(told) {
		w.courier.Send(w.faults.order(n, rules.Settings))
	}
}

// told is a change in the words of a notice.
func (w *world) told(c record.Change, view record.View) notify.Change {
	n := notify.Change{Module: c.After.Module, Operation: notify.Edit, ID: c.After.ID, Values: map[string]any{}}
	switch {
	case c.After.Deleted != nil:
		n.Operation = notify.Delete
		return n
	case c.Before == nil:
		n.Operation = notify.Create
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
