package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// promise is something that a story says the CRM holds when all is over.
type promise struct {
	// text says it to a person.
	text string
	// kept looks whether it is so; the string says what was found.
	kept func(context.Context, crmView) (bool, string, error)
}

func (s *stage) promise(text string, kept func(context.Context, crmView) (bool, string, error)) {
	s.promises = append(s.promises, promise{text, kept})
}

// checkPromises compares the CRM with all that was promised, prints each
// promise with what was found, and reports whether every one is kept. Beside
// the promises no record may have come or gone.
func (s *stage) checkPromises(ctx context.Context, before map[string]int) bool {
	s.promise("nothing else has come or gone: 1 event, 1 contact, 1 lead and 5 notes are new, and no deal", func(ctx context.Context, crm crmView) (bool, string, error) {
		after, err := crm.counts(ctx)
		found := fmt.Sprintf("events %+d, contacts %+d, leads %+d, deals %+d, notes %+d", after["Events"]-before["Events"], after["Contacts"]-before["Contacts"],
			after["Leads"]-before["Leads"], after["Deals"]-before["Deals"], after["Notes"]-before["Notes"])
		return found == "events +1, contacts +1, leads +1, deals +0, notes +5", found, err
	})
	all := true
	for _, p := range s.promises {
		kept, found, err := p.kept(ctx, s.crm)
		mark := "ok  "
		if err != nil {
			kept, found = false, err.Error()
		}
		if !kept {
			mark, all = "FAIL", false
		}
		s.printf("   %s  %s\n", mark, p.text)
		if found != "" {
			s.printf("           %s\n", found)
		}
	}
	return all
}

// promiseEvent says that exactly one event begins at an instant, for a
// contact.
func (s *stage) promiseEvent(name string, start time.Time, attendee func(record) bool) {
	s.promise(fmt.Sprintf("one event for %s at %s", name, start.In(s.zone).Format("Mon Jan 2, 15:04")), func(ctx context.Context, crm crmView) (bool, string, error) {
		events, err := crm.records(ctx, "Events")
		var found []record
		for _, e := range events {
			if at, err := time.Parse(time.RFC3339, e.text("Start_DateTime")); err == nil && at.Equal(start) {
				found = append(found, e)
			}
		}
		if err != nil || len(found) != 1 {
			return false, fmt.Sprintf("%d events begin then", len(found)), err
		}
		e := found[0]
		return attendee(e), fmt.Sprintf("%q, %s to %s", e.text("Event_Title"), e.text("Start_DateTime"), e.text("End_DateTime")), nil
	})
}

// promiseNoEvent says that the event of a cancelled booking is gone.
func (s *stage) promiseNoEvent(name string, start time.Time) {
	s.promise(fmt.Sprintf("no event for %s at %s any more", name, start.In(s.zone).Format("Mon Jan 2, 15:04")), func(ctx context.Context, crm crmView) (bool, string, error) {
		events, err := crm.records(ctx, "Events")
		for _, e := range events {
			if at, err := time.Parse(time.RFC3339, e.text("Start_DateTime")); err == nil && at.Equal(start) {
				return false, fmt.Sprintf("%q is still there", e.text("Event_Title")), nil
			}
		}
		return err == nil, "", err
	})
}

// promiseRecord says that exactly one record of a module has a phone and a
// last name.
func (s *stage) promiseRecord(module, lastName, phone string) {
	s.promise(fmt.Sprintf("one of the %s is %s", module, lastName), func(ctx context.Context, crm crmView) (bool, string, error) {
		found, err := named(ctx, crm, module, lastName)
		if err != nil || len(found) != 1 {
			return false, fmt.Sprintf("%d are", len(found)), err
		}
		r := found[0]
		return r.text("Phone") == phone, fmt.Sprintf("%s %s, phone %s", r.text("First_Name"), r.text("Last_Name"), r.text("Phone")), nil
	})
}

// promiseNote says that exactly one note on that record has the summary of a
// conversation, and what else stands in it.
func (s *stage) promiseNote(module, lastName, summary string, says ...string) {
	s.promise(fmt.Sprintf("one note on %s: %s", lastName, summary), func(ctx context.Context, crm crmView) (bool, string, error) {
		parents, err := named(ctx, crm, module, lastName)
		if err != nil || len(parents) != 1 {
			return false, fmt.Sprintf("%d of the %s are called so", len(parents), module), err
		}
		notes, err := crm.records(ctx, "Notes")
		var found []record
		for _, n := range notes {
			if n.lookup("Parent_Id") == parents[0].text("id") && strings.Contains(n.text("Note_Content"), summary) {
				found = append(found, n)
			}
		}
		if err != nil || len(found) != 1 {
			return false, fmt.Sprintf("%d such notes hang on it", len(found)), err
		}
		for _, piece := range says {
			if !strings.Contains(found[0].text("Note_Content"), piece) {
				return false, fmt.Sprintf("it does not say %q", piece), nil
			}
		}
		return true, fmt.Sprintf("%q", found[0].text("Note_Title")), nil
	})
}

func named(ctx context.Context, crm crmView, module, lastName string) ([]record, error) {
	records, err := crm.records(ctx, module)
	var found []record
	for _, r := range records {
		if r.text("Last_Name") == lastName {
			found = append(found, r)
		}
	}
	return found, err
}
