package zoho_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

var (
	truthSeed  = flag.Uint64("truth.seed", 0, "seed of TestErrorsTellTheTruth; zero draws one")
	truthDeeds = flag.Int("truth.deeds", 300, "how many calls TestErrorsTellTheTruth makes")
)

// Whatever fails on the way and whenever a caller gives up: a success is in the
// CRM, what is NotApplied is not and does not get there later, and nothing is
// there twice. A read that fails says neither that a record is gone nor that
// there are fewer than there are.
//
// The seed chooses the calls and the faults; which call meets which fault is
// the scheduler's choice, as it would be at Zoho.
//
// Fidelity: write-ambiguous
func TestErrorsTellTheTruth(t *testing.T) {
	seed := *truthSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	w := newWitness(t, *truthDeeds)
	w.trouble(seed)

	random := rand.New(rand.NewPCG(seed, 1))
	deeds := make(chan deed)
	var workers sync.WaitGroup
	for range 24 {
		workers.Go(func() {
			for d := range deeds {
				w.perform(d)
			}
		})
	}
	for n := range *truthDeeds {
		deeds <- deed{kind: random.IntN(kindsOfDeed), marker: fmt.Sprintf("deed-%d", n), target: w.targets[n], patience: patience(random)}
	}
	close(deeds)
	workers.Wait()
	w.compare()
}

// patience is after what time a caller gives up; most do not.
func patience(random *rand.Rand) time.Duration {
	if random.IntN(3) > 0 {
		return 3 * time.Second
	}
	return time.Duration(random.Int64N(int64(60 * time.Millisecond)))
}

// deed is a call to make. It leaves its marker, or takes it away; the target is
// a contact of its own.
type deed struct {
	kind           int
	marker, target string
	patience       time.Duration
}

const kindsOfDeed = 10

func (w *witness) perform(d deed) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer time.AfterFunc(d.patience, cancel).Stop()
	if d.kind%2 == 0 { // a deadline is seen beforehand, a cancellation is not
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, d.patience)
		defer done()
	}
	c := w.client.At(zoho.Priority(len(d.marker) % 3))
	contact := zoho.Contact{LastName: d.marker}
	switch d.kind {
	case 0:
		event := haircut(noon)
		event.Title = d.marker
		_, err := c.Events.InsertOne(ctx, event, zoho.InsertOptions{})
		w.leaves("Events", d.marker, err)
	case 1:
		_, err := c.Contacts.UpdateOne(ctx, d.target, contact, zoho.UpdateOptions{})
		w.leaves("Contacts", d.marker, err)
	case 2:
		w.takes("Contacts", "target-"+d.target, c.Contacts.DeleteOne(ctx, d.target))
	case 3:
		contact.Email = d.marker + "@example.com"
		_, err := c.Contacts.UpsertOne(ctx, contact, zoho.UpsertOptions{DuplicateCheck: []string{"Email"}})
		w.leaves("Contacts", d.marker, err)
	case 4:
		_, err := c.AddNote(ctx, "Contacts", d.target, d.marker, "text")
		w.leaves("Notes", d.marker, err)
	case 5:
		w.several(ctx, c, d.marker)
	case 6, 7:
		w.composite(ctx, c, d)
	case 8:
		_, err := c.Contacts.Get(ctx, d.target)
		w.reads(d, err, 1, 1)
	case 9:
		there := map[string]bool{} // what is made meanwhile pushes some onto the next page too
		options := zoho.ListOptions{Fields: []string{"Title"}, PageSize: 40}
		for contact, err := range c.Contacts.List(ctx, options) {
			if err != nil {
				w.reads(d, err, 0, 0)
				return
			}
			if contact.Title == "bystander" {
				there[contact.ID] = true
			}
		}
		w.reads(d, nil, len(there), bystanders)
	}
}

// several inserts good records and a bad one, each with a fate of its own.
func (w *witness) several(ctx context.Context, c *zoho.Client, marker string) {
	records := make([]zoho.Contact, 4)
	for i := range records {
		records[i].LastName = fmt.Sprint(marker, "-", i)
	}
	records[2].Email = "not an address"
	results, err := c.Contacts.Insert(ctx, records, zoho.InsertOptions{})
	for i, record := range records {
		fate := err
		if err == nil {
			fate = results[i].Err
		}
		w.leaves("Contacts", record.LastName, fate)
	}
}

// composite makes an event and changes the target; half of them fail.
func (w *witness) composite(ctx context.Context, c *zoho.Client, d deed) {
	mode := zoho.CompositeMode(len(d.target+d.marker) % 2)
	event := haircut(noon)
	event.Title = d.marker
	b := zoho.NewComposite(mode)
	made := b.Insert("Events", event, zoho.InsertOptions{})
	change := zoho.Contact{LastName: d.marker}
	if d.kind == 7 {
		change.Email = "not an address"
	}
	changed := b.Update("Contacts", d.target, change, zoho.UpdateOptions{})
	answer, err := c.Composite(ctx, b)
	for module, part := range map[string]*zoho.Part{"Events": made, "Contacts": changed} {
		fate := err
		if err == nil {
			_, fate = answer.Result(part)
		}
		w.leaves(module, d.marker, fate)
	}
}
