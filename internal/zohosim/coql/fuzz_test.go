package coql_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// FuzzParse: a query either is refused with one of COQL's codes, or it renders
// to text that parses to the same query; what compiles, runs to an end within
// its limits.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"select id, Owner.id from Events where ((Owner = '1' and Start_DateTime < '2026-03-03T10:00:00-05:00') and End_DateTime > '2026-03-03T10:00:00Z') order by id desc limit 0, 200",
		"select 'What_Id->Leads.id' from Events where a not between 1 and 2 limit 5 offset 6",
		"select id from A where a in ('x','''') or b is not null",
		"select id, text as 'the text' from A where (((text like '%n%' and number > 1.5) or flag = 'true') and time between '2026-03-03T05:00:00-05:00' and '2026-03-03T15:00:00Z') order by 'the text' desc, number limit 1, 2",
		"select COUNT(id), SUM(number), AVG(number), MIN(day), MAX(time) as \"last\" from A where id is not null",
		"select choice, COUNT(id) from A where id is not null group by choice order by COUNT(id) desc, choice limit 3",
		"select id from A where ref in (select id from B where text = Advertisement) or number = (select MAX(number) from A where id is not null)",
		"select !A.id, 'select' from A#12 where \"x\"\"y\" = +3 or day != '2026-03-02'",
		"select id from A where ((((((id = 1))))))",
		"SELECT id FROM A WHERE flag = false ORDER BY flag ASC, text LIMIT 9223372036854775807 OFFSET 9223372036854775807",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, wrong := coql.Parse(query)
		if (q == nil) == (wrong == nil) {
			t.Fatalf("query %v and problem %v", q, wrong)
		}
		if wrong != nil {
			known(t, wrong)
			return
		}
		again, wrong := coql.Parse(q.String())
		if wrong != nil {
			t.Fatalf("%q renders to %q, which is refused: %v %v", query, q.String(), wrong, wrong.Details)
		}
		if !reflect.DeepEqual(q, again) {
			t.Fatalf("%q renders to %q, which is another query", query, q.String())
		}
		runs(t, q)
	})
}

func runs(t *testing.T, q *coql.Query) {
	q, wrong := coql.Expand(q, func(sub *coql.Query) ([]any, *problem.Problem) { return []any{"7", nil}, nil })
	if wrong != nil {
		known(t, wrong)
		return
	}
	plan, wrong := coql.Compile(q, columns)
	if wrong != nil {
		known(t, wrong)
		return
	}
	count, more := 0, false
	if plan.Grouped() {
		var page []coql.Group[row]
		page, more = coql.RunGroups(plan, rows())
		count = len(page)
	} else {
		var page []row
		page, more = coql.Run(plan, rows())
		count = len(page)
	}
	if count > q.Limit || more && count != q.Limit && q.Offset < len(rows()) {
		t.Fatalf("%d rows and more %v for limit %d, %d", count, more, q.Offset, q.Limit)
	}
}

// known fails for a code that COQL does not have (zoho-crm-api §3.3).
func known(t *testing.T, p *problem.Problem) {
	codes := []string{"SYNTAX_ERROR", "INVALID_QUERY", "INVALID_DATA", "LIMIT_EXCEEDED", "DUPLICATE_DATA", "INVALID_ALIAS", "DUPLICATE_ALIAS"}
	if !slices.Contains(codes, p.Code) || p.Message == "" || p.Status != "error" {
		t.Fatalf("problem %+v", p)
	}
}
