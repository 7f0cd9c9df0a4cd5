package crm_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
)

// inEveryField are the phone fields that a record may be found by.
var inEveryField = map[contact.Module][]string{
	contact.Contacts: {"Phone", "Mobile", "Home_Phone", "Other_Phone"},
	contact.Leads:    {"Phone", "Mobile"},
	contact.Accounts: {"Phone"},
}

func person(module contact.Module, last string) map[string]any {
	if module == contact.Accounts {
		return map[string]any{"Account_Name": last}
	}
	return map[string]any{"First_Name": "Kim", "Last_Name": last, "Company": "Kim & Co"}
}

// find looks a number up as a call would, in every module and without memory.
func (r *rig) find(number phone.Number, region string, order ...string) contact.Match {
	r.Helper()
	if len(order) == 0 {
		order = []string{"Contacts", "Leads", "Accounts"}
	}
	people := contact.NewService(contact.Config{CRM: r.gateway, Store: r.db.Directory(), Now: r.sim.Sim.Now})
	match, err := people.Find(r.Context(), r.project, attribute.Callers{CheckExisting: true, LookupOrder: order, PhoneRegion: region}, number)
	if err != nil {
		r.Fatal(err)
	}
	return match
}

func TestDemoCallersAreFoundByTheirNumbers(t *testing.T) {
	r := newRig(t, "demo")
	for number, want := range map[phone.Number]string{
		"+12125550143": "known Contacts Dana Whitfield", "+12125550168": "known Contacts Otto Lindqvist",
		"+19175550121": "known Leads Priya Nair", "+12125550190": "known Accounts Quayside Boat Works",
		"+16465550177": "ambiguous  ", "+19175550166": "new  ",
		"+13125550143": "new  ", "+442125550143": "new  ", // the same last digits as Dana
	} {
		m := r.find(number, "US")
		if got := fmt.Sprint(m.Outcome, " ", m.Record.Module, " ", m.Record.Name); got != want {
			t.Errorf("%s is %q, want %q", number, got, want)
		}
	}
	if m := r.find("+16465550177", "US"); len(m.Candidates) != 2 {
		t.Errorf("the Marins are %v", m.Candidates)
	}
}

