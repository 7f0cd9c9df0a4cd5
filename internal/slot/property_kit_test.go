package slot

import (
	"slices"
	"time"

	"pgregory.net/rapid"
)

// clone copies a question as deep as the properties change it.
func (q question) clone() question {
	q.members = slices.Clone(q.members)
	for i := range q.members {
		diary := &q.members[i].Diary
		diary.Busy, diary.Reserved, diary.Away = slices.Clone(diary.Busy), slices.Clone(diary.Reserved), slices.Clone(diary.Away)
		diary.Booked = slices.Clone(diary.Booked)
	}
	return q
}

func (q *question) diary() *Diary { return &q.members[0].Diary }

func (q *question) middle() Interval {
	start := q.within.Start.Add(q.within.Duration() / 3)
	return Interval{start, start.Add(time.Hour)}
}

func (q *question) each(change func(*Rules)) {
	for i := range q.members {
		change(&q.members[i].Rules)
	}
}

func vacant(slots []Interval, id string) []Vacancy {
	var all []Vacancy
	for _, s := range slots {
		all = append(all, Vacancy{s, []string{id}})
	}
	return all
}

// mustEqual compares, where told so, with what is earlier by some time.
func mustEqual(t *rapid.T, got, want []Vacancy, later ...time.Duration) {
	t.Helper()
	for _, by := range later {
		for i, v := range want {
			want[i].Interval = Interval{v.Start.Add(by), v.End.Add(by)}
		}
	}
	if !slices.EqualFunc(got, want, sameVacancy) {
		t.Fatalf("got  %v\nwant %v", vacancies(got), vacancies(want))
	}
}

// mustBeAmong wants no start that was not there, and no member for it either.
func mustBeAmong(t *rapid.T, few, many []Vacancy) {
	t.Helper()
	for _, v := range few {
		i := slices.IndexFunc(many, func(w Vacancy) bool { return w.Start.Equal(v.Start) })
		if i < 0 {
			t.Fatalf("%v appeared", v.Start.UTC())
		}
		for _, id := range v.Staff {
			if !slices.Contains(many[i].Staff, id) && len(v.Staff) <= len(many[i].Staff) {
				t.Fatalf("%v: %s appeared", v.Start.UTC(), id)
			}
		}
	}
}
