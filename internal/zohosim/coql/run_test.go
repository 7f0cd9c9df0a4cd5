package coql_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
)

// table has one column of each type, named after it.
type table map[string]coql.Type

func (t table) Column(path string) (coql.Column, bool) {
	kind, known := t[path]
	return coql.Column{Type: kind, Filterable: path != "people"}, known
}

var columns = table{"id": coql.Reference, "text": coql.Text, "number": coql.Number, "flag": coql.Boolean, "day": coql.Date, "time": coql.DateTime, "ref": coql.Reference, "people": coql.Text}

type row map[string]any

func (r row) Value(path string) any { return r[path] }

func rows() []row {
	at := func(hour int) time.Time { return time.Date(2026, 3, 3, hour, 0, 0, 0, time.UTC) }
	return []row{
		{"id": "1", "text": "Anna", "number": 1.0, "flag": true, "day": "2026-03-01", "time": at(10), "ref": "7"},
		{"id": "2", "text": "Bert", "number": 2.5, "flag": false, "day": "2026-03-02", "time": at(15), "ref": "8"},
		{"id": "3", "text": "anton", "number": 3.0, "flag": false, "day": "2026-03-03", "time": at(20)},
		{"id": "4", "flag": false},
	}
}

// zoho-crm-api §3.3: operators by type, order and limit.
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
		"((number > 1 and number < 3) or id = '4')": {"2", "4"},
		"id is not null order by number desc":       {"3", "2", "1", "4"},
		"id is not null order by number":            {"4", "1", "2", "3"},
		"id is not null order by flag desc, text":   {"1", "4", "3", "2"},
		"id is not null limit 2":                    {"1", "2"},
		"id is not null limit 1, 2":                 {"2", "3"},
		"id is not null limit 2 offset 3":           {"4"},
		"id is not null limit 9, 2":                 nil,
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

// zoho-crm-api §3.3: INVALID_QUERY for what the columns do not allow.
func TestCompileErrors(t *testing.T) {
	for _, query := range []string{
		"select nothing from A where id = '1'",
		"select id from A where nothing = '1'",
		"select id from A where id = '1' order by nothing",
		"select id from A where text > 'a'",
		"select id from A where flag != 'true'",
		"select id from A where flag in ('true')",
		"select id from A where ref like '7%'",
		"select id from A where ref < '7'",
		"select id from A where number = 'many'",
		"select id from A where time > '2026-03-03'",
		"select id from A where time > '2026-03-03T10:00:00'",
		"select id from A where time > '2026-03-03T10:00:00.000Z'",
		"select id from A where day = '2026-02-30'",
		"select id from A where flag = 'maybe'",
		"select id from A where text = 5",
		"select people from A where people = 'x'",
	} {
		q, wrong := coql.Parse(query)
		if wrong != nil {
			t.Errorf("%s: %v", query, wrong)
			continue
		}
		if _, wrong = coql.Compile(q, columns); wrong == nil || wrong.Code != "INVALID_QUERY" || wrong.Details["column_name"] == nil {
			t.Errorf("%s: got %v", query, wrong)
		}
	}
}
