package contact

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/phone"
)

// The table of whom the CRM's proposals mean.
func TestJudge(t *testing.T) {
	const dan, other = "(212) 555-0143", "(312) 555-0143"
	for name, c := range map[string]struct {
		order   string
		records []Record
		want    string
	}{
		"nobody":                          {"Contacts Leads Accounts", nil, "new"},
		"one contact":                     {"Contacts Leads Accounts", []Record{of(Contacts, "c", dan)}, "known c"},
		"in any of the fields":            {"Contacts Leads Accounts", []Record{of(Contacts, "c", other, "", dan)}, "known c"},
		"another number, same ending":     {"Contacts Leads Accounts", []Record{of(Contacts, "c", other, "0143", "no number 0143")}, "new"},
		"two contacts":                    {"Contacts Leads Accounts", []Record{of(Contacts, "c", dan), of(Contacts, "d", dan)}, "ambiguous c d"},
		"two, of which one is the caller": {"Contacts Leads Accounts", []Record{of(Contacts, "c", dan), of(Contacts, "d", other)}, "known c"},
		"contact and lead":                {"Contacts Leads Accounts", []Record{of(Leads, "l", dan), of(Contacts, "c", dan)}, "known c"},
		"contact and lead, leads first":   {"Leads Contacts Accounts", []Record{of(Leads, "l", dan), of(Contacts, "c", dan)}, "known c"},
		"two leads beside a contact":      {"Leads Contacts", []Record{of(Leads, "l", dan), of(Leads, "m", dan), of(Contacts, "c", dan)}, "known c"},
		"two contacts beside a lead":      {"Contacts Leads", []Record{of(Leads, "l", dan), of(Contacts, "c", dan), of(Contacts, "d", dan)}, "ambiguous c d"},
		"an account":                      {"Contacts Leads Accounts", []Record{of(Accounts, "a", dan)}, "known a"},
		"a lead before an account":        {"Contacts Leads Accounts", []Record{of(Accounts, "a", dan), of(Leads, "l", dan)}, "known l"},
		"a module that is not asked":      {"Contacts", []Record{of(Leads, "l", dan)}, "new"},
	} {
		t.Run(name, func(t *testing.T) {
			m := judge(c.records, modules(strings.Fields(c.order)), dana, "US")
			got := string(m.Outcome)
			for _, r := range append(m.Candidates, m.Record) {
				got += " " + r.ID
			}
			if strings.TrimSpace(got) != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAMatchServesForAWhile(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	for range 3 {
		if m := d.find("p1", dana); m.Outcome != Known || m.Record.ID != "c" {
			t.Errorf("the caller is %v", m)
		}
	}
	d.wantAsked("at once", 1)
	d.now = d.now.Add(5*time.Minute - 1)
	d.find("p1", dana)
	d.wantAsked("just before the end", 1)
	d.now = d.now.Add(1)
	d.find("p1", dana)
	d.wantAsked("at the end", 2)
	d.now = d.now.Add(-time.Hour)
	d.find("p1", dana)
	d.wantAsked("on a clock that went back", 3)
}

func TestWhatIsRememberedIsTheNumbersAndTheProjects(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	d.find("p1", dana)
	if m := d.find("p1", rosa); m.Outcome != New {
		t.Errorf("Rosa is %v", m)
	}
	d.find("p2", dana)
	d.wantAsked("two numbers, two projects", 3)
	if m := d.find("p1", rosa); m.Outcome != New {
		t.Errorf("Rosa is %v", m)
	}
	d.wantAsked("nobody is remembered too", 3)
	d.set.CacheFor = 0
	d.find("p1", dana)
	d.wantAsked("where nothing shall be remembered", 4)
}

func TestForget(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	d.find("p1", dana)
	d.find("p2", dana)
	d.book.records = nil
	d.Forget("p1", dana)
	if m := d.find("p1", dana); m.Outcome != New {
		t.Errorf("the caller is %v", m)
	}
	if m := d.find("p2", dana); m.Outcome != Known {
		t.Errorf("the other project's caller is %v", m)
	}
	d.wantAsked("one forgotten", 3)
}

// A CRM that does not answer is no proof that there is nobody.
func TestAFailureIsNotRemembered(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	d.book.away = errors.New("away")
	if m, err := d.Find(t.Context(), "p1", d.set, dana); err == nil || m.Outcome != NotChecked {
		t.Errorf("got %v, %v", m, err)
	}
	d.book.away = nil
	if m := d.find("p1", dana); m.Outcome != Known {
		t.Errorf("the caller is %v", m)
	}
}

func TestTheMemoryIsBounded(t *testing.T) {
	var m memo
	at := time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
	for n := range mostMemos + 10 {
		number := phone.Number(fmt.Sprintf("+1212%07d", n))
		m.put("p1", number, Match{Outcome: New}, at)
		if len(m.known) > mostMemos {
			t.Fatalf("%d are remembered", len(m.known))
		}
		if _, ok := m.get("p1", number, at, time.Minute); !ok {
			t.Fatalf("number %d is forgotten at once", n)
		}
	}
}

func TestWithoutALookUpOnlyWhatRingbookMadeIsKnown(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	d.set.CheckExisting = false
	if m := d.find("p1", dana); m.Outcome != NotChecked {
		t.Errorf("the caller is %v", m)
	}
	d.book.made = []Record{of(Contacts, "newer"), of(Leads, "older")}
	if m := d.find("p1", dana); m.Outcome != Known || m.Record.ID != "newer" {
		t.Errorf("the caller is %v", m)
	}
	if m := d.find("p1", ""); m.Outcome != NotChecked {
		t.Errorf("no number is %v", m)
	}
	d.wantAsked("where no look-up is wanted", 0)
}

// A look-up that began before a record was made and ends after it must not
// make the others believe that there is nobody.
func TestALateLookUpDoesNotHideWhatWasMade(t *testing.T) {
	var m memo
	at := time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
	m.put("p1", dana, Match{Outcome: New}, at)
	m.putMade("p1", dana, of(Leads, "l"), at.Add(time.Second))
	m.put("p1", dana, Match{Outcome: New}, at.Add(2*time.Second))
	if r, ok := m.made("p1", dana, at.Add(2*time.Second)); !ok || r.ID != "l" {
		t.Errorf("made is %v, %t", r, ok)
	}
	if match, ok := m.get("p1", dana, at.Add(2*time.Second), time.Minute); !ok || match.Record.ID != "l" {
		t.Errorf("the caller is %v, %t", match, ok)
	}
	later := at.Add(time.Second + madeLately)
	if _, ok := m.made("p1", dana, later); ok {
		t.Error("a record that was made long ago stands for a new one")
	}
	m.put("p1", dana, Match{Outcome: New}, later)
	if match, _ := m.get("p1", dana, later, time.Minute); match.Outcome != New {
		t.Errorf("the caller is %v", match)
	}
	m.putMade("p1", dana, of(Leads, "l"), at)
	m.drop("p1", dana)
	if _, ok := m.made("p1", dana, at); ok {
		t.Error("what was made is not forgotten")
	}
}

// Two ways to one CRM share what is known of a number, and who goes asks their
// own way.
func TestAnotherWayKnowsTheSame(t *testing.T) {
	d := newDesk(t, of(Contacts, "c", "212 555 0143"))
	behind := &book{records: d.book.records}
	other := d.Over(behind)
	d.find("p1", dana)
	if m, err := other.Find(t.Context(), "p1", d.set, dana); err != nil || m.Record.ID != "c" || behind.asked != 0 {
		t.Errorf("the other way finds %v, %v, having asked %d times", m, err, behind.asked)
	}
	other.Forget("p1", dana)
	d.find("p1", dana)
	d.wantAsked("once the other way forgot", 2)
	if _, err := other.Find(t.Context(), "p2", d.set, dana); err != nil || behind.asked != 1 {
		t.Errorf("of another project: %v, having asked %d times", err, behind.asked)
	}
	d.wantAsked("for the other way", 2)
}
