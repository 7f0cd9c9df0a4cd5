package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// OpenConversations returns an empty store that reads the clock, with the
// queue that its jobs go to, and sees to it that both are closed when the test
// ends.
type OpenConversations func(t *testing.T, now func() time.Time) (conversation.Store, job.Queue)

// Conversations tests a conversation.Store.
func Conversations(t *testing.T, open OpenConversations) {
	tests := map[string]func(conversationsTest){
		"an update makes what is not there":             conversationsTest.fromNothing,
		"no field is forgotten":                         conversationsTest.roundTrip,
		"nothing comes back as nothing":                 conversationsTest.empty,
		"a refused change leaves all as it was":         conversationsTest.refused,
		"jobs are enqueued with the change":             conversationsTest.jobs,
		"a change whose job is impossible is undone":    conversationsTest.impossibleJob,
		"ids are the project's own":                     conversationsTest.scoped,
		"an unknown conversation is not found":          conversationsTest.notFound,
		"racing updates are all kept":                   conversationsTest.race,
		"racing reports merge and enqueue one job":      conversationsTest.raceReports,
		"a megabyte of transcript comes back unchanged": conversationsTest.large,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			store, queue := open(t, c.now)
			test(conversationsTest{T: t, clock: c, store: store, queue: queue})
		})
	}
}

type conversationsTest struct {
	*testing.T
	clock *clock
	store conversation.Store
	queue job.Queue
}

func (t conversationsTest) update(project, id string, change func(*conversation.Conversation), jobs ...job.New) conversation.Conversation {
	t.Helper()
	c, err := t.store.Update(t.Context(), project, id, func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
		change(&c)
		return c, jobs, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (t conversationsTest) get(project, id string) conversation.Conversation {
	t.Helper()
	return must[conversation.Conversation](t.T)(t.store.Get(t.Context(), project, id))
}

func followUp(id string) job.New { return job.New{Kind: "follow", Project: "p1", Key: id} }

func (t conversationsTest) wantJob(id string, want bool) {
	t.Helper()
	_, err := t.queue.Get(t.Context(), "p1", "follow", id)
	if there := err == nil; there != want || (err != nil && !fault.Is(err, fault.NotFound)) {
		t.Errorf("the job of %s: %v, want one: %t", id, err, want)
	}
}

func (t conversationsTest) fromNothing() {
	made := t.update("p1", "a", func(c *conversation.Conversation) {
		wantSame(t.T, *c, conversation.Conversation{Project: "p1", ID: "a"})
		c.Line, c.CreatedAt = "+12125550143", t.clock.now()
	})
	wantSame(t.T, t.get("p1", "a"), made)
	again := t.update("p1", "a", func(c *conversation.Conversation) {
		wantSame(t.T, *c, made)
		c.Withheld = true
	})
	wantSame(t.T, t.get("p1", "a"), again)
}

func (t conversationsTest) roundTrip() {
	want := filled[conversation.Conversation](t.T)
	t.update(want.Project, want.ID, func(c *conversation.Conversation) { *c = want })
	wantSame(t.T, t.get(want.Project, want.ID), want)
}

func (t conversationsTest) empty() {
	want := t.update("p1", "a", func(c *conversation.Conversation) { c.CreatedAt = t.clock.now() })
	got := t.get("p1", "a")
	wantSame(t.T, got, want)
	if got.Standing != nil || got.Reported() || !got.StartedAt.IsZero() || !got.Report.EndedAt.IsZero() {
		t.Errorf("something came of nothing: %+v", got)
	}
}

func (t conversationsTest) refused() {
	before := t.update("p1", "a", func(c *conversation.Conversation) { c.Report.Summary = "as it was" })
	refusal := errors.New("refused")
	for _, id := range []string{"a", "new"} {
		_, err := t.store.Update(t.Context(), "p1", id, func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
			c.Report.Summary = "changed all the same"
			return c, []job.New{followUp(id)}, refusal
		})
		if !errors.Is(err, refusal) {
			t.Errorf("%s: got %v, want the refusal", id, err)
		}
		t.wantJob(id, false)
	}
	wantSame(t.T, t.get("p1", "a"), before)
	_, err := t.store.Get(t.Context(), "p1", "new")
	mustBe(t.T, err, fault.NotFound, "what a refused change would have made")
}

func (t conversationsTest) jobs() {
	t.update("p1", "a", func(*conversation.Conversation) {})
	t.wantJob("a", false)
	t.update("p1", "a", func(*conversation.Conversation) {}, followUp("a"), followUp("other"))
	t.wantJob("a", true)
	t.wantJob("other", true)
}

func (t conversationsTest) impossibleJob() {
	_, err := t.store.Update(t.Context(), "p1", "a", func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
		return c, []job.New{followUp("a"), {Project: "p1", Key: "without a kind"}}, nil
	})
	mustBe(t.T, err, fault.Internal, "enqueueing a job without a kind")
	_, err = t.store.Get(t.Context(), "p1", "a")
	mustBe(t.T, err, fault.NotFound, "the conversation of an undone change")
	t.wantJob("a", false)
}

