package zoho

// verdict is what the end of a call says about the number of calls in flight.
type verdict int

const (
	unheard  verdict = iota // nothing: there was no answer
	answered                // they are not too many
	tooMany
)

// narrow halves the places after a 429. Calls that were in flight together say
// it once.
func (g *gate) narrow(t ticket) {
	if t.narrowed != g.narrowed {
		return
	}
	g.narrowed++
	g.open, g.smooth = max(1, g.open/2), 0
}

func (g *gate) widen() {
	g.smooth++
	if g.open < g.full && g.smooth >= g.open {
		g.open, g.smooth = g.open+1, 0
	}
}

// resize changes how many places there are when all is well. Calls in flight
// stay there; where they are too many now, nobody enters until they are fewer.
func (g *gate) resize(full int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == g.full {
		g.open = full
	}
	g.full, g.open = full, min(g.open, full)
	g.admit()
}
