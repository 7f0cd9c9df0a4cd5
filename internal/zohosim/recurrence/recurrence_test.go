package recurrence_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/recurrence"
)

// zoho-crm-api §2.2: the rules, with Zoho's dates inside them. The first start is
// Monday 2 March 2026, 09:00 in New York.
func TestStarts(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, zone)
	for _, test := range []struct{ rule, want string }{
		{"FREQ=DAILY;INTERVAL=1;DTSTART=2026-03-02;UNTIL=2026-03-04", "03-02 03-03 03-04"},
		{"FREQ=DAILY;COUNT=3", "03-02 03-03 03-04"},
		{"FREQ=DAILY;INTERVAL=7;COUNT=3", "03-02 03-09 03-16"},
		{"FREQ=DAILY;COUNT=3;EXDATE=2026-03-03", "03-02 03-04"},
		{"FREQ=DAILY;COUNT=4;EXDATE=2026-03-02,20260304", "03-03 03-05"},
		{"FREQ=DAILY;DTSTART=2026-03-10;COUNT=2", "03-10 03-11"},
		{"FREQ=DAILY;UNTIL=20260303T140000Z", "03-02 03-03"},
		{"FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "03-02 03-04 03-09 03-11"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=2026-04-03", "03-06 03-20 04-03"},
		{"FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", "03-31 05-31"},
		{"FREQ=MONTHLY;BYDAY=1MO;COUNT=2", "03-02 04-06"},
		{"FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1;COUNT=2", "03-31 04-28"},
		{"FREQ=MONTHLY;COUNT=2", "03-02 04-02"},
		{"FREQ=YEARLY;COUNT=2", "03-02 03-02"},
	} {
		starts, err := recurrence.Starts(test.rule, first, zone)
		if err != nil {
			t.Errorf("%s: %v", test.rule, err)
			continue
		}
		var days []string
		for _, s := range starts {
			days = append(days, s.Format("01-02"))
			if s.Hour() != 9 || s.Minute() != 0 {
				t.Errorf("%s: %v is not at nine", test.rule, s)
			}
		}
		if got := strings.Join(days, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.rule, got, test.want)
		}
	}
}

// A rule without an end, without an occurrence or out of its language is refused.
func TestRefusals(t *testing.T) {
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, rule := range []string{"", "FREQ=DAILY", "FREQ=SECONDLY;COUNT=1", "FREQ=DAILY;COUNT=1001", "FREQ=DAILY;COUNT=1;EXDATE=2026-03-02", "FREQ=DAILY;UNTIL=2026-02-01", "nonsense", "FREQ=DAILY;COUNT=2;DTSTART=tomorrow", "FREQ=MONTHLY;INTERVAL=9223372036854775807;COUNT=3", "FREQ=DAILY;INTERVAL=9223372036854775807;COUNT=3"} {
		if starts, err := recurrence.Starts(rule, first, time.UTC); err == nil {
			t.Errorf("%q gave %v", rule, starts)
		}
	}
}

// Whatever the rule, occurrences are few, in order and end.
func FuzzStarts(f *testing.F) {
	for _, rule := range []string{"FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,-1FR;UNTIL=2026-05-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO;COUNT=1;EXDATE=2026-03-02", "FREQ=MONTHLY;INTERVAL=2000;COUNT=3"} {
		f.Add(rule)
	}
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, rule string) {
		starts, err := recurrence.Starts(rule, first, time.UTC)
		if err != nil {
			return
		}
		if len(starts) == 0 || len(starts) > recurrence.Most {
			t.Errorf("%q: %d occurrences", rule, len(starts))
		}
		for i := 1; i < len(starts); i++ {
			if !starts[i].After(starts[i-1]) {
				t.Errorf("%q: %v after %v", rule, starts[i], starts[i-1])
			}
		}
	})
}
