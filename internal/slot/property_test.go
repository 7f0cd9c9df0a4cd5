package slot

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawAny draws a question about one to three members of staff at one place.
func drawAny(t *rapid.T) question {
	d := rapidDice(t)
	at, err := drawPlace(d)
	if err != nil {
		t.Fatal(err)
	}
	return drawQuestion(d, at, d(1, 3, "staff"))
}

// TestListedIsBookable tries times of the range: Judge says Free exactly of the
// starts that Open lists, and names the same staff in the same order.
func TestListedIsBookable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		team, listed := q.team(), map[int64][]string{}
		for _, v := range team.Open(q.within, q.now) {
			listed[v.Start.Unix()] = v.Staff
		}
		last := q.within.End.Add(-q.members[0].Rules.Duration)
		for at := q.within.Start; !at.After(last); at = at.Add(5 * time.Minute) {
			want, isListed := listed[at.Unix()]
			v, staff := team.Judge(at, q.now)
			if (v == Free) != isListed || !slices.Equal(staff, want) {
				t.Fatalf("%v: judged %v for %v, listed for %v", at.UTC(), v, staff, want)
			}
			if near, _ := team.Judge(at.Add(time.Millisecond), q.now); near == Free {
				t.Fatalf("%v and a millisecond is judged free", at.UTC())
			}
		}
	})
}

// TestBeyondThePlan: a team asked about time that it was not prepared for
// answers as one that was.
func TestBeyondThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		elsewhere := Interval{q.within.End.Add(time.Hour), q.within.End.Add(4 * time.Hour)}
		narrow, err := NewTeam(q.choice, elsewhere, q.members...)
		if err != nil {
			t.Fatal(err)
		}
		mustEqual(t, narrow.Open(q.within, q.now), q.ask())
		at := q.within.Start.Truncate(5 * time.Minute)
		near, _ := q.team().Judge(at, q.now)
		if far, _ := narrow.Judge(at, q.now); far != near {
			t.Fatalf("%v is judged %v, and %v from afar", at, near, far)
		}
	})
}

// TestOneIsATeamOfOne: Open and Judge answer as a team of one does.
func TestOneIsATeamOfOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		m := q.members[0]
		m.Diary = Diary{Busy: m.Diary.Busy}
		q.members = []Member{m}
		open := Open(m.Rules, m.Diary.Busy, q.within, q.now)
		mustEqual(t, vacant(open, m.ID), q.ask())
		for _, s := range open {
			if v := Judge(m.Rules, m.Diary.Busy, s.Start, q.now); v != Free {
				t.Fatalf("%v is listed but judged %v", s.Start, v)
			}
		}
	})
}

// TestAppendOpenReusesMemory: what was in the slice before stays or is written
// over, and does not matter.
func TestAppendOpenReusesMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		plan, err := NewPlan(q.within, q.members[0].Rules)
		if err != nil {
			t.Fatal(err)
		}
		agenda := plan.Agenda(q.members[0].Diary)
		want := agenda.Open(q.within, q.now)
		first := Interval{q.now, q.now}
		memory := agenda.AppendOpen(append(make([]Interval, 0, 500), first), q.within, q.now)
		if memory[0] != first {
			t.Fatal("what was there before was changed")
		}
		mustEqual(t, vacant(memory[1:], ""), vacant(want, ""))
		mustEqual(t, vacant(agenda.AppendOpen(memory[:0], q.within, q.now), ""), vacant(want, ""))
	})
}

func TestBusyIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		plain, other := q.ask(), q.clone()
		diary := &other.members[0].Diary
		for _, list := range []*[]Interval{&diary.Busy, &diary.Reserved, &diary.Away} {
			*list = rapid.Permutation(append(slices.Clone(*list), *list...)).Draw(t, "shuffled")
		}
		diary.Booked = rapid.Permutation(diary.Booked).Draw(t, "booked shuffled")
		before := other.clone()
		mustEqual(t, other.ask(), plain)
		if !slices.Equal(before.members[0].Diary.Busy, diary.Busy) {
			t.Fatal("the caller's busy list was changed")
		}
	})
}

