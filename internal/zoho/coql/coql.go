// Package coql builds queries in Zoho's CRM Object Query Language.
//
//	query, err := coql.Select("Event_Title", "Start_DateTime", "End_DateTime").
//		From("Events").
//		Where(coql.And(
//			coql.Eq("Owner", ownerID),
//			coql.Lt("Start_DateTime", to),
//			coql.Gt("End_DateTime", from))).
//		OrderBy("Start_DateTime").
//		Build()
//
// Names are checked and values are quoted, so that no value can change what a
// query asks, and conditions are bracketed in pairs, as the language demands
// from the third one on (Zoho v8, COQL; zoho-crm-api §3.3). What cannot be
// written safely is an error of Build.
//
// The package writes queries and knows nothing about sending them. It adds no
// limit clause; whoever pages through the answer does.
package coql

import (
	"errors"
	"strings"
)

// Query is a query in the making. Its methods return changed copies.
type Query struct {
	columns []string
	module  string
	where   Cond
	order   []string
}

// Select starts a query for columns: API names of fields, with dots for fields
// of a looked-up record ("Who_Id.Email") and an arrow for the module of a
// lookup with several ("What_Id->Leads.Last_Name").
func Select(columns ...string) Query { return Query{columns: columns} }

// From names the module by its API name.
func (q Query) From(module string) Query {
	q.module = module
	return q
}

// Where sets the condition, which the language demands.
func (q Query) Where(c Cond) Query {
	q.where = c
	return q
}

// OrderBy sorts by columns, ascending; a "-" before a name turns it round.
func (q Query) OrderBy(columns ...string) Query {
	q.order = columns
	return q
}

// Build returns the text of the query.
func (q Query) Build() (string, error) {
	columns, err := names(q.columns)
	if err != nil {
		return "", err
	}
	if !isName(q.module) {
		return "", badName(q.module)
	}
	if q.where.err != nil {
		return "", q.where.err
	}
	if q.where.text == "" {
		return "", errors.New("coql: a query needs a condition")
	}
	text := "select " + columns + " from " + q.module + " where " + q.where.text
	if len(q.order) == 0 {
		return text, nil
	}
	order, err := sorting(q.order)
	return text + " order by " + order, err
}

// names joins the columns of a select clause.
func names(columns []string) (string, error) {
	if len(columns) == 0 {
		return "", errors.New("coql: a query needs columns")
	}
	written := make([]string, len(columns))
	for i, name := range columns {
		column, err := column(name)
		if err != nil {
			return "", err
		}
		written[i] = column
	}
	return strings.Join(written, ", "), nil
}

// sorting joins the columns of an order clause.
func sorting(columns []string) (string, error) {
	written := make([]string, len(columns))
	for i, name := range columns {
		direction := " asc"
		if rest, ok := strings.CutPrefix(name, "-"); ok {
			name, direction = rest, " desc"
		}
		column, err := column(name)
		if err != nil {
			return "", err
		}
		written[i] = column + direction
	}
	return strings.Join(written, ", "), nil
}
