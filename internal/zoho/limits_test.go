package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// editions are Zoho's with the calls in flight that this client allows
// itself: one less than Zoho does (zoho-crm-api §6).
var editions = map[string]int{"free": 4, "standard": 9, "professional": 14, "enterprise": 19, "ultimate": 24}

// Reading the organisation teaches the client how many calls it may make at
// once and how many credits there are.
//
// Fidelity: edition-concurrency
// Fidelity: edition-credits
func TestLimitsFollowTheEdition(t *testing.T) {
	for edition, places := range editions {
		t.Run(edition, func(t *testing.T) {
			t.Parallel()
			o := newOrg(t, func(s *zohosim.Settings) { s.Edition = edition })
			if _, err := o.client.At(zoho.Background).Org(context.Background()); err != nil {
				t.Fatal(err)
			}
			if m, heard := o.meter(), o.client.Heard(); heard.CreditsDaily != m.Used+m.Remaining {
				t.Errorf("the client counts on %d credits, Zoho gives %d", heard.CreditsDaily, m.Used+m.Remaining)
			}
			o.slow(30 * time.Millisecond)
			failures := together(80, func(int) error {
				_, err := o.client.CurrentUser(context.Background())
				return err
			})
			if peak := o.meter().PeakConcurrency; peak != places || len(failures) > 0 || o.refusals() > 0 {
				t.Errorf("%d calls were in flight, want %d; %d were refused; %v", peak, places, o.refusals(), failures)
			}
		})
	}
}

// Before the edition is known, and where it is none that is known, calls fit
// into the smallest.
func TestLimitsOfAnUnknownEdition(t *testing.T) {
	o := newOrg(t, func(s *zohosim.Settings) { s.Edition = "free" })
	o.client.Adopt(zoho.Edition{Name: "gigantic"}, 1000)
	o.slow(20 * time.Millisecond)
	failures := together(20, func(int) error { return o.query(o.client) })
	if peak := o.meter().PeakConcurrency; peak != zoho.DefaultMaxConcurrent || len(failures) > 0 || o.refusals() > 0 {
		t.Errorf("%d calls were in flight; %d were refused; %v", peak, o.refusals(), failures)
	}
	if heard := o.client.Heard(); heard.CreditsDaily != 0 {
		t.Errorf("heard %+v", heard)
	}
}

func TestEditions(t *testing.T) {
	for paidType, want := range map[string]struct{ credits, concurrency int }{
		"free": {5_000, 5}, "standard": {51_000, 10}, "professional": {52_000, 15}, "enterprise": {54_000, 20}, "ultimate": {58_000, 25},
		"Enterprise": {54_000, 20}, "zohooneenterprise": {54_000, 20}, "zohoonestandard": {51_000, 10}, "crmplus": {58_000, 25},
		"crmplusstarter": {51_000, 10},
	} {
		e, known := zoho.ParseEdition(paidType)
		if !known || e.DailyCredits(4) != want.credits || e.Concurrency != want.concurrency {
			t.Errorf("%s is %+v with %d credits", paidType, e, e.DailyCredits(4))
		}
	}
	if e, known := zoho.ParseEdition("bigin"); known || e != (zoho.Edition{}) || e.DailyCredits(10) != 0 {
		t.Errorf("an unknown edition is %+v", e)
	}
	standard, _ := zoho.ParseEdition("standard")
	if got := standard.DailyCredits(1000); got != 100_000 {
		t.Errorf("standard has at most 100,000 credits, not %d", got)
	}
}

