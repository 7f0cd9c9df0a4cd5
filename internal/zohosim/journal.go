package zohosim

import (
	"slices"

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
