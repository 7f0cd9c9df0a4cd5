package coql

// Query is a parsed query. Names in it are as written; whether they exist is
// for Compile to find out.
type Query struct {
	Columns []string
	Module  string
	Where   *Condition
	Order   []Order
	Offset  int
	Limit   int // rows asked for; DefaultLimit when the query does not say

	Unlimited bool // the query has no limit of its own
}

// DefaultLimit is how many rows a query without a limit gets (zoho-crm-api §3.3).
const DefaultLimit = 200

// Order is one part of order by.
type Order struct {
	Column     string
	Descending bool
}

// Condition is either a comparison or two conditions joined by "and" or "or".
type Condition struct {
	Joiner      string
	Left, Right *Condition
	Comparison  *Comparison
}

// Comparison is a column against literals: none for the null operators, two for
// between, any number for in, else one.
type Comparison struct {
	Column   string
	Operator string // lower case, such as "not in" or "is null"
	Values   []Literal
}

// Literal is a value as written.
type Literal struct {
	Text   string
	Quoted bool
}
