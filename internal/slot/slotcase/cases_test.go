package slotcase_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/slot/slotcase"
)

const (
	sharedFile = "../testdata/slot-cases.json"
	// sharedCount is how many cases the file has; two alignments each are run.
	sharedCount = 90
)

// expectation is what the shared file says beside each case.
type expectation struct {
	Alignment              string
	Expected               []time.Time
	ExpectedStaff          map[string][]string    `json:"expected_staff"`
	ExpectedOtherAlignment map[string][]time.Time `json:"expected_other_alignment"`
	PolicyChoice           bool                   `json:"policy_choice"`
	Decision               string
}

// under follows the loader's rule: the case's own list where it is of the same
// alignment or where the alignments do not differ.
func (e expectation) under(alignment string) []time.Time {
	if other, differs := e.ExpectedOtherAlignment[alignment]; differs && e.Alignment != alignment {
		return other
	}
	return e.Expected
}

func loadShared(t testing.TB) ([]slotcase.Case, []expectation) {
	t.Helper()
	data, err := os.ReadFile(sharedFile)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := slotcase.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var expected []expectation
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	if len(cases) != sharedCount || len(expected) != sharedCount {
		t.Fatalf("%d cases and %d expectations, want %d", len(cases), len(expected), sharedCount)
	}
	return cases, expected
}

// TestSharedCases holds the engine to every case in both alignments.
func TestSharedCases(t *testing.T) {
	cases, expected := loadShared(t)
	for i, c := range cases {
		for _, alignment := range []string{"window", "grid"} {
			t.Run(c.Name+"/"+alignment, func(t *testing.T) {
				got := c.Answer(slotcase.Options{Alignment: alignment})
				if got.Error != "" {
					t.Fatal(got.Error)
				}
				if want := expected[i].under(alignment); !slices.EqualFunc(got.Starts, want, time.Time.Equal) {
					t.Errorf("got starts %v\nwant       %v", got.Starts, want)
				}
				if want := expected[i].ExpectedStaff; !maps.EqualFunc(got.Staff, want, slices.Equal) {
					t.Errorf("got staff %v\nwant      %v", got.Staff, want)
				}
				agreesWithJudge(t, c, alignment, got.Starts)
			})
		}
	}
}

// agreesWithJudge asks about every five minutes of the range, within a few
// days, whether it may be booked.
func agreesWithJudge(t *testing.T, c slotcase.Case, alignment string, listed []time.Time) {
	t.Helper()
	c.Alignment = alignment
	team, err := c.Team()
	if err != nil {
		t.Fatal(err)
	}
	last := c.Range.End.Add(-c.Length())
	for at := c.Range.Start; !at.After(last) && at.Sub(c.Range.Start) < 72*time.Hour; at = at.Add(5 * time.Minute) {
		v, staff := team.Judge(at, c.Now)
		if free := v == slot.Free; free != slices.ContainsFunc(listed, at.Equal) || free != (len(staff) > 0) {
			t.Errorf("%v: judged %v for %q", at, v, staff)
		}
	}
}

// TestPolicyChoicesAreReasoned: where a sane product may differ, the file says
// beside the case why this one does not.
func TestPolicyChoicesAreReasoned(t *testing.T) {
	cases, expected := loadShared(t)
	for i, e := range expected {
		if e.PolicyChoice != (e.Decision != "") {
			t.Errorf("%s: policy choice is %v, the decision is %q", cases[i].Name, e.PolicyChoice, e.Decision)
		}
	}
}

// TestEveryTimeIsExplained: what is not offered of a range is refused, and
// nothing else is.
func TestEveryTimeIsExplained(t *testing.T) {
	cases, _ := loadShared(t)
	for _, c := range cases {
		plain, explained := c.Answer(slotcase.Options{}), c.Answer(slotcase.Options{Explain: true})
		if !slices.EqualFunc(plain.Starts, explained.Starts, time.Time.Equal) {
			t.Errorf("%s: to explain changes the answer", c.Name)
		}
		for _, r := range explained.NotOffered {
			if slices.ContainsFunc(plain.Starts, r.Start.Equal) && r.Staff == "" && r.End.Sub(r.Start) == c.Length() {
				t.Errorf("%s: %v is offered and refused: %s", c.Name, r.Start, r.Why)
			}
			if r.Why == "busy" && r.By == nil || r.Why == slot.Free.String() {
				t.Errorf("%s: %v is refused with why %q, by %v", c.Name, r.Start, r.Why, r.By)
			}
		}
	}
}

// TestHostZoneChangesNothing runs the cases in processes that live in other
// zones; time.Local is read once per process.
func TestHostZoneChangesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for _, zone := range []string{"UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^(TestSharedCases|TestHostZoneIs)$", "-test.v")
			command.Env = append(os.Environ(), "TZ="+zone, "WANT_HOST_ZONE="+zone)
			output, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if !strings.Contains(string(output), "host zone is "+zone) {
				t.Fatal("the process did not take the zone")
			}
			if passed := strings.Count(string(output), "    --- PASS: TestSharedCases/"); passed != 2*sharedCount {
				t.Fatalf("%d cases passed, want %d", passed, 2*sharedCount)
			}
		})
	}
}

// TestHostZoneIs is the child's proof that it runs where it was told to.
func TestHostZoneIs(t *testing.T) {
	want := os.Getenv("WANT_HOST_ZONE")
	if want == "" {
		t.Skip("only inside TestHostZoneChangesNothing")
	}
	zone, err := time.LoadLocation(want)
	if err != nil {
		t.Fatal(err)
	}
	july := time.Date(2027, 7, 1, 12, 0, 0, 0, time.UTC)
	if got := july.In(time.Local).Format(time.RFC3339); got != july.In(zone).Format(time.RFC3339) {
		t.Fatalf("local clocks show %s", got)
	}
	t.Logf("host zone is %s", want)
}
