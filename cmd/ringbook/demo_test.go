package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func plays(t *testing.T, meddle func(*stage) error) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := playDemo(t.Context(), &out, slog.New(slog.DiscardHandler), meddle)
	return out.String(), err
}

// TestDemo shows every turn, what the agent says, and every record.
func TestDemo(t *testing.T) {
	out, err := plays(t, func(*stage) error { return nil })
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, s := range stories {
		if !strings.Contains(out, s.title) {
			t.Errorf("no story %q", s.title)
		}
	}
	for _, piece := range []string{
		"StartConversation OK, caller KNOWN", "StartConversation OK, caller NEW", "CheckSlots OK", "Book BOOKED", "Book CALLER_UNKNOWN",
		"Cancel CANCELLED", "EndConversation ACCEPTED, follow-up DONE", "Do you have something on Wednesday?", "Every record is as promised.", "In the CRM now",
		"Publish: 14 steps, revision 3 is live", "deal      the deal was moved " + quotedWhy, "deal      zoho_update_pipeline is off", "5 conversations",
	} {
		if !strings.Contains(out, piece) {
			t.Errorf("the demo does not show %q", piece)
		}
	}
	agent, turns := strings.Count(out, "   agent     "), strings.Count(out, "  Zoho calls: ")
	if agent+strings.Count(out, "   builder   ") != turns || turns < 18 || strings.Contains(out, "FAIL") {
		t.Errorf("%d lines of the agent in %d turns:\n%s", agent, turns, out)
	}
}

// TestDemoSeesWhatIsMissing changes the CRM behind the demo's back in every
// module that it promises something of.
func TestDemoSeesWhatIsMissing(t *testing.T) {
	for name, meddle := range map[string]func(context.Context, *stage) error{
		"an event is gone":  removes("Events", func(r record) bool { return strings.Contains(r.text("Description"), "Reference: ringbook-") }),
		"a contact is gone": removes("Contacts", func(r record) bool { return r.text("Last_Name") == "Okafor" }),
		"a lead is gone":    removes("Leads", func(r record) bool { return r.text("Last_Name") == "Abara" }),
		"a note is gone":    removes("Notes", func(record) bool { return true }),
		"a deal is gone":    removes("Deals", func(r record) bool { return r.text("Stage") == quotedStage }),
		"a stranger's gone": removes("Contacts", func(r record) bool { return r.text("Last_Name") == "Lindqvist" }),
	} {
		t.Run(name, func(t *testing.T) {
			out, err := plays(t, func(s *stage) error { return meddle(t.Context(), s) })
			if !errors.Is(err, errPromise) || !strings.Contains(out, "FAIL") || strings.Contains(out, "as promised.") {
				t.Errorf("the demo ended with %v:\n%s", err, out)
			}
		})
	}
}

// TestDemoSeesWhereDealsAre: one that went back, and one that the running
// conversation must not make.
func TestDemoSeesWhereDealsAre(t *testing.T) {
	for says, meddle := range map[string]func(context.Context, *stage) error{
		"FAIL  the deal of Whitfield is in " + quotedStage + "\n           \"Whitfield implant plan\" is in Qualification": func(ctx context.Context, s *stage) error {
			deals, err := dealsOf(ctx, s.crm, "Whitfield")
			if err != nil || len(deals) != 1 {
				return fmt.Errorf("%d deals, %w", len(deals), err)
			}
			return s.crm.enter(ctx, http.MethodPut, "Deals/"+deals[0].text("id"), record{"Stage": "Qualification"})
		},
		"FAIL  no deal for Lindqvist, whose conversation began before the rule\n           \"Crown\" hangs on it": func(ctx context.Context, s *stage) error {
			otto, err := named(ctx, s.crm, "Contacts", "Lindqvist")
			if err != nil || len(otto) != 1 {
				return fmt.Errorf("%d contacts, %w", len(otto), err)
			}
			return s.crm.enter(ctx, http.MethodPost, "Deals", record{
				"Deal_Name": "Crown", "Stage": quotedStage, "Pipeline": "Standard (Standard)", "Contact_Name": record{"id": otto[0].text("id")},
			})
		},
	} {
		out, err := plays(t, func(s *stage) error { return meddle(t.Context(), s) })
		if !errors.Is(err, errPromise) || !strings.Contains(out, says) {
			t.Errorf("want %s\nthe demo ended with %v:\n%s", says, err, out)
		}
	}
}

// enter writes a record as a person would.
func (v crmView) enter(ctx context.Context, method, path string, values record) error {
	body, err := json.Marshal(map[string][]record{"data": {values}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, v.base+"records/"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	return send(req, nil)
}

// removes takes the first fitting record away.
func removes(module string, fits func(record) bool) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error {
		all, err := s.crm.records(ctx, module)
		if err != nil {
			return err
		}
		for _, r := range all {
			if fits(r) {
				return s.crm.remove(ctx, module, r.text("id"))
			}
		}
		return errors.New("there is nothing to remove")
	}
}

// TestDemoTellsItsTroubles ends with what went wrong, not with a promise.
func TestDemoTellsItsTroubles(t *testing.T) {
	trouble := errors.New("somebody tripped over the cable")
	if _, err := plays(t, func(*stage) error { return trouble }); !errors.Is(err, trouble) || errors.Is(err, errPromise) {
		t.Errorf("the error is %v", err)
	}
}
