package coql_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
)

// shape writes a parsed query back in one canonical spelling.
func shape(q *coql.Query) string {
	s := "select " + strings.Join(q.Columns, ",") + " from " + q.Module + " where " + condition(q.Where)
	for _, o := range q.Order {
		s += fmt.Sprintf(" by %s %v", o.Column, o.Descending)
	}
	return s + fmt.Sprintf(" limit %d,%d", q.Offset, q.Limit)
}

func condition(c *coql.Condition) string {
	if c.Comparison == nil {
		return "(" + condition(c.Left) + " " + c.Joiner + " " + condition(c.Right) + ")"
	}
	s := c.Comparison.Column + " " + c.Comparison.Operator
	for _, v := range c.Comparison.Values {
		if v.Quoted {
			s += fmt.Sprintf(" %q", v.Text)
		} else {
			s += " " + v.Text
		}
	}
	return s
}

// zoho-crm-api §3.3: the grammar.
func TestParse(t *testing.T) {
	for query, want := range map[string]string{
		"select id from Events where id = '1'":                                    `select id from Events where id = "1" limit 0,200`,
		"SELECT id , Owner.id FROM Events WHERE id IN ('1','2') LIMIT 10":         `select id,Owner.id from Events where id in "1" "2" limit 0,10`,
		"select id from A where (a = 'x' and b != 'y')":                           `select id from A where (a = "x" and b != "y") limit 0,200`,
		"select id from A where a = 'x' and b != 'y'":                             `select id from A where (a = "x" and b != "y") limit 0,200`,
		"select id from A where ((a = 'x' and b = 'y') and c = 'z')":              `select id from A where ((a = "x" and b = "y") and c = "z") limit 0,200`,
		"select id from A where ((a = 'x' and b = 'y') or (c = 'z' and d = 'w'))": `select id from A where ((a = "x" and b = "y") or (c = "z" and d = "w")) limit 0,200`,
		"select id from A where (((a = 'x')))":                                    `select id from A where a = "x" limit 0,200`,
		"select id from A where a between '1' and '2'":                            `select id from A where a between "1" "2" limit 0,200`,
		"select id from A where (a not between 1 and 2.5 and b is not null)":      `select id from A where (a not between 1 2.5 and b is not null) limit 0,200`,
		"select id from A where a not in ('1') ":                                  `select id from A where a not in "1" limit 0,200`,
		"select id from A where a like '%o''b%'":                                  `select id from A where a like "%o'b%" limit 0,200`,
		"select id from A where a not like 'x%' limit 5 offset 10":                `select id from A where a not like "x%" limit 10,5`,
		"select id from A where a is null order by b desc, c, d asc limit 5, 10":  `select id from A where a is null by b true by c false by d false limit 5,10`,
		"select 'What_Id->Leads.Last_Name' from Events where id='1'":              `select What_Id->Leads.Last_Name from Events where id = "1" limit 0,200`,
		"select id\nfrom A\n where a<=-3":                                         `select id from A where a <= -3 limit 0,200`,
		"select id from A where a = true":                                         `select id from A where a = true limit 0,200`,
	} {
		q, wrong := coql.Parse(query)
		if wrong != nil {
			t.Errorf("%s: %v %v", query, wrong, wrong.Details)
			continue
		}
		if got := shape(q); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

// zoho-crm-api §3.3: errors name the clause, or the place.
func TestParseErrors(t *testing.T) {
	manyIn := "select id from A where a in ('x'" + strings.Repeat(",'x'", 100) + ")"
	for query, want := range map[string]string{
		"":                            "SYNTAX_ERROR clause=select",
		"update A":                    "SYNTAX_ERROR clause=select",
		"select from A where a = 'x'": "SYNTAX_ERROR clause=select",
		"select id where a = 'x'":     "SYNTAX_ERROR clause=from",
		"select id from A":            "SYNTAX_ERROR clause=where",
		"select id from A limit 5":    "SYNTAX_ERROR clause=where",
		"select id from A where a = 'x' and b = 'y' and c = 'z'":           "SYNTAX_ERROR clause=where",
		"select id from A where (a = 'x' and b = 'y' and c = 'z')":         "SYNTAX_ERROR clause=where",
		"select id from A where (a = 'x' and b = 'y') and c = 'z' or d= 1": "SYNTAX_ERROR clause=where",
		"select id from A where a = 'x' group by a":                        "SYNTAX_ERROR clause=group by",
		"select id from A where a = 'x' order a":                           "SYNTAX_ERROR clause=order by",
		"select id from A where a = 'x' order by":                          "SYNTAX_ERROR clause=order by",
		"select id from A where a = 'x' limit":                             "SYNTAX_ERROR clause=limit",
		"select id from A where a = 'x' limit -1":                          "SYNTAX_ERROR clause=limit",
		"select id from A where a = 'x' limit 0":                           "INVALID_DATA",
		"select id from A where a = 'x' limit 5,0":                         "INVALID_DATA",
		"select id from A where a contains 'x'":                            "SYNTAX_ERROR operator=contains",
		"select id from A where a not = 'x'":                               "SYNTAX_ERROR operator=not =",
		"select id from A where a = x":                                     "SYNTAX_ERROR near=x",
		"select id from A where a = 'x":                                    "SYNTAX_ERROR near='",
		"select id from A where a = \"x\"":                                 "SYNTAX_ERROR near=\"",
		"select id from A where (a = 'x'":                                  "SYNTAX_ERROR near=",
		"select id from A where a = 'x';":                                  "SYNTAX_ERROR near=;",
		"select id from A where a between '1'":                             "SYNTAX_ERROR near=",
		"select id from A where a in 'x'":                                  "SYNTAX_ERROR near=x",
		"select id from A where a is 'x'":                                  "SYNTAX_ERROR near=x",
		"select id, id from A where a = 'x'":                               "DUPLICATE_DATA column_name=id",
		manyIn:                                                             "LIMIT_EXCEEDED by=in values",
	} {
		_, wrong := coql.Parse(query)
		if wrong == nil {
			t.Errorf("%s: no error, want %s", query, want)
			continue
		}
		got := wrong.Code
		for _, key := range []string{"clause", "operator", "near", "column_name", "by"} {
			if v, told := wrong.Details[key]; told {
				got += fmt.Sprintf(" %s=%v", key, v)
			}
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

// A place in a query counts lines and columns from 1.
func TestErrorsHaveAPlace(t *testing.T) {
	_, wrong := coql.Parse("select id from A\nwhere a = 'é' ;")
	if wrong == nil || wrong.Details["line"] != 2 || wrong.Details["column"] != 15 {
		t.Errorf("got %+v", wrong)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("select id, Owner.id from Events where ((Owner = '1' and Start_DateTime < '2026-03-03T10:00:00-05:00') and End_DateTime > '2026-03-03T10:00:00Z') order by id desc limit 0, 200")
	f.Add("select 'What_Id->Leads.id' from Events where a not between 1 and 2 limit 5 offset 6")
	f.Add("select id from A where a in ('x','''') or b is not null")
	f.Fuzz(func(t *testing.T, query string) {
		q, wrong := coql.Parse(query)
		if (q == nil) == (wrong == nil) {
			t.Fatalf("query %v and problem %v", q, wrong)
		}
		if wrong != nil {
			return
		}
		if q.Where == nil || q.Module == "" || len(q.Columns) == 0 || q.Limit < 1 || q.Offset < 0 {
			t.Fatalf("accepted an incomplete query: %+v", q)
		}
	})
}
