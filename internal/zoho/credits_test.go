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
	if e := apiError(t, err); !zoho.IsRateLimited(err) || e.RetryAfter < 10*time.Minute || time.Since(began) > 180*time.Millisecond {
		t.Errorf("got %v, to wait %s, after %s", err, e.RetryAfter, time.Since(began))
	}
	if mine, theirs := o.client.Heard().CreditsSpent, o.meter().Used; mine != theirs {
		t.Errorf("the client counts %d credits and Zoho %d", mine, theirs)
	}
	o.configure(func(s *zohosim.Settings) { s.Credits = 0 })
	o.slow(20 * time.Millisecond)
	together(12, func(int) error { return o.query(o.client) })
	if peak := o.meter().PeakConcurrency; peak != zoho.DefaultMaxConcurrent {
		t.Errorf("afterwards %d calls were in flight", peak)
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