// A bound that the program set stays the most.
func TestABoundOfTheProgramIsKept(t *testing.T) {
	o := newOrg(t, whatever, func(c *zoho.Config) { c.MaxConcurrent = 3 })
	if _, err := o.client.Org(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.slow(20 * time.Millisecond)
	together(12, func(int) error { return o.query(o.client) })
	if peak := o.meter().PeakConcurrency; peak != 3 {
		t.Errorf("%d calls were in flight", peak)
	}
}

// Fidelity: sub-concurrency-list
func TestHeavyCallsFitIntoSubConcurrency(t *testing.T) {
	o := newOrg(t, func(s *zohosim.Settings) { s.Edition = "ultimate" })
	if _, err := o.client.Org(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.slow(20 * time.Millisecond)
	failures := together(60, func(n int) error {
		if n%3 == 0 {
			_, err := o.client.CurrentUser(context.Background())
			return err
		}
		return o.query(o.client.At(zoho.Priority(n % 2)))
	})
	if peak := o.meter().PeakConcurrency; len(failures) > 0 || o.refusals() > 0 || peak < 15 {
		t.Errorf("%d calls were in flight; %d were refused; %v", peak, o.refusals(), failures)
	}
}

// Where somebody else takes part of what Zoho allows, the client makes room
// after the first refusals and comes through.
//
// Fidelity: rate-limit-code
func TestLimitsAreFoundByRefusals(t *testing.T) {
	o := newOrg(t, func(s *zohosim.Settings) { s.Concurrency = 2 })
	if _, err := o.client.Org(context.Background()); err != nil { // which says enterprise
		t.Fatal(err)
	}
	o.slow(5 * time.Millisecond)
	const calls = 200
	failures := together(calls, func(int) error {
		_, err := o.client.CurrentUser(context.Background())
		return err
	})
	t.Logf("%d of %d calls failed after %d refusals", len(failures), calls, o.refusals())
	if refused := o.refusals(); refused == 0 || refused > calls/2 || len(failures) > calls/10 {
		t.Errorf("%d calls were refused, %d failed", refused, len(failures))
	}
}

// What the client believes to have spent is what Zoho charges.
//
// Fidelity: credit-costs
func TestSpentCreditsAreCounted(t *testing.T) {
	o, ctx := newOrg(t, whatever), context.Background()
	contacts := make([]zoho.Contact, 25)
	for i := range contacts {
		contacts[i].LastName = "Spender"
	}
	made, err := o.client.Contacts.Insert(ctx, contacts, zoho.InsertOptions{})
	if err != nil {
		t.Fatal(err)
	}
	spent := 3
	for _, call := range []struct {
		credits int
		do      func() error
	}{
		{1, func() error { return o.query(o.client) }},
		{1, func() error { _, err := o.client.Contacts.Get(ctx, made[0].ID); return err }},
		{1, func() error { _, err := o.client.AddNote(ctx, "Contacts", made[0].ID, "t", "c"); return err }},
		{1, func() error { _, err := o.client.Contacts.Delete(ctx, made[1].ID, made[2].ID); return err }},
		{1, func() error { _, err := o.client.Org(ctx); return err }},
		{1, func() error {
			for _, err := range o.client.Contacts.Search(ctx, zoho.ByWord("Spender"), zoho.SearchOptions{}) {
				return err
			}
			return nil
		}},
		{2, func() error {
			changes := make([]zoho.Contact, 11)
			for i := range changes {
				changes[i] = zoho.Contact{ID: made[i+3].ID, Title: "Dr"}
			}
			_, err := o.client.Contacts.Update(ctx, changes, zoho.UpdateOptions{})
			return err
		}},
		{1, func() error { return o.composite(zoho.InOrder) }},
		{2, func() error { return o.composite(zoho.RollbackOnFail) }},
		{5, func() error {
			_, err := o.client.ConvertLead(ctx, o.lead(), zoho.Conversion{})
			return err
		}},
	} {
		if err := call.do(); err != nil {
			t.Fatal(err)
		}
		spent += call.credits
		if mine, theirs := o.client.Heard().CreditsSpent, o.meter().Used; mine != spent || theirs != spent {
			t.Errorf("the client counts %d credits and Zoho %d, want %d", mine, theirs, spent)
		}
	}
	o.sim.Sim.Advance(24 * time.Hour)
	if mine := o.client.Heard().CreditsSpent; mine != 0 {
		t.Errorf("a day later %d are still counted", mine)
	}
}

// composite makes two contacts in one call.
func (o *org) composite(mode zoho.CompositeMode) error {
	b := zoho.NewComposite(mode)
	for range 2 {
		b.Insert("Contacts", zoho.Contact{LastName: "Composed"}, zoho.InsertOptions{})
	}
	answer, err := o.client.Composite(context.Background(), b)
	if err != nil {
		return err
	}
	return answer.Err()
}

// lead makes one as a person would, which costs nothing.
func (o *org) lead() string {
	o.Helper()
	made := o.control("records/Leads", `{"data":[{"Last_Name":"Turner","Company":"Turner Ltd"}]}`)
	var records struct{ Data []zoho.Lead }
	if err := json.Unmarshal(made, &records); err != nil || len(records.Data) != 1 {
		o.Fatalf("%s: %v", made, err)
	}
	return records.Data[0].ID
}

// shortage uses up at least half of the credits and leaves so many.
func (o *org) shortage(left int) {
	o.Helper()
	for o.meter().Used < left {
		contacts := make([]zoho.Contact, 100)
		for i := range contacts {
			contacts[i].LastName = "Spender"
		}
		if _, err := o.client.Contacts.Insert(context.Background(), contacts, zoho.InsertOptions{}); err != nil {
			o.Fatal(err)
		}
	}
	used := o.meter().Used
	o.configure(func(s *zohosim.Settings) { s.Credits = used + left })
}

// Background calls stop at the reserve and say until when; the others go on to
// the last credit. When the credits are back, so are they.
//
// Fidelity: credits-header-past-half
func TestBackgroundCallsLeaveAReserve(t *testing.T) {
	o := newOrg(t, func(s *zohosim.Settings) { s.Edition = "free" })
	job, person := o.client.At(zoho.Background), o.client.At(zoho.Attended)
	o.shortage(502) // two above the tenth of 5,000
	for n, want := range []bool{true, true, true, false, false} {
		if err := o.query(job); (err == nil) != want {
			t.Errorf("call %d of the background: %v", n, err)
		}
	}
	err := o.query(job)
	e := apiError(t, err)
	low, typed := errors.AsType[*zoho.CreditsError](err)
	if !typed || *low != (zoho.CreditsError{Left: 499, Reserve: 500}) || e.Applied != zoho.NotApplied || !zoho.IsRateLimited(err) ||
		e.RetryAfter <= 0 || e.RetryAfter > 15*time.Minute {
		t.Errorf("refused with %v, %+v", err, e)
	}
	if _, err := job.Contacts.InsertOne(context.Background(), zoho.Contact{LastName: "Never"}, zoho.InsertOptions{}); !zoho.IsRateLimited(err) {
		t.Errorf("a write of the background: %v", err)
	}
	if err := errors.Join(o.query(o.client), o.query(person)); err != nil {
		t.Errorf("calls that somebody waits for: %v", err)
	}

	before := o.meter().Used
	o.sim.Sim.Advance(e.RetryAfter + time.Second)
	if failures := together(5, func(int) error { return o.query(job) }); len(failures) != 4 || o.meter().Used != before+1 {
		t.Errorf("one call was to hear how things are: %v", failures)
	}
	o.configure(func(s *zohosim.Settings) { s.Credits = 0 })
	o.sim.Sim.Advance(16 * time.Minute)
	for range 2 {
		if err := o.query(job); err != nil {
			t.Errorf("with new credits: %v", err)
		}
	}
}

// At the end of the credits a call comes back at once, says to wait for longer
// than a moment, and closes no place.
//
// Fidelity: rate-limit-code
func TestCreditsAreGone(t *testing.T) {
	o := newOrg(t, whatever)
	o.shortage(10)
	for range 10 {
		if err := o.query(o.client); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	err := o.query(o.client)
	if e := apiError(t, err); !zoho.IsRateLimited(err) || e.RetryAfter < 10*time.Minute || time.Since(began) > 150*time.Millisecond {
		t.Errorf("got %v, to wait %s, after %s", err, e.RetryAfter, time.Since(began))
	}
	o.configure(func(s *zohosim.Settings) { s.Credits = 0 })
	o.slow(20 * time.Millisecond)
	together(12, func(int) error { return o.query(o.client) })
	if peak := o.meter().PeakConcurrency; peak != zoho.DefaultMaxConcurrent {
		t.Errorf("afterwards %d calls were in flight", peak)
	}
}

// Live calls come through a queue of others that would take seconds.
func TestLiveCallsPassAQueue(t *testing.T) {
	o := newOrg(t, whatever)
	o.slow(20 * time.Millisecond)
	crowd := make(chan []error)
	go func() {
		crowd <- together(120, func(n int) error { return o.query(o.client.At(zoho.Priority(1 + n%2))) })
	}()
	for o.meter().PeakConcurrency < 3 {
		time.Sleep(time.Millisecond) // the crowd gathers
	}
	for range 5 {
		began := time.Now()
		if err := o.query(o.client); err != nil || time.Since(began) > 150*time.Millisecond {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	}
	if failures := <-crowd; len(failures) > 0 {
		t.Errorf("in the crowd: %v", failures)
	}
}

// A call that gets no place in time says when to come back.
func TestNoPlaceInTime(t *testing.T) {
	o := newOrg(t, whatever, func(c *zoho.Config) { c.MaxConcurrent = 1 })
	o.slow(200 * time.Millisecond)
	first := make(chan error)
	go func() { first <- o.query(o.client) }()
	for o.meter().PeakConcurrency == 0 {
		time.Sleep(time.Millisecond) // until it is in flight
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	_, err := o.client.Contacts.InsertOne(ctx, zoho.Contact{LastName: "Late"}, zoho.InsertOptions{})
	if e := apiError(t, err); e.Applied != zoho.NotApplied || e.RetryAfter != time.Second || !zoho.IsUnavailable(err) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, %+v", err, e)
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
}

func TestReserveIsConfigurable(t *testing.T) {
	for reserve, want := range map[float64]bool{-1: true, 0.05: true, 0.5: false, 7: false} {
		o := newOrg(t, func(s *zohosim.Settings) { s.Edition = "free" }, func(c *zoho.Config) { c.Reserve = reserve })
		o.shortage(300)
		if err := o.query(o.client); err != nil { // which hears of the shortage
			t.Fatal(err)
		}
		if err := o.query(o.client.At(zoho.Background)); (err == nil) != want {
			t.Errorf("with a reserve of %v: %v", reserve, err)
		}
	}
}

func TestPriorities(t *testing.T) {
	for p, want := range map[zoho.Priority]string{zoho.Live: "live", zoho.Attended: "attended", zoho.Background: "background", 9: "background", -1: "live"} {
		if p.String() != want {
			t.Errorf("%d is %s", int(p), p)
		}
	}
	s := newServer(t, answers(say(200, oneEvent)))
	if _, err := client(t, s).At(99).At(-5).Events.Get(context.Background(), "57001"); err != nil {
		t.Error(err)
	}
}
