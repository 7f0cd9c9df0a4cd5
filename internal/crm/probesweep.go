package crm

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// titleTime is how the time stands in a title.
const titleTime = "2006-01-02 15:04"

// stranger is how old a record has to be that another project's probes wrote, or
// another server's, to be taken for a leftover. No examination takes as long,
// and their clocks need not agree.
const stranger = 30 * time.Minute

// title is that of a record about to be written.
func (p *probing) title() string {
	return probeTitle + p.gateway.clients.Now().UTC().Format(titleTime) + " " + p.mark() + rand.Text()[:10]
}

// mark tells this project's records from those of others in its organisation.
func (p *probing) mark() string {
	sum := sha256.Sum256([]byte(p.project))
	return base32.StdEncoding.EncodeToString(sum[:5]) + "-"
}

// isLeftover reports whether nobody may be at work with a record any more. Of
// this project's own probes, only one run at a time writes.
func (p *probing) isLeftover(title string) bool {
	rest, ours := strings.CutPrefix(title, probeTitle)
	if !ours || len(rest) < len(titleTime) {
		return ours
	}
	written, err := time.Parse(titleTime, rest[:len(titleTime)])
	if err != nil || strings.HasPrefix(rest[len(titleTime):], " "+p.mark()) {
		return true
	}
	return p.gateway.clients.Now().Sub(written) > stranger
}

// swept is what became of the records with the title of a probe.
type swept struct{ removed, spared int }

// sweep removes leftovers from the modules in which the grant can.
func (p *probing) sweep(ctx context.Context) (s swept, err error) {
	for _, module := range []string{"Events", "Leads", "Calls"} {
		lacks, err := p.lacking(ctx, moduleScopes(module, "READ", "DELETE"))
		if err != nil {
			return s, err
		}
		if lacks != "" {
			continue // nothing was written there, either
		}
		if err := p.sweepModule(ctx, module, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (p *probing) sweepModule(ctx context.Context, module string, s *swept) error {
	field := titleField(module)
	found, err := p.some(ctx, module, coql.Like(field, probeTitle+"%"), 200, "id", field)
	if err != nil {
		return err
	}
	for _, r := range found {
		title := text(r[field])
		switch {
		case !strings.HasPrefix(title, probeTitle):
		case !p.isLeftover(title):
			s.spared++
		default:
			if err := p.remove(ctx, module, text(r["id"])); err != nil {
				return fmt.Errorf("%s %s: %w", module, text(r["id"]), err)
			}
			s.removed++
		}
	}
	return nil
}

func (p *probing) sweepProbe() probe {
	return probe{id: "leftovers", question: "Did an earlier run leave records behind?", ask: func(ctx context.Context) (doctor.Answer, error) {
		s, err := p.sweep(ctx)
		p.books.removed = 0 // they are not of this run
		switch {
		case err != nil:
			return doctor.Answer{}, err
		case s.removed > 0:
			return told("removed", "%d records that begin with %q", s.removed, strings.TrimSpace(probeTitle)), nil
		case s.spared > 0:
			return told("none", "%d records are another examination's, which may be at work", s.spared), nil
		}
		return told("none", ""), nil
	}}
}
