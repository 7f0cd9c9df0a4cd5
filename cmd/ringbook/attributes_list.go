package main

import (
	"cmp"
	"context"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type attributesList struct {
	ofProject
	Query []string `arg:"" optional:"" help:"Words that must all stand in the name, title, description or group."`
	All   bool     `help:"List those that few need as well."`
}

// Run prints a table for each group.
func (c *attributesList) Run(ctx context.Context, t *terminal) error {
	res, err := c.attributes().ListAttributes(ctx, &ringbookv1.ListAttributesRequest{
		Project: c.Project, Query: strings.Join(c.Query, " "), IncludeHidden: c.All,
	})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	if len(res.GetAttributes()) == 0 {
		t.remark("No attribute has these words; --all searches those that few need as well.")
		return nil
	}
	t.table(attributeRows(res.GetAttributes()))
	c.foot(t, res)
	return nil
}

// longestShown is how much of a value a table shows.
const longestShown = 60

func attributeRows(all []*ringbookv1.Attribute) (rows [][]cell) {
	group := ""
	for _, a := range all {
		if a.GetGroup() != group {
			if group != "" {
				rows = append(rows, nil)
			}
			group = a.GetGroup()
			rows = append(rows, []cell{{text: group, style: bold}})
		}
		value, from := shownValue(a)
		rows = append(rows, []cell{mark(a), {text: a.GetIdn()}, {text: value}, {text: from, style: dim}})
	}
	return rows
}

func mark(a *ringbookv1.Attribute) cell {
	if a.GetChanged() {
		return cell{text: "*", style: yellow}
	}
	return cell{}
}

// shownValue is what the draft says and where that comes from.
func shownValue(a *ringbookv1.Attribute) (value, from string) {
	value = a.GetValue()
	switch {
	case a.GetIsReadOnly():
		value, from = a.GetEffectiveValue(), "filled on publish"
	case a.GetChanged():
		from = "published: " + orDefault(a, oneLine(a.GetPublishedValue(), longestShown))
		value = orDefault(a, value)
	case value == "":
		value = a.GetDefaultValue()
		switch {
		case value != "":
			from = "default"
		case a.GetDefaultNote() != "":
			from = "default: " + a.GetDefaultNote()
		}
	}
	value = oneLine(value, longestShown)
	if a.GetUnit() != "" && isNumber(value) {
		value += " " + a.GetUnit()
	}
	return orNothing(value), from
}

// orDefault says what applies where nothing is set.
func orDefault(a *ringbookv1.Attribute, value string) string {
	return cmp.Or(value, defaultWords(a.GetDefaultValue(), a.GetDefaultNote()))
}

func defaultWords(value, note string) string {
	if value == "" && note == "" {
		return "(not set)"
	}
	return cmp.Or(value, note) + " (default)"
}

func isNumber(value string) bool { return value != "" && strings.Trim(value, "0123456789") == "" }

// orNothing keeps an empty field visible.
func orNothing(value string) string {
	if value == "" {
		return "-"
	}
	return value
}

func (c *attributesList) foot(t *terminal, res *ringbookv1.ListAttributesResponse) {
	changed := 0
	for _, a := range res.GetAttributes() {
		if a.GetChanged() {
			changed++
		}
	}
	if changed > 0 {
		t.remark("\n* differs from what is published (%d). See `ringbook attributes diff`, then `ringbook attributes publish`.", changed)
	}
}
