package crm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// probing is one run of the probes on a project: what they share. They are
// asked one after the other.
//
// Each probe has the id under which docs/zoho-fidelity.md lists the doubt. It
// must tell a refusal for the reason that it tries from any other: a refusal
// counts where it names the field that was tried, or where the same call without
// that was taken. All else is an answer that cannot be told.
//
// What a probe writes carries a title by which it is found again. The write is
// in the books before it is made, and the probe removes it when it ends; see
// proberecords.go.
type probing struct {
	gateway *Gateway
	project string
	live    attribute.Settings
	// client is that of the probe which is being asked. Its calls go behind
	// all that somebody waits for.
	client *zoho.Client
	// fields are those of the modules that were asked for.
	fields map[string][]zoho.Field
	user   zoho.User
	books  probeBooks
}

// probe is one question to Zoho.
type probe struct {
	id, question string
	// scopes are what its calls need beside COQL's; none is made without.
	scopes []string
	ask    func(context.Context) (doctor.Answer, error)
}

// probeLimit bounds a probe, also the one that waits for the index.
const probeLimit = searchPatience + 30*time.Second

// Probes implements doctor.CRM.
func (g *Gateway) Probes(project string, live attribute.Settings, write bool) []doctor.Probe {
	p := &probing{gateway: g, project: project, live: live, fields: map[string][]zoho.Field{}}
	probes := append(p.metadataProbes(), p.queryProbes()...)
	probes = append(probes, p.searchProbes()...)
	if write {
		probes = append([]probe{p.sweepProbe()}, probes...)
		probes = append(probes, p.heldBack(append(p.eventProbes(), p.recordProbes()...))...)
	} else {
		probes = append(probes, p.allDayProbe())
	}
	all := make([]doctor.Probe, len(probes))
	for i, one := range probes {
		all[i] = doctor.Probe{ID: one.id, Question: one.question, Ask: func(ctx context.Context) (doctor.Answer, error) {
			return p.asks(ctx, one)
		}}
	}
	if write {
		all = append(all, p.cleanUpProbe())
	}
	return append(all, p.costProbe())
}

// asks puts one probe's question, and removes what it wrote for that.
func (p *probing) asks(ctx context.Context, one probe) (a doctor.Answer, err error) {
	client, err := p.gateway.clients.For(ctx, p.project)
	if err != nil {
		return a, err
	}
	p.client = client.At(zoho.Background)
	if lacks, err := p.lacking(ctx, one.scopes); err != nil || lacks != "" {
		return untold("the grant does not cover %s", lacks), err
	}
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	defer p.tidy(ctx)
	a, err = one.ask(ctx)
	if refusal := turnedDown(err); refusal != nil {
		return untold("Zoho refused what the probe needs first (%s)", reason(refusal)), nil
	}
	return a, translateSetting(err)
}

// lacking names what of the scopes the grant does not cover, where it is known
// what that covers.
func (p *probing) lacking(ctx context.Context, needed []string) (string, error) {
	tie, err := p.gateway.clients.Connections.Status(ctx, p.project)
	if err != nil {
		return "", err
	}
	had := scopesOf(tie.Scopes)
	var lacks []string
	for _, scope := range needed {
		if len(had) > 0 && !coveredBy(had, strings.ToLower(scope)) {
			lacks = append(lacks, scope)
		}
	}
	return strings.Join(lacks, ", "), nil
}

// The scopes that probes need beside those of Scopes.
func moduleScopes(module string, operations ...string) []string {
	all := make([]string, len(operations))
	for i, operation := range operations {
		all[i] = "ZohoCRM.modules." + module + "." + operation
	}
	return all
}

func told(reading, format string, args ...any) doctor.Answer {
	return doctor.Answer{Reading: reading, Detail: fmt.Sprintf(format, args...)}
}

func untold(format string, args ...any) doctor.Answer {
	return doctor.Answer{Detail: fmt.Sprintf(format, args...)}
}

// mend adds what to do where an answer matters.
func mend(a doctor.Answer, matters bool, remedy string) doctor.Answer {
	if matters {
		a.Remedy = remedy
	}
	return a
}

// turnedDown is the error of a call that Zoho understood and turned down for
// what it said, rather than for who asked or how busy it is.
func turnedDown(err error) *zoho.Error {
	if fault.KindOf(translateSetting(err)) != fault.Refused {
		return nil
	}
	refusal, _ := errors.AsType[*zoho.Error](err)
	return refusal
}

// blames reports whether a refusal is about a field, by itself or among others.
func blames(e *zoho.Error, field string) bool {
	if e.Field == field {
		return true
	}
	for _, other := range e.Others {
		if blames(other, field) {
			return true
		}
	}
	return false
}

// costProbe tells what all of it cost.
func (p *probing) costProbe() doctor.Probe {
	return doctor.Probe{ID: "cost", Question: "What did the probes cost?", Ask: func(context.Context) (doctor.Answer, error) {
		return told(fmt.Sprintf("%d API credits", p.books.credits), "for %d calls", p.books.calls), nil
	}}
}
