package coql_test

import (
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/zoho/coql"
)

func Example() {
	from := time.Date(2026, 8, 25, 9, 0, 0, 0, time.FixedZone("", 2*3600))
	query, err := coql.Select("Event_Title", "Start_DateTime", "End_DateTime").
		From("Events").
		Where(coql.And(
			coql.Eq("Owner", "411"),
			coql.Lt("Start_DateTime", from.Add(8*time.Hour)),
			coql.Gt("End_DateTime", from))).
		OrderBy("Start_DateTime").
		Build()
	fmt.Println(query, err)
	// Output: select Event_Title, Start_DateTime, End_DateTime from Events where ((Owner = '411' and Start_DateTime < '2026-08-25T17:00:00+02:00') and End_DateTime > '2026-08-25T09:00:00+02:00') order by Start_DateTime asc <nil>
}

// Values are quoted: nothing that a caller said can change a query.
func ExampleEq() {
	query, err := coql.Select("Phone").From("Contacts").Where(coql.Eq("Last_Name", "O'Neil' or '1' = '1")).Build()
	fmt.Println(query, err)
	// Output: select Phone from Contacts where Last_Name = 'O''Neil'' or ''1'' = ''1' <nil>
}
