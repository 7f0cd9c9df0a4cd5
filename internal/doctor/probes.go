package doctor

import "context"

// probed are the modules that ringbook works in.
var probed = [...]string{"Events", "Contacts", "Leads", "Accounts", "Deals", "Notes"}

const searching = "search"

// probe begins the readings of the probes, where they are asked for.
func (e *exam) probe(ctx context.Context) {
	if !e.options.Probe {
		return
	}
	e.live.probes = map[string]*reading[struct{}]{
		searching: begin(e, func() (struct{}, error) { return struct{}{}, e.CRM.ProbeSearch(ctx, e.project) }),
	}
	for _, module := range probed {
		e.live.probes[module] = begin(e, func() (struct{}, error) { return struct{}{}, e.CRM.ProbeRead(ctx, e.project, module) })
	}
}

func (e *exam) probes(needs []string) []check {
	var all []check
	if e.options.Probe {
		for _, module := range probed {
			all = append(all, check{"read " + module, needs, func(ctx context.Context) finding { return e.probedBy(ctx, module) }})
		}
		all = append(all, check{searching, needs, func(ctx context.Context) finding { return e.probedBy(ctx, searching) }})
	}
	if e.options.Write {
		all = append(all, check{"write", nil, func(context.Context) finding {
			return skipped("there are no probes that write yet; to see a booking, let an agent make one")
		}})
	}
	return all
}

func (e *exam) probedBy(ctx context.Context, name string) finding {
	if _, err := e.live.probes[name].wait(); err != nil {
		return e.unread(ctx, err)
	}
	return ok("Zoho answers")
}
