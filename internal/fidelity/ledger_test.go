package fidelity

import (
	"cmp"
	"maps"
	"slices"
)

// side is who shows a behaviour.
type side int

const (
	simulator side = iota
	client
)

// A mention is one block of one test.
type mention struct {
	block
	side side
	file string // path from the root of the module
	test string
}

// An entry is a behaviour with all tests that show it.
type entry struct {
	block
	tests [2][]mention // by side
}

// surroundings are what the blocks name outside of themselves.
type surroundings struct {
	settings []string // JSON names of all fields of zohosim.Settings
	facts    []string // those of them that are about an organisation, not about a doubt
	probes   []string
}

// ledger joins the mentions by id, in order of section and id, and tells what
// does not fit together.
func ledger(mentions []mention, around surroundings) (entries []entry, faults []string) {
	byID := map[string]*entry{}
	for _, m := range mentions {
		faults = append(faults, m.faults()...)
		e := byID[m.id]
		if e == nil {
			e = &entry{}
			byID[m.id] = e
		}
		if m.defines() && e.defines() {
			faults = append(faults, m.id+": defined twice, the second time in "+m.test)
		} else if m.defines() {
			e.block = m.block
		}
		e.tests[m.side] = append(e.tests[m.side], m)
	}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		e := byID[id]
		if !e.defines() {
			faults = append(faults, id+": referred to by "+slices.Concat(e.tests[simulator], e.tests[client])[0].test+", but defined nowhere")
			continue
		}
		faults = append(faults, e.unknownNames(around)...)
		entries = append(entries, *e)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.area().order, b.area().order) })
	return entries, append(faults, unnamed(entries, around)...)
}

// unknownNames tells of probes and settings that do not exist.
func (e entry) unknownNames(around surroundings) []string {
	var faults []string
	if e.settle == "probe" && !slices.Contains(around.probes, e.id) {
		faults = append(faults, e.id+": there is no probe of that id")
	}
	for _, name := range e.settings() {
		if !slices.Contains(around.settings, name) {
			faults = append(faults, e.id+": zohosim.Settings has no "+name)
		}
	}
	return faults
}

// unnamed tells of settings that switch between readings of which no block
// speaks.
func unnamed(entries []entry, around surroundings) []string {
	named := slices.Clone(around.facts)
	for _, e := range entries {
		named = append(named, e.settings()...)
	}
	var faults []string
	for _, name := range around.settings {
		if !slices.Contains(named, name) {
			faults = append(faults, "the setting "+name+" is named by no block")
		}
	}
	return faults
}