func (t conversationsTest) scoped() {
	mine := t.update("p1", "a", func(c *conversation.Conversation) { c.Report.Summary = "mine" })
	theirs := t.update("p2", "a", func(c *conversation.Conversation) { c.Report.Summary = "theirs" })
	t.update("p2", "b", func(*conversation.Conversation) {})
	wantSame(t.T, t.get("p1", "a"), mine)
	wantSame(t.T, t.get("p2", "a"), theirs)
	_, err := t.store.Get(t.Context(), "p1", "b")
	mustBe(t.T, err, fault.NotFound, "another project's conversation")
}

func (t conversationsTest) notFound() {
	_, err := t.store.Get(t.Context(), "p1", "none")
	mustBe(t.T, err, fault.NotFound, "no conversation")
}

// race lets every racer add a step of its own many times.
func (t conversationsTest) race() {
	const rounds = 10
	race(func(racer int) {
		for round := range rounds {
			_, err := t.store.Update(t.Context(), "p1", "a", func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
				return c.WithStep(conversation.Step{Kind: fmt.Sprint(racer, "/", round)}), nil, nil
			})
			report(t.T, err)
		}
	})
	var kinds []string
	for _, step := range t.get("p1", "a").Steps {
		kinds = append(kinds, step.Kind)
	}
	slices.Sort(kinds)
	if kinds = slices.Compact(kinds); len(kinds) != racers*rounds {
		t.Errorf("%d of %d updates are there", len(kinds), racers*rounds)
	}
}

func (t conversationsTest) raceReports() {
	race(func(racer int) {
		_, err := t.store.Update(t.Context(), "p1", "a", func(c conversation.Conversation) (conversation.Conversation, []job.New, error) {
			c.Report = c.Report.Merge(conversation.Report{Metadata: map[string]string{fmt.Sprint(racer): "x"}})
			return c, []job.New{followUp("a")}, nil
		})
		report(t.T, err)
	})
	if got := t.get("p1", "a").Report.Metadata; len(got) != racers {
		t.Errorf("of %d reports %d are there: %v", racers, len(got), got)
	}
	t.wantJob("a", true)
}

func (t conversationsTest) large() {
	text := ""
	for i := range 64 {
		text += fmt.Sprintf("caller: «%d» 株式会社 \x01\u2028 \"quoted\" \\ \n", i)
	}
	for len(text) < 1_000_000 {
		text += text
	}
	t.update("p1", "a", func(c *conversation.Conversation) { c.Report.Transcript = text })
	if got := t.get("p1", "a").Report.Transcript; got != text {
		t.Errorf("a transcript of %d bytes comes back as one of %d", len(text), len(got))
	}
}
