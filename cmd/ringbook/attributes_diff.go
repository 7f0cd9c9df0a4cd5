package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/ringbook/ringbook/config"
	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesDiff struct {
	ofProject
	Revisions revisionPair `placeholder:"A B" help:"Compare revision A with the newer B, in place of the draft with what is published."`
}

// revisionPair is a flag of two words: "--revisions 3 5", or "3,5".
type revisionPair struct{ From, To int32 }

var errOneRevision = usage("--revisions takes two numbers, such as --revisions 3 5")

// Decode reads the two numbers.
func (p *revisionPair) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("revision", &text); err != nil {
		return errOneRevision
	}
	from, to, found := strings.Cut(text, ",")
	if !found {
		if err := ctx.Scan.PopValueInto("second revision", &to); err != nil {
			return errOneRevision
		}
	}
	var err error
	if p.From, err = revisionNumber(from); err != nil {
		return err
	}
	p.To, err = revisionNumber(to)
	return err
}

func revisionNumber(text string) (int32, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		return 0, usage("%q is no revision; they are counted from 1, see `ringbook attributes history`", text)
	}
	return int32(n), nil
}

// Run prints what differs, older side first.
func (c *attributesDiff) Run(ctx context.Context, t *terminal) error {
	if c.Revisions.From != 0 {
		return c.between(ctx, t)
	}
	drafted, err := c.unpublished(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return t.printJSON(drafted)
	}
	if len(drafted.GetAttributes()) == 0 {
		t.remark("The draft is what is published (revision %d).", drafted.GetActiveRevision())
		return nil
	}
	t.printChanges(changesOf(drafted))
	return nil
}

func (c *attributesDiff) between(ctx context.Context, t *terminal) error {
	res, err := c.attributes().GetRevision(ctx, &ringbookv1.GetRevisionRequest{
		Project: c.Project, Revision: c.Revisions.To, CompareWith: c.Revisions.From,
	})
	if err != nil {
		return c.troubleWith(err, c.Revisions.From, c.Revisions.To)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	if len(res.GetChanges()) == 0 {
		t.remark("Revisions %d and %d have the same values.", c.Revisions.From, c.Revisions.To)
	}
	t.printChanges(res.GetChanges())
	return nil
}

// unpublished asks for the attributes whose draft differs from what is
// published.
func (c *ofProject) unpublished(ctx context.Context) (*ringbookv1.ListAttributesResponse, error) {
	res, err := c.attributes().ListAttributes(ctx, &ringbookv1.ListAttributesRequest{Project: c.Project, IncludeHidden: true})
	if err != nil {
		return nil, c.trouble(err)
	}
	var changed []*ringbookv1.Attribute
	for _, a := range res.GetAttributes() {
		if a.GetChanged() {
			changed = append(changed, a)
		}
	}
	res.Attributes = changed
	return res, nil
}

func changesOf(res *ringbookv1.ListAttributesResponse) (changes []*ringbookv1.AttributeChange) {
	for _, a := range res.GetAttributes() {
		changes = append(changes, &ringbookv1.AttributeChange{Idn: a.GetIdn(), Before: a.GetPublishedValue(), After: a.GetValue()})
	}
	return changes
}

// printChanges shows both sides of each change. What publishing fills is only
// named: it is long, and nobody typed it.
func (t *terminal) printChanges(changes []*ringbookv1.AttributeChange) {
	known := catalogue()
	for _, change := range changes {
		a := known[change.GetIdn()]
		t.printf("%s\n", t.paint(bold, plain(change.GetIdn())))
		switch {
		case a.IsReadOnly:
			t.printf("  %s\n", t.paint(dim, "~ filled on publish"))
		case change.GetBefore() == change.GetAfter(): // two masks
			t.printf("  %s\n", t.paint(yellow, "~ another secret"))
		default:
			t.printSide(red, "-", a, change.GetBefore())
			t.printSide(green, "+", a, change.GetAfter())
		}
	}
}

func catalogue() map[string]config.Attribute {
	known := map[string]config.Attribute{}
	for _, a := range config.Attributes() {
		known[a.IDN] = a
	}
	return known
}

func (t *terminal) printSide(s style, sign string, a config.Attribute, value string) {
	if value == "" {
		value = defaultWords(a.DefaultValue, a.DefaultNote)
	}
	for line := range strings.Lines(plain(value)) {
		t.printf("  %s\n", t.paint(s, sign+" "+strings.TrimSuffix(line, "\n")))
	}
}
