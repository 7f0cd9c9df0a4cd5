package main

import (
	"context"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesSet struct {
	ofProject
	Expect int32    `placeholder:"N" help:"The draft revision (see list --json) that the change is made on; anything newer is refused. Left out, the change is laid over whatever is there."`
	Values []string `arg:"" name:"idn=value" help:"What to set. IDN=- reads the value from standard input and IDN=@FILE from a file, so that a secret stays out of the shell's history; IDN=@@TEXT is a value that begins with @."`
}

// Help explains by example.
func (*attributesSet) Help() string {
	return `Examples:

  ringbook attributes set zoho_duration=45 zoho_enable_cancellation=False
  ringbook attributes set zoho_pipeline_criteria=@rules.txt
  ringbook attributes set zoho_client_secret=- < secret.txt

The change waits in the draft until it is published.`
}

// Run changes the draft.
func (c *attributesSet) Run(ctx context.Context, t *terminal) error {
	values, typed, err := readValues(c.Values, t.in)
	if err != nil {
		return err
	}
	return c.update(ctx, t, &ringbookv1.UpdateAttributesRequest{
		Project: c.Project, Values: values, ExpectedRevision: c.Expect,
	}, c.JSON, typed)
}

type attributesUnset struct {
	ofProject
	Expect int32    `placeholder:"N" help:"The draft revision that the change is made on; anything newer is refused."`
	IDNs   []string `arg:"" name:"idn" help:"Which attributes."`
}

// Run changes the draft.
func (c *attributesUnset) Run(ctx context.Context, t *terminal) error {
	values := map[string]string{}
	for _, idn := range c.IDNs {
		if name, _, found := strings.Cut(idn, "="); found {
			return usage("unset takes names alone; to set a value: ringbook attributes set %s=...", name)
		}
		values[idn] = ""
	}
	return c.update(ctx, t, &ringbookv1.UpdateAttributesRequest{
		Project: c.Project, Values: values, ExpectedRevision: c.Expect,
	}, c.JSON, nil)
}

// update sends a change of the draft and shows how the attributes are now.
// typed names those whose values stood on the command line.
func (c *ofProject) update(ctx context.Context, t *terminal, req *ringbookv1.UpdateAttributesRequest, asJSON bool, typed map[string]bool) error {
	res, err := c.attributes().UpdateAttributes(ctx, req)
	if err != nil {
		return c.trouble(err)
	}
	if asJSON {
		return t.printJSON(res)
	}
	t.table(changeRows(res.GetAttributes()))
	for _, a := range res.GetAttributes() {
		if a.GetValueType() == ringbookv1.ValueType_VALUE_TYPE_SECRET && typed[a.GetIdn()] && a.GetValue() != "" {
			t.remark("%s is a secret and now stands in your shell's history; %s=- and %s=@FILE keep it out.", a.GetIdn(), a.GetIdn(), a.GetIdn())
		}
	}
	t.remark("Draft %d. It takes effect with `ringbook attributes publish`.", res.GetDraftRevision())
	return nil
}

func changeRows(all []*ringbookv1.Attribute) (rows [][]cell) {
	for _, a := range all {
		value, from := shownValue(a)
		rows = append(rows, []cell{mark(a), {text: a.GetIdn()}, {text: value}, {text: from, style: dim}})
	}
	return rows
}
