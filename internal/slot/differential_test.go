package slot

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	// schedulesVariable and seedVariable make the comparison longer, as a
	// nightly run does, or repeat one that failed.
	schedulesVariable = "SLOT_SCHEDULES"
	seedVariable      = "SLOT_SEED"
	// perPlace schedules share one place, whose minutes are dear to write down.
	perPlace = 50
)

// TestEqualsBruteForce compares the engine with a sweep of single minutes on
// random schedules in random zones, most of them around a clock change.
func TestEqualsBruteForce(t *testing.T) {
	schedules := int(numberIn(t, schedulesVariable, usualSchedules))
	if testing.Short() {
		schedules = min(schedules, 2_000)
	}
	seed := numberIn(t, seedVariable, uint64(time.Now().UnixNano()))
	began, slots := time.Now(), 0
	for n := 0; n < schedules; n += perPlace {
		slots += comparePlace(t, seed, n, min(perPlace, schedules-n))
	}
	if schedules >= 1000 && slots == 0 {
		t.Error("no schedule had a free slot")
	}
	t.Logf("%d schedules, %d free slots, seed %d, no difference, %v", schedules, slots, seed, time.Since(began).Round(time.Millisecond))
}

// comparePlace compares some schedules, counted from first, and returns how
// many free slots they had. It ends the test at the first difference.
func comparePlace(t *testing.T, seed uint64, first, count int) (slots int) {
	t.Helper()
	d := plainDice(rand.New(rand.NewPCG(seed, uint64(first))))
	at, sheets := drawSheets(t, d)
	for n := first; n < first+count; n++ {
		staff := pick(d, "staff", 1, 1, 1, 2, 3)
		q := drawQuestion(d, at, staff)
		for i := range q.members {
			q.members[i].Rules.Zone = sheets[i].zone
		}
		got, want := q.ask(), bruteOpen(q, sheets)
		if !slices.EqualFunc(got, want, sameVacancy) {
			t.Fatalf("schedule %d of seed %d:\n%s\ngot  %s\nwant %s", n, seed, describe(q), vacancies(got), vacancies(want))
		}
		slots += len(got)
	}
	return slots
}

// drawSheets draws a place and the zones of up to three members of staff.
func drawSheets(t interface{ Fatal(...any) }, d dice) (place, []*sheet) {
	at, err := drawPlace(d)
	if err != nil {
		t.Fatal(err)
	}
	home := newSheet(at.zone, at.around)
	sheets := []*sheet{home, home, home}
	for i := range sheets {
		if d.oneIn(3, "elsewhere") {
			other, err := drawPlace(d)
			if err != nil {
				t.Fatal(err)
			}
			sheets[i] = newSheet(other.zone, at.around)
		}
	}
	return at, sheets
}

// TestSmallestDifference is the same comparison through rapid: few schedules,
// but where they differ it finds the simplest that does.
func TestSmallestDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapidDice(t)
		at, sheets := drawSheets(t, d)
		q := drawQuestion(d, at, d(1, 3, "staff"))
		for i := range q.members {
			q.members[i].Rules.Zone = sheets[i].zone
		}
		got, want := q.ask(), bruteOpen(q, sheets)
		if !slices.EqualFunc(got, want, sameVacancy) {
			t.Fatalf("%s\ngot  %s\nwant %s", describe(q), vacancies(got), vacancies(want))
		}
	})
}

func numberIn(t *testing.T, variable string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

func sameVacancy(a, b Vacancy) bool {
	return a.Start.Equal(b.Start) && a.End.Equal(b.End) && slices.Equal(a.Staff, b.Staff)
}

func vacancies(all []Vacancy) (text string) {
	for _, v := range all {
		text += fmt.Sprintf("%s%v ", v.Start.UTC().Format("02T15:04:05"), v.Staff)
	}
	return text
}

func describe(q question) string {
	text := fmt.Sprintf("choice %d, %v to %v, now %v", q.choice, q.within.Start.UTC(), q.within.End.UTC(), q.now.UTC())
	for _, m := range q.members {
		text += fmt.Sprintf("\n%s in %s: %+v", m.ID, m.Rules.Zone, m)
	}
	return text
}
