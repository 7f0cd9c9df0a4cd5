// Package coql reads and runs CRM Object Query Language, Zoho's SQL-like query
// language: its own lexer, parser, checker and evaluator. It knows neither HTTP
// nor modules: a Table tells it the types of columns, a Row their values.
//
// The grammar (zoho-crm-api §3.3):
//
//	query      = "select" column {"," column} "from" module "where" condition
//	             ["order by" column ["asc"|"desc"] {"," ...}]
//	             ["limit" [offset ","] count | "limit" count "offset" offset]
//	condition  = operand | operand ("and"|"or") operand
//	operand    = comparison | "(" condition ")"
//	comparison = column operator value
//
// A condition joins two operands and no more: three must be nested in pairs,
// "((A and B) and C)", else SYNTAX_ERROR. Keywords do not depend on case. Text
// stands in single quotes, a quote within it doubled. Date-times may have any
// offset and are compared as instants; "=" on text compares whole values and
// "like" takes % for anything, both without regard to case (not documented, as
// the databases behind such languages usually have it). Null is neither equal
// nor unequal to anything. Without "order by", rows come by ascending id.
//
// Not simulated, and refused with SYNTAX_ERROR: group by, aggregates, aliases
// and subqueries.
package coql
