package zoho_test

import (
	"context"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// A query costs by its limit, also where that is the caller's own.
//
// Fidelity: credit-costs
func TestQueryRows(t *testing.T) {
	o := newOrg(t, func(s *zohosim.Settings) { s.COQLMaxRows = 2000 })
	for _, name := range []string{"A", "B", "C"} {
		insert(t, o.client.Contacts, zoho.Contact{LastName: name, Title: "queried"})
	}
	const query = "select Last_Name from Contacts where Title = 'queried' order by Last_Name asc"
	spent := o.meter().Used
	for _, tt := range []struct {
		offset, limit, credits int
		first                  string
		rows                   int
		more                   bool
	}{
		{0, 2, 1, "A", 2, true}, {2, 2, 1, "C", 1, false}, {0, 201, 2, "A", 3, false}, {1, 1001, 3, "B", 2, false}, {3, 1, 1, "", 0, false},
	} {
		rows, more, err := zoho.QueryRows[zoho.Contact](context.Background(), o.client, query, tt.offset, tt.limit)
		if err != nil || len(rows) != tt.rows || more != tt.more || len(rows) > 0 && rows[0].LastName != tt.first {
			t.Errorf("%d, %d: %+v %v %v", tt.offset, tt.limit, rows, more, err)
		}
		spent += tt.credits
		if mine, theirs := o.client.Heard().CreditsSpent, o.meter().Used; mine != spent || theirs != spent {
			t.Errorf("%d, %d: the client counts %d credits and Zoho %d, want %d", tt.offset, tt.limit, mine, theirs, spent)
		}
	}
	for _, bad := range [][2]int{{0, 0}, {-1, 1}} {
		if _, _, err := zoho.QueryRows[zoho.Contact](context.Background(), o.client, query, bad[0], bad[1]); !surelyNot(err) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if _, _, err := zoho.QueryRows[zoho.Contact](context.Background(), o.client, query+" limit 1", 0, 1); err == nil || o.meter().Used != spent {
		t.Errorf("a second limit: %v", err)
	}
}
