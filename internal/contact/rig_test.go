package contact

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/phone"
)

const (
	dana phone.Number = "+12125550143"
	rosa phone.Number = "+16465550177"
)

// book is a CRM that holds records and counts how often it is asked, and the
// local directory beside it.
type book struct {
	mu      sync.Mutex
	records []Record
	asked   int
	away    error
	made    []Record
}

func (b *book) Propose(_ context.Context, _ string, modules []Module, _ phone.Number) ([]Record, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	var found []Record
	for _, r := range b.records {
		if slices.Contains(modules, r.Module) {
			found = append(found, r)
		}
	}
	return found, b.away
}

func (b *book) CreateContact(context.Context, string, Person, string) (string, error) { return "", nil }
func (b *book) CreateLead(context.Context, string, Person, string) (string, error)    { return "", nil }
func (b *book) FindReference(context.Context, string, Module, Person, string, time.Time) (string, bool, error) {
	return "", false, nil
}

func (b *book) Remember(_ context.Context, _ string, _ phone.Number, r Record) error {
	b.made = append([]Record{r}, b.made...)
	return nil
}

func (b *book) Recall(context.Context, string, phone.Number) ([]Record, error) { return b.made, nil }

// desk is a service over a book, on a clock that a test moves.
type desk struct {
	*Service
	t    *testing.T
	book *book
	now  time.Time
	set  attribute.Callers
}

func newDesk(t *testing.T, records ...Record) *desk {
	d := &desk{t: t, book: &book{records: records}, now: time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)}
	d.set = attribute.Callers{CheckExisting: true, LookupOrder: []string{"Contacts", "Leads", "Accounts"}, PhoneRegion: "US", CacheFor: 5 * time.Minute}
	d.Service = NewService(Config{CRM: d.book, Store: d.book, Now: func() time.Time { return d.now }})
	return d
}

func (d *desk) find(project string, number phone.Number) Match {
	d.t.Helper()
	m, err := d.Find(d.t.Context(), project, d.set, number)
	if err != nil {
		d.t.Fatal(err)
	}
	return m
}

func (d *desk) wantAsked(what string, want int) {
	d.t.Helper()
	if d.book.asked != want {
		d.t.Errorf("%s: the CRM was asked %d times, want %d", what, d.book.asked, want)
	}
}

func of(module Module, id string, numbers ...string) Record {
	return Record{Module: module, ID: id, Name: "Name of " + id, Numbers: numbers}
}