// spellings are how people write a number in a CRM, with the region whose
// national form they use.
var spellings = []struct {
	number phone.Number
	region string
	as     []string
}{
	{"+12125550111", "US", []string{
		"(212) 555-0111", "212.555.0111", "212-555-0111", "212 555 0111", "2125550111", "12125550111", "1-212-555-0111",
		"1 (212) 555-0111", "+1 212-555-0111", "+12125550111", "+1.212.555.0111", "+1 (212) 555 0111",
		"+1 212-555-0111 x12", "212-555-0111 ext. 7", "(212)555-0111", "212/555-0111", "  212 555-0111 ", "+1-212-555-0111",
		"212 - 555 - 0111", "tel:+1-212-555-0111",
	}},
	{"+12125550111", "DE", []string{"001 212 555 0111", "+1 212 555 0111"}},
	{"+33612345678", "FR", []string{"06 12 34 56 78", "+33 6 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "0033612345678", "+33 (0)6 12 34 56 78"}},
	{"+61412345678", "AU", []string{"0412 345 678", "+61 412 345 678", "0412-345-678", "0412345678"}},
	{"+48512345678", "PL", []string{"512 345 678", "512-345-678", "+48 512 345 678"}},
	{"+34612345678", "ES", []string{"612 34 56 78", "612 345 678", "+34 612 34 56 78"}},
	{"+4930123456", "DE", []string{"030 123456", "030/12 34 56", "+49 30 123-456", "(030) 12-34-56"}},
	{"+442079460958", "GB", []string{"020 7946 0958", "+44 20 7946 0958", "(020) 7946 0958"}},
	{"+919876543210", "IN", []string{"98765 43210", "+91 98765 43210", "098765-43210"}},
}

func TestACallerIsFoundInEverySpellingAndField(t *testing.T) {
	r := newRig(t, "demo")
	n := 0
	for _, s := range spellings {
		for _, as := range s.as {
			for module, fields := range inEveryField {
				for _, field := range fields {
					n++
					values := person(module, fmt.Sprint("Caller", n))
					values[field] = as
					id := r.put(string(module), values)[0].text("id")
					if m := r.find(s.number, s.region); m.Outcome != contact.Known || m.Record.ID != id || m.Record.Module != module {
						t.Errorf("%s as %q in %s.%s is %s", s.number, as, module, field, m.Outcome)
					}
					r.control(http.MethodDelete, "records/"+string(module)+"/"+id, nil)
				}
			}
		}
	}
	t.Logf("%d records were looked up", n)
}

func TestSimilarNumbersAreNotTheCallers(t *testing.T) {
	r := newRig(t, "demo")
	for i, as := range []string{
		"(646) 555-0111", "212-556-0111", "+44 212 555 0111", "212-555-01112", "0111", "5550111", "x0111", "212-555-1011", "see note 0111",
	} {
		values := person(contact.Contacts, fmt.Sprint("Other", i))
		values["Phone"] = as
		r.put("Contacts", values)
	}
	if m := r.find("+12125550111", "US"); m.Outcome != contact.New {
		t.Errorf("the caller is %s, %v", m.Outcome, m.Record)
	}
	if m := r.find("+33612345678", "FR"); m.Outcome != contact.New {
		t.Errorf("the caller is %s, %v", m.Outcome, m.Record)
	}
}

// A lookup must not stop at the first page, nor at another person's record.
func TestACallerAmongHundredsWithTheSameEnding(t *testing.T) {
	r := newRig(t, "empty")
	var many []map[string]any
	for i := range 450 {
		values := person(contact.Contacts, fmt.Sprint("Other", i))
		values["Phone"] = fmt.Sprintf("(%03d) 555-0111", 201+i)
		if 201+i == 212 {
			values["Phone"] = "(646) 555-0111"
		}
		many = append(many, values)
	}
	r.put("Contacts", many...)
	values := person(contact.Contacts, "Caller")
	values["Phone"] = "212.555.0111"
	r.put("Contacts", values)
	if m := r.find("+12125550111", "US"); m.Outcome != contact.Known || m.Record.Name != "Kim Caller" {
		t.Errorf("the caller is %s, %v", m.Outcome, m.Record)
	}
}

func TestWhoStandsForACallerInSeveralModules(t *testing.T) {
	r := newRig(t, "demo")
	for _, module := range []contact.Module{contact.Accounts, contact.Leads, contact.Contacts} {
		values := person(module, "Of "+string(module))
		values["Phone"] = "212 555 0111"
		r.put(string(module), values)
	}
	for _, c := range []struct {
		order []string
		want  contact.Module
	}{
		{[]string{"Contacts", "Leads", "Accounts"}, contact.Contacts},
		{[]string{"Leads", "Contacts"}, contact.Contacts},
		{[]string{"Accounts", "Leads", "Contacts"}, contact.Accounts},
		{[]string{"Leads"}, contact.Leads},
	} {
		if m := r.find("+12125550111", "US", c.order...); m.Outcome != contact.Known || m.Record.Module != c.want {
			t.Errorf("in the order %v the caller is %s in %s, want %s", c.order, m.Outcome, m.Record.Module, c.want)
		}
	}
}

func (r *rig) made(module contact.Module, p contact.Person, reference string) record {
	r.Helper()
	create := r.gateway.CreateContact
	if module == contact.Leads {
		create = r.gateway.CreateLead
	}
	id, err := create(r.Context(), r.project, p, reference)
	if err != nil {
		r.Fatal(err)
	}
	for _, rec := range r.records(string(module)) {
		if rec.text("id") == id {
			return rec
		}
	}
	r.Fatalf("%s %s is not there", module, id)
	return nil
}

func TestPeopleAreWrittenAsTheyWereSaid(t *testing.T) {
	r := newRig(t, "demo")
	account := r.records("Accounts")[0].text("id")
	for _, module := range []contact.Module{contact.Contacts, contact.Leads} {
		for name, want := range map[string][2]string{
			"Ann Lee": {"Ann", "Lee"}, " ann  de la  Cruz ": {"ann de la", "Cruz"}, "Cher": {"", "Cher"}, "": {"", "Unknown caller"},
		} {
			rec := r.made(module, contact.Person{Name: name, Phone: "+12125550111", Email: "ann@example.com", Company: "Lee & Co", Account: account}, "ringbook/x")
			if rec.text("First_Name") != want[0] || rec.text("Last_Name") != want[1] {
				t.Errorf("%q became %q, %q", name, rec.text("First_Name"), rec.text("Last_Name"))
			}
			if rec.text("Phone") != "+12125550111" || rec.text("Email") != "ann@example.com" || !strings.HasSuffix(rec.text("Description"), "\n\nReference: ringbook/x") {
				t.Errorf("the record is %v", rec)
			}
			if module == contact.Leads && rec.text("Company") != "Lee & Co" || module == contact.Contacts && rec.lookup("Account_Name") != account {
				t.Errorf("the record is %v", rec)
			}
		}
	}
}

// What a model misheard must not cost the caller the record: Zoho refuses a
// name that is too long and an address that is none.
func TestPeopleWithWhatZohoWouldRefuse(t *testing.T) {
	r := newRig(t, "demo")
	long := strings.TrimSpace(strings.Repeat("Wolfeschlegelsteinhausen ", 8))
	for _, module := range []contact.Module{contact.Contacts, contact.Leads} {
		for _, p := range []contact.Person{
			{Name: long, Email: "ann@example.com"}, {Name: strings.Repeat("x", 200)}, {Name: "Ann " + strings.Repeat("é", 199)},
			{Name: "Ann Lee", Email: "ann at example dot com"}, {Name: "Ann Lee", Email: strings.Repeat("a", 120) + "@example.com"},
			{Name: "Ann Lee", Email: "ann@example"}, {Name: "Ann Lee", Email: "Ann <ann@example.com>"},
		} {
			p.Company = strings.Repeat("Co ", 60)
			rec := r.made(module, p, "ringbook/x")
			if rec.text("Last_Name") == "" || !strings.HasSuffix(rec.text("Description"), "Reference: ringbook/x") {
				t.Errorf("the record is %v", rec)
			}
			if p.Email != "" && !strings.Contains(rec.text("Email")+rec.text("Description"), p.Email) {
				t.Errorf("the address %q is lost: %v", p.Email, rec)
			}
		}
	}
}

func TestFindReference(t *testing.T) {
	r := newRig(t, "demo")
	look := func(module contact.Module, p contact.Person, reference string, since time.Time) string {
		t.Helper()
		id, found, err := r.gateway.FindReference(t.Context(), r.project, module, p, reference, since)
		if err != nil || found != (id != "") {
			t.Fatalf("%q, %t, %v", id, found, err)
		}
		return id
	}
	for _, module := range []contact.Module{contact.Contacts, contact.Leads} {
		for _, p := range []contact.Person{
			{Name: "Ann Lee", Phone: "+12125550111", Company: "Lee & Co"}, {Name: "Ann O'Hara", Company: "O'Hara"},
			{Name: "Withheld " + strings.Repeat("x", 90), Company: "x"}, {Phone: "+12125550112", Company: "x"},
		} {
			before := r.sim.Sim.Now()
			r.made(module, p, "ringbook/first")
			want := r.made(module, p, "ringbook/second").text("id")
			if got := look(module, p, "ringbook/second", before.Add(-time.Hour)); got != want {
				t.Errorf("%s %q: found %q, want %q", module, p.Name, got, want)
			}
			if got := look(module, p, "ringbook/third", before.Add(-time.Hour)); got != "" {
				t.Errorf("%s %q: another's record %q was taken", module, p.Name, got)
			}
			if got := look(module, p, "ringbook/second", r.sim.Sim.Now().Add(time.Minute)); got != "" {
				t.Errorf("%s %q: a record from before the attempt was taken", module, p.Name)
			}
		}
	}
}
