package crm

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// probeTitle begins the title of every record that a probe writes; the time, a
// mark of the project and something that is nowhere else follow. What begins so
// is removed by the next run, whatever became of the one that wrote it.
const probeTitle = "ringbook probe, may be deleted: "

// titleField is the field that holds the title, of each module that probes
// write in.
func titleField(module string) string {
	switch module {
	case "Leads":
		return "Last_Name"
	case "Calls":
		return "Subject"
	}
	return "Event_Title"
}

// probeBooks are the accounts of a run.
type probeBooks struct {
	calls, credits   int
	written, removed int
	// open are the writes whose records are not known to be gone.
	open []openWrite
}

// openWrite was recorded before it was made.
type openWrite struct {
	module, title string
	id            string // empty where Zoho has not told
}

func (w openWrite) String() string {
	if w.id == "" {
		return fmt.Sprintf("%s, perhaps one with the title %q", w.module, w.title)
	}
	return w.module + " " + w.id
}

// insert writes a record that lets no automation run. It outlives its context,
// so that its answer is not lost because nobody listens any more.
func (p *probing) insert(ctx context.Context, module string, fields row) (zoho.Result, error) {
	if err := ctx.Err(); err != nil {
		return zoho.Result{}, err
	}
	ctx, cancel := outliving(ctx)
	defer cancel()
	title := p.title()
	fields[titleField(module)] = title
	p.books.open = append(p.books.open, openWrite{module: module, title: title})
	at := len(p.books.open) - 1
	p.spend(1)
	result, err := zoho.Module[row](p.client, module).InsertOne(ctx, fields, quiet)
	switch {
	case err == nil:
		p.books.written++
		p.books.open[at].id = result.ID
	case fault.KindOf(translate(err)) != fault.Uncertain:
		p.books.open = p.books.open[:at] // surely not written
	}
	return result, err
}

// quiet keeps workflows, approvals and cadences from running (zoho-crm-api
// §2.4).
var quiet = zoho.InsertOptions{Trigger: []string{}, SkipFeatures: []string{"cadences"}}

// tidyFor is how long a write, and the removal of its record, may go on after
// their context has ended: less than a server takes to stop.
const tidyFor = 3 * time.Second

// outliving is a context that ends a little after another one.
func outliving(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(tidyFor, end) })
	return longer, func() {
		stop()
		end()
	}
}

// tidy removes what is open, and keeps in the books what it could not.
func (p *probing) tidy(ctx context.Context) {
	if len(p.books.open) == 0 {
		return
	}
	ctx, cancel := outliving(ctx)
	defer cancel()
	defer func(before *zoho.Client) { p.client = before }(p.client)
	p.client = p.client.At(zoho.Attended) // what is there must go, however few credits are left
	var left []openWrite
	for _, w := range p.books.open {
		if err := p.settle(ctx, &w); err != nil {
			left = append(left, w)
		}
	}
	p.books.open = left
}

// settle removes the record of a write. One whose answer was lost is looked for
// by its title; while it is not found, Zoho may still be about to write it.
func (p *probing) settle(ctx context.Context, w *openWrite) error {
	if w.id == "" {
		found, err := p.some(ctx, w.module, coql.Eq(titleField(w.module), w.title), 1, "id")
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.New(fault.Uncertain, "no such record yet")
		}
		w.id = text(found[0]["id"])
		p.books.written++
	}
	return p.remove(ctx, w.module, w.id)
}

// heldBack lets probes write only while what was written before is known to be
// gone: where Zoho does not let the user delete, one record is enough to see it.
func (p *probing) heldBack(probes []probe) []probe {
	for i, one := range probes {
		probes[i].ask = func(ctx context.Context) (doctor.Answer, error) {
			p.tidy(ctx)
			for _, w := range p.books.open {
				if w.id != "" {
					return untold("%s %s, which a probe before wrote, cannot be removed, so nothing more is written", w.module, w.id), nil
				}
			}
			return one.ask(ctx)
		}
	}
	return probes
}

// remove deletes a record, once more where the answer is lost: deleting twice
// does what deleting once does.
func (p *probing) remove(ctx context.Context, module, id string) (err error) {
	for range 2 {
		p.spend(1)
		err = zoho.Module[row](p.client, module).DeleteQuietly(ctx, id)
		if err == nil || zoho.IsNotFound(err) {
			p.books.removed++
			return nil
		}
		if fault.KindOf(translate(err)) != fault.Uncertain {
			break
		}
	}
	return err
}

// cleanUpProbe tries once more what could not be removed, and tells, also where
// Zoho may no longer be asked.
func (p *probing) cleanUpProbe() doctor.Probe {
	return doctor.Probe{ID: "clean-up", Question: "Is everything gone that the probes wrote?", Ask: func(ctx context.Context) (doctor.Answer, error) {
		if client, err := p.gateway.clients.For(ctx, p.project); err == nil {
			p.client = client
		}
		p.tidy(ctx)
		counts := fmt.Sprintf("%d written, %d removed", p.books.written, p.books.removed)
		if len(p.books.open) == 0 {
			return told("yes", "%s; what Zoho deletes is in its recycle bin for 60 days", counts), nil
		}
		var left []string
		for _, w := range p.books.open {
			left = append(left, w.String())
		}
		p.books.open = nil
		return mend(told("no", "%s; left are\n%s", counts, strings.Join(left, "\n")), true,
			"run the probes with --write again, which removes them, or delete them in Zoho"), nil
	}}
}
