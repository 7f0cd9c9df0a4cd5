package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/alecthomas/kong"
	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesHistory struct {
	ofProject
	Limit  int32 `default:"20" placeholder:"N" help:"How many at most, 1 to 100."`
	Before int32 `placeholder:"N" help:"Only revisions numbered below this."`
}

// Run prints a line for each revision.
func (c *attributesHistory) Run(ctx context.Context, t *terminal) error {
	if c.Limit < 1 || c.Limit > 100 {
		return usage("--limit is a number from 1 to 100")
	}
	res, err := c.attributes().ListRevisions(ctx, &ringbookv1.ListRevisionsRequest{Project: c.Project, Before: c.Before, Limit: c.Limit})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	rows := [][]cell{headings("", "REVISION", "PUBLISHED", "BY", "NOTE")}
	for _, r := range res.GetRevisions() {
		rows = append(rows, []cell{active(r), {text: strconv.Itoa(int(r.GetNumber()))}, {text: moment(r.GetCreatedAt())}, {text: author(r)}, {text: oneLine(r.GetNote(), longestShown)}})
	}
	t.table(rows)
	if before := res.GetNextBefore(); before > 0 {
		t.remark("There are older ones: ringbook attributes history --before %d", before)
	}
	return nil
}

func active(r *ringbookv1.Revision) cell {
	if r.GetActive() {
		return cell{text: "live", style: green}
	}
	return cell{}
}

func author(r *ringbookv1.Revision) string {
	if r.GetAuthor() == "" {
		return "the system"
	}
	return r.GetAuthor()
}

// moment is a time for people, on their own clock.
func moment(at *timestamppb.Timestamp) string {
	if at == nil {
		return "-"
	}
	return at.AsTime().Local().Format("2006-01-02 15:04 -0700")
}

// revision is a revision's number on the command line.
type revision int32

// Decode refuses what can be no revision.
func (r *revision) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("revision", &text); err != nil {
		return err
	}
	number, err := revisionNumber(text)
	*r = revision(number)
	return err
}

type attributesShow struct {
	ofProject
	Revision revision `arg:"" help:"The number of the revision, see history."`
}

// Run prints what a revision changed, and all that was set in it.
func (c *attributesShow) Run(ctx context.Context, t *terminal) error {
	res, err := c.attributes().GetRevision(ctx, &ringbookv1.GetRevisionRequest{Project: c.Project, Revision: int32(c.Revision)})
	if err != nil {
		return c.troubleWith(err, int32(c.Revision))
	}
	if c.JSON {
		return t.printJSON(res)
	}
	r := res.GetRevision()
	t.printf("%s, published %s by %s\n", t.paint(bold, fmt.Sprint("Revision ", r.GetNumber())), moment(r.GetCreatedAt()), plain(author(r)))
	if r.GetNote() != "" {
		t.printf("%s\n", oneLine(r.GetNote(), 200))
	}
	t.printf("\nChanged\n")
	if len(res.GetChanges()) == 0 {
		t.printf("nothing\n")
	}
	t.printChanges(res.GetChanges())
	t.printf("\nSet\n")
	t.table(valueRows(res.GetValues()))
	return nil
}
