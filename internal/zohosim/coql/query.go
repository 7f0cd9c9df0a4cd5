package coql

import (
	"slices"
	"strings"
)

// Query is a parsed query. Names in it are as written; whether they exist is
// for Compile to find out.
type Query struct {
	Select []Selected
	Module string
	View   string // id of a custom view, Module#id
	Where  *Condition
	Group  []string
	Order  []Order
	Offset int
	Limit  int // rows asked for; defaultLimit when the query does not say

	Unlimited bool // the query has no limit of its own
}

// defaultLimit is how many rows a query without a limit gets (zoho-crm-api §3.3).
const defaultLimit = 200

// Term is a column or, with an Aggregate, a function of it: COUNT, SUM, MIN,
// MAX or AVG.
type Term struct {
	Aggregate string
	Column    string
}

// Selected is one part of the select clause.
type Selected struct {
	Term
	Alias string // empty where there is none
}

// Key is the name under which the answer holds the value: the alias, or the
// term as it is written.
func (s Selected) Key() string {
	switch {
	case s.Alias != "":
		return s.Alias
	case s.Aggregate != "":
		return s.Aggregate + "(" + s.Column + ")"
	default:
		return s.Column
	}
}

// Order is one part of order by. Its Column may be an alias of the select clause.
type Order struct {
	Term
	Descending bool
}

// Condition is either a comparison or two conditions joined by "and" or "or".
type Condition struct {
	Joiner      string
	Left, Right *Condition
	Comparison  *Comparison
}

// Comparison is a column against values: none for the null operators, two for
// between, any number for in, else one; or against those that a subquery finds.
type Comparison struct {
	Column   string
	Operator string // lower case, such as "not in" or "is null"
	Values   []Literal
	Sub      *Query
}

// Literal is a value as written: quoted text, a number, or a bare word.
type Literal struct {
	Text   string
	Quoted bool
}

// bare reports whether the literal is a word without quotes.
func (l Literal) bare() bool {
	return !l.Quoted && l.Text != "" && !startsNumber(rune(l.Text[0]))
}

// Joins counts the relations that a query's columns go through, each once:
// Account_Name.Parent_Account.Account_Name goes through two.
func (q *Query) Joins() int {
	relations := map[string]bool{}
	q.eachColumn(func(path string) {
		path = strings.TrimPrefix(path, "!"+q.Module+".")
		for i, r := range path {
			if r == '.' {
				relations[path[:i]] = true
			}
		}
	})
	return len(relations)
}

func (q *Query) eachColumn(visit func(path string)) {
	for _, s := range q.Select {
		visit(s.Column)
	}
	for _, name := range q.Group {
		visit(name)
	}
	for _, o := range q.Order {
		if !slices.ContainsFunc(q.Select, func(s Selected) bool { return s.Alias == o.Column }) {
			visit(o.Column)
		}
	}
	q.Where.eachColumn(visit)
}

func (c *Condition) eachColumn(visit func(path string)) {
	if c.Comparison != nil {
		visit(c.Comparison.Column)
		return
	}
	c.Left.eachColumn(visit)
	c.Right.eachColumn(visit)
}
