package coql_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
)

// Every part of the grammar, in one canonical spelling.
//
// Fidelity: coql-grammar
// Behaviour: select with aliases and functions, where, group by, order by, limit in three forms, quoted names, double quotes, bare words and subqueries.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query; D7:COQL-subquery
func TestParse(t *testing.T) {
	for query, want := range map[string]string{
		"select id from Events where id = '1'":                                                  `select id from Events where id = '1'`,
		"SELECT id , Owner.id FROM Events WHERE id IN ('1','2') LIMIT 10":                       `select id, Owner.id from Events where id in ('1', '2') limit 0, 10`,
		"select id from A where (a = 'x' and b != 'y')":                                         `select id from A where a = 'x' and b != 'y'`,
		"select id from A where a = 'x' and b != 'y'":                                           `select id from A where a = 'x' and b != 'y'`,
		"select id from A where ((a = 'x' and b = 'y') and c = 'z')":                            `select id from A where (a = 'x' and b = 'y') and c = 'z'`,
		"select id from A where ((a = 'x' and b = 'y') or (c = 'z' and d = 'w'))":               `select id from A where (a = 'x' and b = 'y') or (c = 'z' and d = 'w')`,
		"select id from A where ((a = 'x') AND (b = 'y')) and (c = 'z')":                        `select id from A where (a = 'x' and b = 'y') and c = 'z'`,
		"select id from A where (((a = 'x')))":                                                  `select id from A where a = 'x'`,
		"select id from A where a between '1' and '2'":                                          `select id from A where a between '1' and '2'`,
		"select id from A where (a not between 1 and 2.5 and b is not null)":                    `select id from A where a not between 1 and 2.5 and b is not null`,
		"select id from A where a not in ('1') ":                                                `select id from A where a not in ('1')`,
		"select id from A where a like '%o''b%'":                                                `select id from A where a like '%o''b%'`,
		`select id from A where a like "%o'b""%"`:                                               `select id from A where a like '%o''b"%'`,
		"select id from A where a not like 'x%' limit 5 offset 10":                              `select id from A where a not like 'x%' limit 10, 5`,
		"select id from A where a is null order by b desc, c, d asc limit 5, 10":                `select id from A where a is null order by b desc, c, d limit 5, 10`,
		"select 'What_Id->Leads.Last_Name' from Events where id='1'":                            `select 'What_Id->Leads.Last_Name' from Events where id = '1'`,
		"select 'External', !A.Owner from A where 'select' = External":                          `select External, !A.Owner from A where 'select' = External`,
		"select id\nfrom A\n where a<=-3":                                                       `select id from A where a <= -3`,
		"select id from A where a = true":                                                       `select id from A where a = true`,
		"select id from A#12 where Lead_Source = Advertisement":                                 `select id from A#12 where Lead_Source = Advertisement`,
		"select 'a' AS 'the a', b.c as d, e \"f\" from A where a is null order by 'the a' desc": `select a as 'the a', b.c as 'd', e as 'f' from A where a is null order by 'the a' desc`,
		"select COUNT(id), MAX('a') as m, b from A where a>1 Group By b order by COUNT(id)":     `select COUNT(id), MAX(a) as 'm', b from A where a > 1 group by b order by COUNT(id)`,
		"select id from A where a in (select id from B where (c = 1 and d = 2) limit 5)":        `select id from A where a in (select id from B where c = 1 and d = 2 limit 0, 5)`,
		"select id from A where (a > (select MIN(b) from B where c = 1) and e = 'x')":           `select id from A where a > (select MIN(b) from B where c = 1) and e = 'x'`,
	} {
		q, wrong := coql.Parse(query)
		if wrong != nil {
			t.Errorf("%s: %v %v", query, wrong, wrong.Details)
			continue
		}
		if got := q.String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

// Errors name the clause, or the place.
//
// Fidelity: coql-syntax-errors
// Behaviour: A missing clause is told by its name, an unexpected word by line, column and text, an unknown operator by itself, and conditions that are not nested in pairs by "near".
// Source: zoho-crm-api §3.3; OASY executeCOQLQuery, examples of SYNTAX_ERROR
//
// Fidelity: coql-pairs
// Behaviour: More than two conditions must be nested in pairs, else SYNTAX_ERROR.
// Source: zoho-crm-api §3.3
//
// Fidelity: coql-limits
// Behaviour: LIMIT_EXCEEDED beyond 100 values of in, 10 columns of order by, 4 of group by, 5 functions, 5 subqueries, 500 columns.
// Source: zoho-crm-api §3.3; D7:COQL-subquery (subqueries)
func TestParseErrors(t *testing.T) {
	many := func(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	numbered := func(n int, form string) string {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf(form, i)
		}
		return strings.Join(names, ",")
	}
	for query, want := range map[string]string{
		"":                            "SYNTAX_ERROR clause=select",
		"update A":                    "SYNTAX_ERROR",
		"select from A where a = 'x'": "SYNTAX_ERROR near=from column=8",
		"select id where a = 'x'":     "SYNTAX_ERROR clause=from",
		"select id from A":            "SYNTAX_ERROR clause=where",
		"select id from A limit 5":    "SYNTAX_ERROR clause=where",
		"select id from A where a = 'x' and b = 'y' and c = 'z'":           "SYNTAX_ERROR near=where",
		"select id from A where (a = 'x' and b = 'y' and c = 'z')":         "SYNTAX_ERROR near=where",
		"select id from A where (a = 'x' and b = 'y') and c = 'z' or d= 1": "SYNTAX_ERROR near=where",
		"select id from A where a = 'x' group a":                           "SYNTAX_ERROR near=a column=38",
		"select id from A where a = 'x' group by ":                         "SYNTAX_ERROR near= column=41",
		"select id from A where a = 'x' order a":                           "SYNTAX_ERROR near=a column=38",
		"select id from A where a = 'x' order by":                          "SYNTAX_ERROR near= column=40",
		"select id from A where a = 'x' limit":                             "SYNTAX_ERROR near= column=37",
		"select id from A where a = 'x' limit s":                           "INVALID_QUERY limit=s",
		"select id from A where a = 'x' limit 5 offset s":                  "INVALID_QUERY offset=s",
		"select id from A where a = 'x' limit -2, 5":                       "INVALID_QUERY offset=-2",
		"select id from A where a = 'x' limit -1":                          "INVALID_DATA",
		"select id from A where a = 'x' limit 0":                           "INVALID_DATA",
		"select id from A where a = 'x' limit 5,0":                         "INVALID_DATA",
		"select id from A where a contains 'x'":                            "SYNTAX_ERROR operator=contains",
		"select id from A where a not = 'x'":                               "SYNTAX_ERROR operator=not =",
		"select id from A where a = 'x":                                    "SYNTAX_ERROR near=' column=28",
		"select id from A where (a = 'x'":                                  "SYNTAX_ERROR near= column=32",
		"select id from A where a = 'x';":                                  "SYNTAX_ERROR near=; column=31",
		"select id from A where a between '1'":                             "SYNTAX_ERROR near= column=37",
		"select id from A where a in 'x'":                                  "SYNTAX_ERROR near=x column=29",
		"select id from A where a is 'x'":                                  "SYNTAX_ERROR near=x column=29",
		"select id from A where a = (1)":                                   "SYNTAX_ERROR near=1 column=29",
		"select id from A where a in (select id from B)":                   "SYNTAX_ERROR clause=where",
		"select id from A#x where a = 1":                                   "SYNTAX_ERROR near=x column=18",
		"select COUNT(id from A where a = 1":                               "SYNTAX_ERROR near=from column=17",
		"select id, id from A where a = 'x'":                               "DUPLICATE_DATA column_name=id",
		"select id as a, id from A where a = 'x'":                          "DUPLICATE_DATA column_name=id",
		"select MAX(a), MAX(a) from A where a = 'x'":                       "DUPLICATE_DATA column_name=a aggregate=MAX",
		"select id from A where a = 1 order by b, b desc":                  "DUPLICATE_DATA column_name=b",
		"select id from A where a = 1 group by b, b":                       "DUPLICATE_DATA column_name=b",
		"select TestFunction(a) from A where a = 1":                        "INVALID_DATA reason=unsupported aggregate function column=TestFunction(a)",
		"select count(a) from A where a = 1":                               "INVALID_DATA reason=unsupported aggregate function column=count(a)",
		"select a as ' ' from A where a = 1":                               "INVALID_ALIAS column_name=a alias=",
		"select a as x, b as x from A where a = 1":                         "DUPLICATE_ALIAS alias=x referred_columns=[a b]",
		"select a as b, b from A where a = 1":                              "INVALID_QUERY column_name=a alias=b",
		"select id from A where a in (" + many(101, "'x'") + ")":           "LIMIT_EXCEEDED by=in values limit=100",
		"select " + numbered(501, "c%d") + " from A where a = 1":           "LIMIT_EXCEEDED by=select columns limit=500",
		"select " + numbered(6, "SUM(c%d)") + " from A where a = 1":        "LIMIT_EXCEEDED by=aggregate functions limit=5",
		"select id from A where a = 1 order by " + numbered(11, "c%d"):     "LIMIT_EXCEEDED by=order by columns limit=10",
		"select id from A where a = 1 group by " + numbered(5, "c%d"):      "LIMIT_EXCEEDED by=group by columns limit=4",
		strings.Repeat("select id from A where a in (", 7):                 "LIMIT_EXCEEDED by=subqueries limit=5",
		"select id from A where " + strings.Repeat("(", 300):               "SYNTAX_ERROR near=where",
	} {
		_, wrong := coql.Parse(query)
		if wrong == nil {
			t.Errorf("%s: no error, want %s", query, want)
			continue
		}
		got := wrong.Code
		for _, key := range []string{"clause", "operator", "near", "reason", "column_name", "column", "aggregate", "alias", "referred_columns", "limit", "offset", "by"} {
			if v, told := wrong.Details[key]; told && strings.Contains(want, key+"=") {
				got += fmt.Sprintf(" %s=%v", key, v)
			}
		}
		if !sameWords(got, want) {
			t.Errorf("%.80s\n got %s %v\nwant %s", query, got, wrong.Details, want)
		}
	}
}

// sameWords compares texts whatever the order of their parts.
func sameWords(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// A place in a query counts lines and columns from 1.
func TestErrorsHaveAPlace(t *testing.T) {
	_, wrong := coql.Parse("select id from A\nwhere a = 'é' ;")
	if wrong == nil || wrong.Details["line"] != 2 || wrong.Details["column"] != 15 {
		t.Errorf("got %+v", wrong)
	}
}
