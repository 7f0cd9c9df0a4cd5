package coql_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho/coql"
)

var noon = time.Date(2026, 8, 25, 10, 0, 0, 7, time.FixedZone("", -5*3600))

type stage string

func TestConditions(t *testing.T) {
	a, b, c := coql.Eq("A", "1"), coql.Eq("B", "2"), coql.Eq("C", "3")
	for _, tt := range []struct {
		cond coql.Cond
		want string
	}{
		{coql.Eq("Last_Name", "O'Neil"), `Last_Name = 'O''Neil'`},
		{coql.Eq("Last_Name", "' or '1' = '1"), `Last_Name = ''' or ''1'' = ''1'`},
		{coql.Ne("Stage", stage("Closed Won")), `Stage != 'Closed Won'`},
		{coql.Lt("Start_DateTime", noon), `Start_DateTime < '2026-08-25T10:00:00-05:00'`},
		{coql.Le("Amount", 12.5), `Amount <= 12.5`},
		{coql.Gt("Amount", 1e21), `Amount > 1000000000000000000000`},
		{coql.Ge("Number", int64(-7)), `Number >= -7`},
		{coql.Eq("All_day", true), `All_day = 'true'`},
		{coql.In("Owner", "1", "2"), `Owner in ('1', '2')`},
		{coql.NotIn("Number", 1, 2, 3), `Number not in (1, 2, 3)`},
		{coql.Like("Email", "%@example.com"), `Email like '%@example.com'`},
		{coql.NotLike("Email", "x%"), `Email not like 'x%'`},
		{coql.Null("Who_Id"), `Who_Id is null`},
		{coql.NotNull("Who_Id.Email"), `Who_Id.Email is not null`},
		{coql.Eq("What_Id->Leads.Last_Name", "Boyle"), `'What_Id->Leads.Last_Name' = 'Boyle'`},
		{coql.Eq("$se_module", "Leads"), `$se_module = 'Leads'`},
		{coql.Between("Amount", 1, 2), `Amount between 1 and 2`},
		{coql.And(a), `A = '1'`},
		{coql.And(a, b), `(A = '1' and B = '2')`},
		{coql.And(a, b, c), `((A = '1' and B = '2') and C = '3')`},
		{coql.Or(a, coql.And(b, c), coql.And(c, a, b)), `((A = '1' or (B = '2' and C = '3')) or ((C = '3' and A = '1') and B = '2'))`},
	} {
		got, err := coql.Select("id").From("Events").Where(tt.cond).Build()
		if want := "select id from Events where " + tt.want; err != nil || got != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}

func TestQuery(t *testing.T) {
	base := coql.Select("id", "Owner.email", "What_Id->Leads.Last_Name").From("Events").Where(coql.NotNull("id"))
	sorted := base.OrderBy("Start_DateTime", "-Modified_Time")
	got, err := sorted.Build()
	want := "select id, Owner.email, 'What_Id->Leads.Last_Name' from Events where id is not null order by Start_DateTime asc, Modified_Time desc"
	if err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if got, err := base.Build(); err != nil || strings.Contains(got, "order") {
		t.Errorf("the first query changed: %s, %v", got, err)
	}
}

func TestInstantsWithOddOffsets(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	got, err := coql.Select("id").From("Events").Where(coql.Eq("A", time.Date(1850, 1, 1, 0, 0, 0, 0, newYork))).Build()
	if err != nil || !strings.HasSuffix(got, "'1850-01-01T04:56:02+00:00'") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	good := coql.Eq("A", "1")
	for name, query := range map[string]coql.Query{
		"no columns":       coql.Select().From("Events").Where(good),
		"bad column":       coql.Select("id, (x)").From("Events").Where(good),
		"empty column":     coql.Select("").From("Events").Where(good),
		"long path":        coql.Select("A.B.C.D").From("Events").Where(good),
		"open arrow":       coql.Select("A->").From("Events").Where(good),
		"two arrows":       coql.Select("A->B->C").From("Events").Where(good),
		"quote in arrow":   coql.Select("A->B'").From("Events").Where(good),
		"no module":        coql.Select("id").Where(good),
		"bad module":       coql.Select("id").From("Events where").Where(good),
		"no condition":     coql.Select("id").From("Events"),
		"bad order":        coql.Select("id").From("Events").Where(good).OrderBy("A desc"),
		"empty and":        coql.Select("id").From("Events").Where(coql.And()),
		"empty or inside":  coql.Select("id").From("Events").Where(coql.And(good, coql.Or())),
		"empty term":       coql.Select("id").From("Events").Where(coql.And(good, coql.Cond{})),
		"bad field":        coql.Select("id").From("Events").Where(coql.Eq("A = '1' or B", "1")),
		"backslash":        coql.Select("id").From("Events").Where(coql.Eq("A", `x\`)),
		"new line":         coql.Select("id").From("Events").Where(coql.Eq("A", "x\ny")),
		"broken text":      coql.Select("id").From("Events").Where(coql.Eq("A", "\xff")),
		"in of none":       coql.Select("id").From("Events").Where(coql.In[string]("A")),
		"in of 101":        coql.Select("id").From("Events").Where(coql.In("A", make([]string, 101)...)),
		"in with bad":      coql.Select("id").From("Events").Where(coql.In("A", "x", `\`)),
		"between bad":      coql.Select("id").From("Events").Where(coql.Between("A", "x", `\`)),
		"between bad low":  coql.Select("id").From("Events").Where(coql.Between("A", `\`, "x")),
		"not a number":     coql.Select("id").From("Events").Where(coql.Eq("A", math.NaN())),
		"no time":          coql.Select("id").From("Events").Where(coql.Lt("A", time.Time{})),
		"time far away":    coql.Select("id").From("Events").Where(coql.Lt("A", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))),
		"error within and": coql.Select("id").From("Events").Where(coql.And(good, coql.Eq("A", `\`), good)),
	} {
		if got, err := query.Build(); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
}
