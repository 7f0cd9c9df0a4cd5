// Package coql reads and runs CRM Object Query Language, Zoho's SQL-like query
// language: its own lexer, parser, checker and evaluator. It knows neither HTTP
// nor modules: a Table tells it the types of columns, a Row their values.
//
// The grammar (zoho-crm-api §3.3; aliases, quoted names, functions and
// subqueries after D7:Get-Records-through-COQL-Query and D7:COQL-subquery):
//
//	query      = "select" selected {"," selected} "from" module ["#" view]
//	             "where" condition
//	             ["group by" column {"," column}]
//	             ["order by" term ["asc"|"desc"] {"," ...}]
//	             ["limit" [offset ","] count | "limit" count "offset" offset]
//	selected   = term [["as"] alias]
//	term       = column | ("COUNT"|"SUM"|"MIN"|"MAX"|"AVG") "(" column ")"
//	column     = ["!"] name {"." name} | quoted
//	condition  = operand | operand ("and"|"or") operand
//	operand    = comparison | "(" condition ")"
//	comparison = column operator value
//	value      = literal | "(" literal {"," literal} ")" | "(" query ")"
//
// A condition joins two operands and no more: three must be nested in pairs,
// "((A and B) and C)", else SYNTAX_ERROR. Keywords do not depend on case, names
// of functions do. Text stands in single or double quotes, a quote of the same
// kind within it doubled. Date-times may have any offset and are compared as
// instants. A subquery selects one column and counts for 100 records at most.
//
// The documents leave open, and the readings taken here are: "=" on text compares
// whole values and "like" takes % for anything, both without regard to case;
// null is neither equal nor unequal to anything; "not like" takes % anywhere
// (D7 says that it works with % at both ends only); MIN and MAX take dates and
// date-times too; what is selected beside a function must be grouped by; groups
// come in the order of their first records; functions without group by yield a
// line even over nothing; text areas may stand in conditions, which older
// versions of the documents forbid. Without "order by", rows come by ascending id.
package coql
