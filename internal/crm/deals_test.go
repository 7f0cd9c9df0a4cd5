package crm_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

const standard = "Standard (Standard)"

// wire is a transport that keeps what was written.
type wire struct {
	next    http.RoundTripper
	written []written
}

type written struct {
	Method  string
	Since   string
	Trigger []string         `json:"trigger"`
	Data    []map[string]any `json:"data"`
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasPrefix(req.URL.Path, "/crm/v8/Deals") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		req.Body = io.NopCloser(strings.NewReader(string(body)))
		sent := written{Method: req.Method, Since: req.Header.Get("If-Unmodified-Since")}
		if err := json.Unmarshal(body, &sent); err != nil {
			return nil, err
		}
		w.written = append(w.written, sent)
	}
	return w.next.RoundTrip(req)
}

// tapped lets a wire look at what the gateway sends.
func (r *rig) tapped() *wire {
	w := &wire{next: r.clients.HTTPClient.Transport}
	tapped := r.clients.ClientsConfig
	tapped.HTTPClient = &http.Client{Transport: w}
	r.gateway = crm.NewGateway(crm.NewClients(tapped))
	return w
}

func (r *rig) named(module, last string) string {
	r.Helper()
	for _, rec := range r.control(http.MethodGet, "records/"+module, nil) {
		if rec.text("Last_Name") == last {
			return rec.text("id")
		}
	}
	r.Fatalf("no %s in %s", last, module)
	return ""
}

func newDeal(contact string) aftercall.NewDeal {
	return aftercall.NewDeal{Contact: contact, Name: "Plan", Pipeline: standard, Stage: "Qualification",
		ClosesOn: slot.Date{Year: 2027, Month: time.March, Day: 31}, Text: "Made.", Reference: "ringbook-deal-1"}
}

func TestCreateDeal(t *testing.T) {
	r := newRig(t, "demo")
	w := r.tapped()
	otto := r.named("Contacts", "Lindqvist")
	d := newDeal(otto)
	d.Name = strings.Repeat("ä", 130)
	id, err := r.gateway.CreateDeal(t.Context(), r.project, d)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.written) != 1 || strings.Join(w.written[0].Trigger, " ") != "workflow approval blueprint" {
		t.Errorf("written is %+v", w.written)
	}
	account := r.control(http.MethodGet, "records/Accounts", nil)[0].text("id")
	for _, deal := range r.control(http.MethodGet, "records/Deals", nil) {
		if deal.text("id") == id && (deal.lookup("Contact_Name") != otto || deal.lookup("Account_Name") != account || deal.text("Closing_Date") != "2027-03-31" ||
			deal.text("Deal_Name") != strings.Repeat("ä", 120) || deal.text("Description") != "Made.\n\nReference: ringbook-deal-1") {
			t.Errorf("the deal is %v", deal)
		}
	}
	got, err := r.gateway.DealsOf(t.Context(), r.project, otto)
	if err != nil || len(got) != 1 || got[0].ID != id || got[0].Pipeline != standard || got[0].Stage != "Qualification" || got[0].Amount != 0 ||
		!got[0].ModifiedAt.Equal(monday) || !strings.Contains(got[0].Text, d.Reference) {
		t.Errorf("the deals are %+v, %v", got, err)
	}
}

func TestDealsOfAreTheContactsOwn(t *testing.T) {
	r := newRig(t, "demo")
	dana := r.named("Contacts", "Whitfield")
	got, err := r.gateway.DealsOf(t.Context(), r.project, dana)
	if err != nil || len(got) != 1 || got[0].Name != "Whitfield implant plan" || got[0].Amount != 4200 {
		t.Errorf("Dana's are %+v, %v", got, err)
	}
	if got, err := r.gateway.DealsOf(t.Context(), r.project, r.named("Contacts", "Lindqvist")); err != nil || len(got) != 0 {
		t.Errorf("Otto's are %+v, %v", got, err)
	}
}

func TestMoveDeal(t *testing.T) {
	r := newRig(t, "demo")
	w := r.tapped()
	dana := r.named("Contacts", "Whitfield")
	deals, err := r.gateway.DealsOf(t.Context(), r.project, dana)
	if err != nil {
		t.Fatal(err)
	}
	before := deals[0]
	r.sim.Sim.Advance(time.Minute)
	move := aftercall.Move{Deal: before.ID, Stage: "Needs Analysis", Since: before.ModifiedAt}
	if err := r.gateway.MoveDeal(t.Context(), r.project, move); err != nil {
		t.Fatal(err)
	}
	sent := w.written[0]
	if strings.Join(sent.Trigger, " ") != "workflow approval blueprint" || len(sent.Data[0]) != 1 || sent.Since == "" {
		t.Errorf("sent is %+v", sent)
	}
	after, err := r.gateway.DealsOf(t.Context(), r.project, dana)
	if err != nil || after[0].Stage != "Needs Analysis" || after[0].Name != before.Name || after[0].Amount != before.Amount {
		t.Errorf("the deal is %+v, %v", after, err)
	}
	r.sim.Sim.Advance(time.Minute)
	if err := r.gateway.MoveDeal(t.Context(), r.project, move); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "somebody changed the deal") {
		t.Errorf("a move on an old copy: %v", err)
	}
}

func TestWhatIsRefusedOfADeal(t *testing.T) {
	r := newRig(t, "demo")
	dana := r.named("Contacts", "Whitfield")
	deals, err := r.gateway.DealsOf(t.Context(), r.project, dana)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(*aftercall.NewDeal) error{
		"a stage that the pipeline lacks": func(d *aftercall.NewDeal) error { d.Stage = "Invented"; return nil },
		"a pipeline that is not there":    func(d *aftercall.NewDeal) error { d.Pipeline = "Service"; return nil },
		"a move to such a stage": func(d *aftercall.NewDeal) error {
			return r.gateway.MoveDeal(t.Context(), r.project, aftercall.Move{Deal: deals[0].ID, Stage: "Invented"})
		},
	} {
		d := newDeal(dana)
		err := write(&d)
		if err == nil {
			_, err = r.gateway.CreateDeal(t.Context(), r.project, d)
		}
		if !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "MAPPING_MISMATCH") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := r.gateway.MoveDeal(t.Context(), r.project, aftercall.Move{Deal: "999999999", Stage: "Needs Analysis"}); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Refused) {
		t.Errorf("a deal that is not there: %v", err)
	}
	if got := len(r.control(http.MethodGet, "records/Deals", nil)); got != 1 {
		t.Errorf("%d deals", got)
	}
}
