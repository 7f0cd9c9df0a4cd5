package coql_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// table has one column of each type, named after it.
type table map[string]coql.Type

func (t table) Column(path string) (coql.Column, bool) {
	kind, known := t[path]
	return coql.Column{Type: kind, Filterable: path != "people"}, known
}

var columns = table{"id": coql.Reference, "text": coql.Text, "number": coql.Number, "flag": coql.Boolean, "day": coql.Date, "time": coql.DateTime, "ref": coql.Reference, "people": coql.Text, "choice": coql.Picklist}

type row map[string]any

func (r row) Value(path string) any { return r[path] }

func rows() []row {
	at := func(hour int) time.Time { return time.Date(2026, 3, 3, hour, 0, 0, 0, time.UTC) }
	return []row{
		{"id": "1", "text": "Anna", "number": 1.0, "flag": true, "day": "2026-03-01", "time": at(10), "ref": "7", "choice": "x"},
		{"id": "2", "text": "Bert", "number": 2.5, "flag": false, "day": "2026-03-02", "time": at(15), "ref": "8", "choice": "y"},
		{"id": "3", "text": "anton", "number": 3.0, "flag": false, "day": "2026-03-03", "time": at(20), "choice": "x"},
		{"id": "4", "flag": false},
	}
}

// Operators by type, order and limit.
//
// Fidelity: coql-operators
// Behaviour: Each type of column takes its operators, dates and date-times are compared as such with any offset, and without order by rows come by ascending id.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query
func TestRun(t *testing.T) {
	for where, want := range map[string][]string{
		"text = 'anna'":                      {"1"},
		"text != 'Anna'":                     {"2", "3"},
		"text in ('Anna','Bert')":            {"1", "2"},
		"text not in ('Anna','Bert')":        {"3"},
		"text like 'an%'":                    {"1", "3"},
		"text like '%n%'":                    {"1", "3"},
		"text like 'a%n'":                    {"3"},
		"text like 'anna'":                   {"1"},
		"text like 'an%na'":                  {"1"},
		"text not like 'an%'":                {"2"},
		"text is null":                       {"4"},
		"text is not null":                   {"1", "2", "3"},
		"number > 1":                         {"2", "3"},
		"number >= '2.5'":                    {"2", "3"},
		"number < 2.5":                       {"1"},
		"number between 1 and 2.5":           {"1", "2"},
		"number not between 1 and 2.5":       {"3"},
		"number in (1, 3)":                   {"1", "3"},
		"flag = 'true'":                      {"1"},
		"flag = false":                       {"2", "3", "4"},
		"day >= '2026-03-02'":                {"2", "3"},
		"day = '2026-03-02'":                 {"2"},
		"time = '2026-03-03T11:00:00+01:00'": {"1"},
		"time > '2026-03-03T09:59:59-05:00'": {"2", "3"},
		"time between '2026-03-03T05:00:00-05:00' and '2026-03-03T15:00:00Z'": {"1", "2"},
		"ref = '7'":                   {"1"},
		"ref = 7":                     {"1"},
		"ref not in ('7')":            {"2"},
		"(number > 1 and number < 3)": {"2"},
		"((number > 1 and number < 3) or id = '4')":         {"2", "4"},
		"id is not null order by number desc":               {"3", "2", "1", "4"},
		"id is not null order by number":                    {"4", "1", "2", "3"},
		"id is not null order by flag desc, text":           {"1", "4", "3", "2"},
		"id is not null limit 2":                            {"1", "2"},
		"id is not null limit 1, 2":                         {"2", "3"},
		"id is not null limit 2 offset 3":                   {"4"},
		"id is not null limit 9, 2":                         nil,
		"choice = x":                                        {"1", "3"},
		"text = Anna":                                       {"1"},
		"id is not null order by choice desc, id":           {"2", "1", "3", "4"},
		"id is not null limit 9223372036854775807 offset 3": {"4"},
	} {
		q, wrong := coql.Parse("select id from A where " + where)
		if wrong != nil {
			t.Errorf("%s: %v", where, wrong)
			continue
		}
		plan, wrong := coql.Compile(q, columns)
		if wrong != nil {
			t.Errorf("%s: %v %v", where, wrong, wrong.Details)
			continue
		}
		page, more := coql.Run(plan, rows())
		var got []string
		for _, r := range page {
			got = append(got, r["id"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", where, got, want)
		}
		if wantMore := where == "id is not null limit 2" || where == "id is not null limit 1, 2"; more != wantMore {
			t.Errorf("%s: more is %v", where, more)
		}
	}
}

// INVALID_QUERY for what the columns do not allow.
//
// Fidelity: coql-invalid-query
// Behaviour: INVALID_QUERY names the column, and the operator or clause that it does not suit.
// Source: zoho-crm-api §3.3; OASY executeCOQLQuery, examples of INVALID_QUERY
func TestCompileErrors(t *testing.T) {
	for query, want := range map[string]string{
		"select nothing from A where id = '1'":                     "clause=<nil> operator=<nil>",
		"select id from A where nothing = '1'":                     "clause=where operator=<nil>",
		"select id from A where id = '1' order by nothing":         "clause=order by operator=<nil>",
		"select id from A where id = '1' order by people":          "clause=order by operator=<nil>",
		"select COUNT(id) from A where id = '1' group by nothing":  "clause=group by operator=<nil>",
		"select text, COUNT(id) from A where id = '1'":             "clause=group by operator=<nil>",
		"select COUNT(text) from A where id = '1'":                 "clause=<nil> operator=<nil>",
		"select SUM(day) from A where id = '1'":                    "clause=<nil> operator=<nil>",
		"select MAX(text) from A where id = '1'":                   "clause=<nil> operator=<nil>",
		"select id from A where id = '1' order by COUNT(id)":       "clause=order by operator=<nil>",
		"select COUNT(id) from A where id = '1' order by text":     "clause=order by operator=<nil>",
		"select id as x from A where x = '1'":                      "clause=where operator=<nil>",
		"select id from A where text > 'a'":                        "clause=<nil> operator=>",
		"select id from A where flag != 'true'":                    "clause=<nil> operator=!=",
		"select id from A where flag in ('true')":                  "clause=<nil> operator=in",
		"select id from A where ref like '7%'":                     "clause=<nil> operator=like",
		"select id from A where ref < '7'":                         "clause=<nil> operator=<",
		"select id from A where number = 'many'":                   "clause=where operator=<nil>",
		"select id from A where number = 1.2.3":                    "clause=where operator=<nil>",
		"select id from A where time > '2026-03-03'":               "clause=where operator=<nil>",
		"select id from A where time > '2026-03-03T10:00:00'":      "clause=where operator=<nil>",
		"select id from A where time > '2026-03-03T10:00:00.000Z'": "clause=where operator=<nil>",
		"select id from A where day = '2026-02-30'":                "clause=where operator=<nil>",
		"select id from A where flag = 'maybe'":                    "clause=where operator=<nil>",
		"select id from A where text = 5":                          "clause=where operator=<nil>",
		"select people from A where people = 'x'":                  "clause=<nil> operator==",
		"select people from A where people is not null":            "clause=<nil> operator=!=",
	} {
		q, wrong := coql.Parse(query)
		if wrong != nil {
			t.Errorf("%s: %v", query, wrong)
			continue
		}
		_, wrong = coql.Compile(q, columns)
		if wrong == nil || wrong.Code != "INVALID_QUERY" || wrong.Details["column_name"] == nil {
			t.Errorf("%s: got %v", query, wrong)
			continue
		}
		if got := fmt.Sprintf("clause=%v operator=%v", wrong.Details["clause"], wrong.Details["operator"]); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

// Functions over all rows and over groups.
//
// Fidelity: coql-aggregates
// Behaviour: COUNT, SUM, MIN, MAX and AVG over all records or by group; nulls do not count, and a null is a group of its own.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query, aggregate functions
func TestRunGroups(t *testing.T) {
	for query, want := range map[string]string{
		"COUNT(id), COUNT(number), SUM(number), AVG(number) from A where id is not null":                  "[4 3 6.5 2.1666666666666665]",
		"MIN(day), MAX(day), MIN(number) from A where id is not null":                                     "[2026-03-01 2026-03-03 1]",
		"MAX(time) from A where flag = false":                                                             "[2026-03-03 20:00:00 +0000 UTC]",
		"COUNT(id), MAX(number) from A where id = '9'":                                                    "[0 <nil>]",
		"choice, COUNT(id) from A where id is not null group by choice":                                   "x[<nil> 2] y[<nil> 1] <nil>[<nil> 1]",
		"COUNT(id) as n, choice from A where id is not null group by choice order by n desc, choice desc": "x[2 <nil>] y[1 <nil>] <nil>[1 <nil>]",
		"choice from A where id is not null group by choice order by choice limit 1, 1":                   "x[<nil>]",
		"choice, SUM(number) from A where id = '9' group by choice":                                       "",
	} {
		q, wrong := coql.Parse("select " + query)
		if wrong != nil {
			t.Errorf("%s: %v %v", query, wrong, wrong.Details)
			continue
		}
		plan, wrong := coql.Compile(q, columns)
		if wrong != nil || !plan.Grouped() {
			t.Errorf("%s: %v", query, wrong)
			continue
		}
		page, _ := coql.RunGroups(plan, rows())
		got := ""
		for _, g := range page {
			if len(q.Group) > 0 {
				got += fmt.Sprint(g.First["choice"])
			}
			got += fmt.Sprint(g.Values) + " "
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
}

// Subqueries become the values that they find.
//
// Fidelity: coql-subqueries
// Behaviour: A subquery selects one column; with an operator for one value it may find one; it may find nothing.
// Source: D7:COQL-subquery; OASY executeCOQLQuery, InvalidQuerySubQueryOperator and InvalidQuerySubQueryMultipleColumns
func TestExpand(t *testing.T) {
	found := map[string][]any{"one": {"1"}, "two": {"1", "2"}, "none": nil, "number": {2.5}, "blank": {nil}}
	run := func(sub *coql.Query) ([]any, *problem.Problem) { return found[sub.Module], nil }
	for where, want := range map[string]string{
		"id in (select id from two where id is not null)":                                            "1 2",
		"id not in (select id from two where id is not null)":                                        "3 4",
		"id = (select id from one where id is not null)":                                             "1",
		"number >= (select number from number where id is not null)":                                 "2 3",
		"id in (select id from none where id is not null)":                                           "",
		"id not in (select id from none where id is not null)":                                       "1 2 3 4",
		"id = (select id from blank where id is not null)":                                           "",
		"(id in (select id from two where id is not null) and id != (select id from one where a=1))": "2",
		"id = (select id from two where id is not null)":                                             "INVALID_QUERY 0 =",
		"(id in (select id from two where a=1) and id > (select id from two where a=1))":             "INVALID_QUERY 1 >",
		"id in (select id, text from one where id is not null)":                                      "INVALID_QUERY 0 [id text]",
	} {
		q, wrong := coql.Parse("select id from A where " + where)
		if wrong != nil {
			t.Errorf("%s: %v", where, wrong)
			continue
		}
		if got := expandAndRun(q, run); got != want {
			t.Errorf("%s: got %s, want %s", where, got, want)
		}
	}
}

func expandAndRun(q *coql.Query, run func(*coql.Query) ([]any, *problem.Problem)) string {
	q, wrong := coql.Expand(q, run)
	if wrong != nil {
		what := wrong.Details["operator"]
		if what == nil {
			what = wrong.Details["column_name"]
		}
		return fmt.Sprint(wrong.Code, " ", wrong.Details["sub_query_sequence"], " ", what)
	}
	plan, wrong := coql.Compile(q, columns)
	if wrong != nil {
		return wrong.Error()
	}
	page, _ := coql.Run(plan, rows())
	ids := make([]string, len(page))
	for i, r := range page {
		ids[i], _ = r["id"].(string)
	}
	return strings.Join(ids, " ")
}

// Relations count once each, wherever they are used.
func TestJoins(t *testing.T) {
	for query, want := range map[string]int{
		"select id from A where id = '1'":                                   0,
		"select a.b, a.c from A where a.d = '1' order by a.e":               1,
		"select !A.a.b, a.x from A where id = '1'":                          1,
		"select a.b.c, a.x from A where id = '1'":                           2,
		"select a.b from A where c.d = '1' order by e.f":                    3,
		"select a.b as 'x.y' from A where id = '1' order by 'x.y'":          1,
		"select COUNT(a.b) from A where id = '1' group by c.d":              2,
		"select 'What_Id->Leads.x' from A where 'What_Id->Deals.y' is null": 2,
	} {
		q, wrong := coql.Parse(query)
		if wrong != nil {
			t.Errorf("%s: %v", query, wrong)
			continue
		}
		if got := q.Joins(); got != want {
			t.Errorf("%s: %d joins, want %d", query, got, want)
		}
	}
}
