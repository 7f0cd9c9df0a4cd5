package coql

import "github.com/ringbook/ringbook/internal/zohosim/problem"

// The forms of SYNTAX_ERROR, with the messages of Zoho's examples
// (zoho-crm-api §3.3; OASY executeCOQLQuery).

// unexpected points at a token.
func unexpected(t token) *problem.Problem {
	return problem.New("SYNTAX_ERROR", "unexpected token", problem.Details{"line": t.line, "column": t.column, "near": t.value})
}

// missing names a clause that is not there.
func missing(clause string) *problem.Problem {
	return problem.New("SYNTAX_ERROR", "missing clause", problem.Details{"clause": clause})
}

// unparsable is what a whole clause gets, as conditions that are not paired do.
func unparsable(near string) *problem.Problem {
	return problem.New("SYNTAX_ERROR", "error occured while parsing the query", problem.Details{"near": near})
}

func unknownOperator(operator string) *problem.Problem {
	return problem.New("SYNTAX_ERROR", "operator not supported", problem.Details{"operator": operator})
}

func notSupported() *problem.Problem {
	return problem.New("SYNTAX_ERROR", "given coql query not supported", nil)
}

func tooMany(what string, limit int) *problem.Problem {
	return problem.New("LIMIT_EXCEEDED", "the query exceeds a limit", problem.Details{"by": what, "limit": limit})
}

// The forms of INVALID_QUERY.

func unknownColumn(path, clause string) *problem.Problem {
	details := problem.Details{"column_name": path}
	if clause != "" {
		details["clause"] = clause
	}
	return problem.New("INVALID_QUERY", "column given seems to be invalid", details)
}

func unsuitedOperator(column, operator string) *problem.Problem {
	return problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": "invalid operator found", "column_name": column, "operator": operator})
}

func unsuitedValue(column string) *problem.Problem {
	return problem.New("INVALID_QUERY", "value given seems to be invalid for the column", problem.Details{"column_name": column, "clause": "where"})
}

// The forms of DUPLICATE_DATA.

func duplicate(t Term, message string) *problem.Problem {
	details := problem.Details{"column_name": t.Column}
	if t.Aggregate != "" {
		details["aggregate"] = t.Aggregate
		message = "duplicate aggregate function"
	}
	return problem.New("DUPLICATE_DATA", message, details)
}