// TestStricterNeverAdds makes one thing stricter at a time.
func TestStricterNeverAdds(t *testing.T) {
	for name, restrict := range map[string]func(*question){
		"another busy time":    func(q *question) { d := q.diary(); d.Busy = append(d.Busy, q.middle()) },
		"another reservation":  func(q *question) { d := q.diary(); d.Reserved = append(d.Reserved, q.middle()) },
		"away":                 func(q *question) { d := q.diary(); d.Away = append(d.Away, q.middle()) },
		"another booking":      func(q *question) { d := q.diary(); d.Booked = append(d.Booked, q.middle().Start) },
		"wider buffer before":  func(q *question) { q.each(func(r *Rules) { r.BufferBefore += minutes(10) }) },
		"wider buffer after":   func(q *question) { q.each(func(r *Rules) { r.BufferAfter += minutes(10) }) },
		"longer notice":        func(q *question) { q.each(func(r *Rules) { r.MinimumNotice += time.Hour }) },
		"nearer furthest time": func(q *question) { q.each(func(r *Rules) { r.MaxAdvance = 30 * time.Hour }) },
		"nearer last date":     func(q *question) { q.each(func(r *Rules) { r.DaysAhead = 1 }) },
		"lower daily limit":    func(q *question) { q.each(func(r *Rules) { r.DailyLimit = 1 }) },
		"narrower range":       func(q *question) { q.within.Start = q.within.Start.Add(minutes(77)) },
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				q := drawAny(t)
				q.each(func(r *Rules) { // so that no limit is the lower one already
					r.DaysAhead, r.MaxAdvance, r.DailyLimit = 30, 30*24*time.Hour, 5
				})
				wide := q.ask()
				strict := q.clone()
				restrict(&strict)
				mustBeAmong(t, strict.ask(), wide)
			})
		})
	}
}

// TestLaterOnlyLoses: as time goes by, what lay ahead only becomes past, where
// nothing limits how far ahead may be booked.
func TestLaterOnlyLoses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		q.each(func(r *Rules) { r.DaysAhead, r.MaxAdvance = 0, 0 })
		early := q.ask()
		q.now = q.now.Add(minutes(rapid.IntRange(1, 3000).Draw(t, "later")))
		mustBeAmong(t, q.ask(), early)
	})
}

// TestAnotherMember: one more who may take it loses nothing; if one more is
// needed on the same hours, nothing is won.
func TestAnotherMember(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		more := q.clone()
		extra := q.members[0]
		extra.ID, extra.Diary = "extra", drawDiary(rapidDice(t), q.middle().Start)
		more.members = append(more.members, extra)
		if q.choice == Everyone {
			mustBeAmong(t, more.ask(), q.ask())
		} else {
			mustBeAmong(t, q.ask(), more.ask())
		}
	})
}

// TestAdjacentRanges: what two halves of a range list, the whole lists too; and
// what the whole lists beside that crosses the seam.
func TestAdjacentRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		seam := q.within.Start.Add(q.within.Duration() / 2)
		left, right := q, q
		left.within.End, right.within.Start = seam, seam
		parts := append(left.ask(), right.ask()...)
		whole := slices.DeleteFunc(q.ask(), func(s Vacancy) bool { return s.Start.Before(seam) && s.End.After(seam) })
		mustEqual(t, parts, whole)
	})
}

// TestExplainLeavesNothingOut: every possible slot of one member is either
// listed or refused, with the verdict that Judge gives.
func TestExplainLeavesNothingOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawAny(t)
		q.members = q.members[:1]
		team := q.team()
		listed, refused := map[int64]bool{}, map[int64]Verdict{}
		for _, v := range team.Open(q.within, q.now) {
			listed[v.Start.Unix()] = true
		}
		for _, r := range team.Explain(q.within, q.now) {
			if r.Duration() == q.members[0].Rules.Duration && !(r.Why == OutsideHours && r.By == Interval{}) {
				refused[r.Start.Unix()] = r.Why
			}
		}
		last := q.within.End.Add(-q.members[0].Rules.Duration)
		for at := q.within.Start; !at.After(last); at = at.Add(5 * time.Minute) {
			why, isRefused := refused[at.Unix()]
			v, _ := team.Judge(at, q.now)
			if isRefused && (listed[at.Unix()] || why != v) {
				t.Fatalf("%v is refused as %v, listed is %v, judged %v", at, why, listed[at.Unix()], v)
			}
			if onStep := v == Busy || v == DayFull; onStep && !isRefused {
				t.Fatalf("%v is judged %v but not refused", at, v)
			}
		}
	})
}
