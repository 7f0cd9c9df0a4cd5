package slot

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Choice says whom an appointment with several staff needs.
type Choice int

const (
	// Anyone who is free takes it, the first of the team first.
	Anyone Choice = iota
	// LeastBusy lets the one take it who has the least to do on its date; of
	// equals the first of the team.
	LeastBusy
	// Everyone has to be free. The steps begin where the hours that all have
	// in common begin.
	Everyone
)

// Member is somebody who can be booked.
type Member struct {
	ID    string
	Rules Rules
	Diary Diary
}

// Team answers for several members of staff as an [Agenda] does for one. It is
// never changed and may be used by many goroutines.
type Team struct {
	choice  Choice
	members []Member
	// agendas are one for each member or, for Everyone, one for all.
	agendas []*Agenda
}

// Vacancy is a free slot with those who can take it, in the order in which
// they should be asked; for Everyone those are all.
type Vacancy struct {
	Interval
	Staff []string
}

// NewTeam prepares the answers for a range, as [NewPlan] does. All members
// must have the same slot duration.
func NewTeam(choice Choice, within Interval, members ...Member) (*Team, error) {
	if len(members) == 0 {
		return nil, errors.New("a team needs members")
	}
	t := &Team{choice: choice, members: slices.Clone(members)}
	for _, m := range members {
		if m.Rules.Duration != members[0].Rules.Duration {
			return nil, fmt.Errorf("slots of %s and %s differ in length", members[0].ID, m.ID)
		}
		plan, err := NewPlan(within, m.Rules)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.ID, err)
		}
		t.agendas = append(t.agendas, plan.Agenda(m.Diary))
	}
	if choice == Everyone {
		return t, t.join(within)
	}
	return t, nil
}

func (t *Team) join(within Interval) error {
	var rules []Rules
	var diaries []Diary
	for _, m := range t.members {
		rules, diaries = append(rules, m.Rules), append(diaries, m.Diary)
	}
	plan, err := NewPlan(within, rules...)
	if err == nil {
		t.agendas = []*Agenda{plan.Agenda(diaries...)}
	}
	return err
}

// Open lists the free slots that lie as a whole inside a range, in order of
// time, each once.
func (t *Team) Open(within Interval, now time.Time) []Vacancy {
	rest := make([][]Interval, len(t.agendas)) // of the slots of each, in order
	for i, a := range t.agendas {
		rest[i] = a.Open(within, now)
	}
	var open []Vacancy
	known := loads{}
	for {
		slot, left := earliest(rest)
		if !left {
			return open
		}
		var free []int
		for i := range rest {
			if len(rest[i]) > 0 && rest[i][0].Start.Equal(slot.Start) {
				free, rest[i] = append(free, i), rest[i][1:]
			}
		}
		open = append(open, Vacancy{slot, t.staff(free, slot.Start, known)})
	}
}

// earliest returns the first slot of sorted lists, and of equals that of the
// first list; false where all are empty.
func earliest(lists [][]Interval) (first Interval, found bool) {
	for _, slots := range lists {
		if len(slots) > 0 && (!found || slots[0].Start.Before(first.Start)) {
			first, found = slots[0], true
		}
	}
	return first, found
}

// Judge says whether a slot that begins at start may be booked and with whom.
// Where it may not, the verdict is that of the member who came nearest to it.
// What Open lists is Free, and nothing else is.
func (t *Team) Judge(start, now time.Time) (Verdict, []string) {
	nearest := Free
	var free []int
	for i, a := range t.agendas {
		if v := a.Judge(start, now); v == Free {
			free = append(free, i)
		} else {
			nearest = max(nearest, v)
		}
	}
	if len(free) == 0 {
		return nearest, nil
	}
	return Free, t.staff(free, start, loads{})
}

// staff names those whose agendas are free, in the order of choice.
func (t *Team) staff(free []int, start time.Time, known loads) []string {
	if t.choice == LeastBusy && len(free) > 1 {
		loads := make([]int64, len(t.agendas))
		for _, i := range free {
			loads[i] = known.of(i, t.agendas[i], start)
		}
		slices.SortStableFunc(free, func(a, b int) int { return cmp.Compare(loads[a], loads[b]) })
	}
	names := make([]string, 0, len(t.members))
	for i, m := range t.members {
		if t.choice == Everyone {
			names = append(names, m.ID)
		} else if i < len(free) {
			names = append(names, t.members[free[i]].ID)
		}
	}
	return names
}

// loads are what members have to do on dates, kept while one question is
// answered: all the slots of a date ask the same.
type loads map[memberDate]int64

// memberDate is a date of a member, by when it begins.
type memberDate struct {
	member int
	begins int64
}

// of returns the load of a member on the local date of an instant.
func (l loads) of(member int, a *Agenda, at time.Time) int64 {
	c := clocks{location: a.plan.zone()}
	day := c.date(at.Unix())
	date := span{c.midnight(day), c.midnight(day + 1)}
	key := memberDate{member, date.start}
	load, known := l[key]
	if !known {
		load = a.load(date)
		l[key] = load
	}
	return load
}

// load returns for how many seconds of a date something is busy or reserved.
// What lies outside the hours counts too: it makes for a long day.
func (a *Agenda) load(date span) (total int64) {
	var spans []span
	for i := range a.diaries {
		spans = appendMeeting(spans, a.diaries[i].Busy, date)
		spans = appendMeeting(spans, a.diaries[i].Reserved, date)
	}
	for _, s := range intersect(union(spans), []span{date}) {
		total += s.end - s.start
	}
	return total
}

// appendMeeting appends those of some intervals that overlap a stretch of time.
func appendMeeting(spans []span, intervals []Interval, with span) []span {
	for _, i := range intervals {
		if s := i.enclosing(); i.Start.Before(i.End) && s.start < with.end && s.end > with.start {
			spans = append(spans, s)
		}
	}
	return spans
}
