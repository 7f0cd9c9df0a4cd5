package zohosim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// requestsView is the request log, the newest first.
type requestsView struct {
	Origin               string
	Path, Status, Method string
	Requests             []Request
	Statuses, Methods    []string
	pager
}

// requests filters by a part of the path, by method, and by a status ("404"), a
// class of them ("4xx") or "none" for requests that got no answer.
func (c *pageCall) requests() (pageView, error) {
	v := requestsView{
		Origin: c.origin, Path: c.query.Get("path"), Status: c.query.Get("status"), Method: c.query.Get("method"),
		Statuses: []string{"2xx", "3xx", "4xx", "5xx", "none"}, Methods: pageMethods(),
	}
	if v.Status != "" && !slices.Contains(v.Statuses, v.Status) {
		v.Statuses = append(v.Statuses, v.Status)
	}
	v.Requests, v.pager = shownOf(c, c.latest(requestLogSize, v.filter()))
	return pageView{"page-requests", "Requests", v}, nil
}

// filter is the view's, quick enough for a full log at every refresh.
func (v requestsView) filter() func(Request) bool {
	part := strings.ToLower(v.Path)
	return func(r Request) bool {
		return (v.Method == "" || strings.EqualFold(r.Method, v.Method)) && v.keepsStatus(r.Status) &&
			(part == "" || strings.Contains(strings.ToLower(r.Path), part))
	}
}

func (v requestsView) keepsStatus(status int) bool {
	switch {
	case v.Status == "":
		return true
	case v.Status == "none":
		return status == 0
	case strings.HasSuffix(v.Status, "xx"):
		return fmt.Sprintf("%dxx", status/100) == v.Status
	default:
		return strconv.Itoa(status) == v.Status
	}
}

// latest lists the newest requests that a filter keeps, the newest first.
func (c *pageCall) latest(most int, keep func(Request) bool) []Request {
	all := c.world.log.since(0) // a copy, which is ours
	kept := 0
	slices.Reverse(all)
	for i := range all {
		if kept == most {
			break
		}
		if keep(all[i]) {
			all[kept] = all[i]
			kept++
		}
	}
	return all[:kept]
}

// statusClass is how a status is coloured; 0 is a request without an answer.
func statusClass(status int) string {
	switch {
	case status == 0 || status >= 500:
		return "bad"
	case status >= 400:
		return "warn"
	default:
		return "good"
	}
}

// pageMethods are those that forms offer.
func pageMethods() []string { return []string{"GET", "POST", "PUT", "PATCH", "DELETE"} }
