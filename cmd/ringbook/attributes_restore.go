package main

import (
	"context"
	"maps"
	"slices"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesRestore struct {
	ofProject
	Revision revision `arg:"" help:"The number of the revision, see history."`
	Expect   int32    `placeholder:"N" help:"The draft revision that is to be replaced; anything newer is refused."`
}

// Run replaces the draft and shows what publishing it would change.
func (c *attributesRestore) Run(ctx context.Context, t *terminal) error {
	res, err := c.attributes().RestoreRevision(ctx, &ringbookv1.RestoreRevisionRequest{
		Project: c.Project, Revision: int32(c.Revision), ExpectedRevision: c.Expect,
	})
	if err != nil {
		return c.troubleWith(err, int32(c.Revision))
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.printChanges(res.GetChanges())
	if len(res.GetChanges()) == 0 {
		t.remark("The draft has the values of revision %d, and so has what is published.", c.Revision)
		return nil
	}
	t.remark("The draft has the values of revision %d. They take effect with `ringbook attributes publish`.", c.Revision)
	return nil
}

type attributesDiscard struct {
	ofProject
}

// Run discards the draft that it has just read, and shows what it dropped.
func (c *attributesDiscard) Run(ctx context.Context, t *terminal) error {
	draft, err := c.unpublished(ctx)
	if err != nil {
		return err
	}
	res, err := c.attributes().DiscardDraft(ctx, &ringbookv1.DiscardDraftRequest{Project: c.Project, ExpectedRevision: draft.GetDraftRevision()})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	for _, a := range draft.GetAttributes() {
		t.printf("%s is %s again\n", a.GetIdn(), orDefault(a, oneLine(a.GetPublishedValue(), longestShown)))
	}
	t.remark("The draft is what is published (revision %d).", draft.GetActiveRevision())
	return nil
}

func valueRows(values map[string]string) (rows [][]cell) {
	for _, idn := range slices.Sorted(maps.Keys(values)) {
		rows = append(rows, cells(idn, oneLine(values[idn], longestShown)))
	}
	return rows
}
