package crm

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// probeTitle begins the title of every record that a probe writes. What begins
// so is removed by the next run, whatever became of the one that wrote it.
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
	title := probeTitle + p.gateway.clients.Now().UTC().Format(time.DateOnly) + " " + rand.Text()[:10]
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
	ctx, cancel := outliving(ctx)
	defer cancel()
	p.client = p.client.At(zoho.Attended) // what is there must go, however few credits are left
	var left []openWrite
	for _, w := range p.books.open {
		if err := p.settle(ctx, w); err != nil {
			left = append(left, w)
		}
	}
	p.books.open = left
}

// settle removes the record of a write. One whose answer was lost is looked for
// by its title; while it is not found, Zoho may still be about to write it.
func (p *probing) settle(ctx context.Context, w openWrite) error {
	if w.id != "" {
		return p.remove(ctx, w.module, w.id)
	}
	found, err := p.some(ctx, w.module, coql.Eq(titleField(w.module), w.title), 200, "id")
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Uncertain, "no such record yet")
	}
	for _, r := range found {
		p.books.written++
		err = p.remove(ctx, w.module, text(r["id"]))
	}
	return err
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

// sweep removes every record with the title of a probe from the modules in
// which the grant can, and returns how many there were.
func (p *probing) sweep(ctx context.Context) (removed int, err error) {
	for _, module := range []string{"Events", "Leads", "Calls"} {
		lacks, err := p.lacking(ctx, moduleScopes(module, "READ", "DELETE"))
		if err != nil {
			return removed, err
		}
		if lacks != "" {
			continue // nothing was written there, either
		}
		n, err := p.sweepModule(ctx, module)
		if removed += n; err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (p *probing) sweepModule(ctx context.Context, module string) (removed int, err error) {
	title := titleField(module)
	found, err := p.some(ctx, module, coql.Like(title, probeTitle+"%"), 200, "id", title)
	if err != nil {
		return 0, err
	}
	for _, r := range found {
		if !strings.HasPrefix(text(r[title]), probeTitle) {
			continue
		}
		if err := p.remove(ctx, module, text(r["id"])); err != nil {
			return removed, fmt.Errorf("%s %s: %w", module, text(r["id"]), err)
		}
		removed++
	}
	return removed, nil
}

func (p *probing) sweepProbe() probe {
	return probe{id: "leftovers", question: "Did an earlier run leave records behind?", ask: func(ctx context.Context) (doctor.Answer, error) {
		removed, err := p.sweep(ctx)
		p.books.removed = 0 // they are not of this run
		switch {
		case err != nil:
			return doctor.Answer{}, err
		case removed == 0:
			return told("none", ""), nil
		}
		return told("removed", "%d records that begin with %q", removed, strings.TrimSpace(probeTitle)), nil
	}}
}

// cleanUpProbe tries once more what could not be removed, and tells.
func (p *probing) cleanUpProbe() probe {
	return probe{id: "clean-up", question: "Is everything gone that the probes wrote?", ask: func(ctx context.Context) (doctor.Answer, error) {
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
