package zohosim

import (
	"net/url"
	"strconv"
)

// shownRows is how many records or requests a view lists at once.
const shownRows = 200

// pager tells which part of a list is shown, and how to come to the others.
type pager struct {
	First, Last, All int    // counted from 1
	Newer, Older     string // queries; empty where there is nothing
}

// Partial reports whether the list is longer than what is shown.
func (p pager) Partial() bool { return p.Newer != "" || p.Older != "" }

// shownOf cuts the part out of a list, the newest first, that ?skip= asks for.
func shownOf[T any](c *pageCall, list []T) ([]T, pager) {
	skip, err := strconv.Atoi(c.query.Get("skip"))
	if err != nil || skip < 0 || skip >= len(list) {
		skip = 0
	}
	shown := list[skip:min(skip+shownRows, len(list))]
	p := pager{First: skip + 1, Last: skip + len(shown), All: len(list)}
	if skip > 0 {
		p.Newer = c.skipping(max(0, skip-shownRows))
	}
	if p.Last < p.All {
		p.Older = c.skipping(p.Last)
	}
	return shown, p
}

// skipping is the query of this view with another ?skip=.
func (c *pageCall) skipping(n int) string {
	query := url.Values{}
	for name, values := range c.query {
		query[name] = values
	}
	query.Set("skip", strconv.Itoa(n))
	return "?" + query.Encode()
}
