package zoho_test

import (
	"context"
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
			o.slow(300 * time.Millisecond) // long enough to be in flight together on a busy machine
			failures := together(3*places, func(int) error {
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
	eleven := make([]zoho.Contact, 11)
	for i := range eleven {
		eleven[i].LastName = "Many"
	}
	failures := together(80, func(n int) (err error) {
		switch n % 4 {
		case 0:
			_, err = o.client.CurrentUser(context.Background())
		case 1:
			_, err = o.client.Contacts.Insert(context.Background(), eleven, zoho.InsertOptions{})
		default:
			err = o.query(o.client.At(zoho.Priority(n%4 - 2)))
		}
		return err
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
	if refused := o.refusals(); refused == 0 || refused > calls || len(failures) > calls/10 {
		t.Errorf("%d calls were refused, %d failed", refused, len(failures))
	}
}

// Live calls come through a queue of others that would take two seconds.
func TestLiveCallsPassAQueue(t *testing.T) {
	o := newOrg(t, whatever)
	o.slow(50 * time.Millisecond)
	crowd := make(chan []error)
	go func() {
		crowd <- together(120, func(n int) error { return o.query(o.client.At(zoho.Priority(1 + n%2))) })
	}()
	for o.meter().PeakConcurrency < 3 {
		time.Sleep(time.Millisecond) // the crowd gathers
	}
	for range 5 {
		began := time.Now()
		if err := o.query(o.client); err != nil || time.Since(began) > time.Second {
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
