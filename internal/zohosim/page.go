package zohosim

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// pagePrefix is where the views of the page live; the first is at "/".
const pagePrefix = controlPrefix + "page/"

// pageRoute is one view, or one thing that a form of the page does. Views are
// rendered; forms lead back to a view.
type pageRoute struct {
	method string
	path   string // below pagePrefix; {name} matches any one segment
	view   func(*pageCall) (pageView, error)
	do     func(*pageCall) (back string, err error)
}

// pageRoutes is the whole page.
func pageRoutes() []pageRoute {
	return []pageRoute{
		{method: "GET", path: "", view: (*pageCall).home},
		{method: "GET", path: "records", view: (*pageCall).modules},
		{method: "GET", path: "records/{module}", view: (*pageCall).records},
		{method: "GET", path: "records/{module}/{id}", view: (*pageCall).record},
		{method: "GET", path: "requests", view: (*pageCall).requests},
		{method: "GET", path: "tokens", view: (*pageCall).tokens},
		{method: "GET", path: "notifications", view: (*pageCall).notices},
		{method: "GET", path: "faults", view: (*pageCall).faults},
		{method: "POST", path: "faults", do: (*pageCall).armFault},
		{method: "POST", path: "faults/clear", do: (*pageCall).clearFaults},
		{method: "GET", path: "settings", view: (*pageCall).settings},
		{method: "POST", path: "settings", do: (*pageCall).changeSettings},
		{method: "POST", path: "clock", do: (*pageCall).moveClock},
	}
}

// pageView is what a view shows: a template and its data.
type pageView struct {
	template string
	title    string
	data     any
}

// pageCall is one request of the page.
type pageCall struct {
	sim    *Sim
	world  *world
	rules  *rules
	params map[string]string
	query  url.Values
	form   url.Values
	origin string
}

// missingPage is the error for what the page does not have.
type missingPage string

func (m missingPage) Error() string { return string(m) }

// servePage answers GET of "/" and what lies below pagePrefix, and reports
// whether the request was the page's. One of Zoho's hosts has no such page.
func (s *Sim) servePage(rw http.ResponseWriter, r *http.Request) bool {
	path, below := strings.CutPrefix(r.URL.Path+"/", pagePrefix)
	first := r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead)
	if !first && !below || placeOf(r.Host).isZoho() {
		return false
	}
	if first {
		path = ""
	}
	a := s.page(r, strings.Trim(path, "/"))
	body := a.encoded()
	a.setHeader(rw.Header(), body, s.Now())
	rw.WriteHeader(a.status)
	rw.Write(body) // a browser that has gone cannot be told
	return true
}

func (s *Sim) page(r *http.Request, path string) reply {
	if asset, found := pageAsset(path); found {
		return asset
	}
	c := &pageCall{sim: s, world: s.world.Load(), query: r.URL.Query(), origin: origin(r)}
	c.rules = c.world.rules.Load()
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, route := range pageRoutes() {
		params, fits := matchPath(route.path, path)
		if !fits || route.method != method {
			continue
		}
		c.params = params
		if route.view != nil {
			return c.shown(route)
		}
		return c.done(route, r)
	}
	return c.failed(http.StatusNotFound, missingPage("There is no such page."))
}

func (c *pageCall) shown(route pageRoute) reply {
	view, err := route.view(c)
	if err != nil {
		return c.failed(http.StatusNotFound, err)
	}
	return c.framed(http.StatusOK, view)
}

// done does what a form asks and sends the browser back. Forms of other sites
// are refused.
func (c *pageCall) done(route pageRoute, r *http.Request) reply {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return c.failed(http.StatusForbidden, err)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err == nil {
		c.form, err = url.ParseQuery(string(body))
	}
	if err != nil {
		return c.failed(http.StatusBadRequest, err)
	}
	back, err := route.do(c)
	if err != nil {
		return c.refused(route, err)
	}
	return reply{status: http.StatusSeeOther, header: map[string]string{"Location": pagePrefix + back, "Cache-Control": "no-store"}}
}

// failedView is what went wrong, and where to go on.
type failedView struct{ Text, Back, BackTo string }

func (c *pageCall) failed(status int, err error) reply {
	title := "Not done"
	if status == http.StatusNotFound {
		title = "Not found"
	}
	return c.framed(status, pageView{"page-failed", title, failedView{err.Error(), "/", "the overview"}})
}

// refused leads back to the view whose form it was. The browser's own way back
// still has what was typed.
func (c *pageCall) refused(route pageRoute, err error) reply {
	view, _, _ := strings.Cut(route.path, "/")
	if view == "clock" {
		view = "settings"
	}
	return c.framed(http.StatusBadRequest, pageView{"page-failed", "Not done", failedView{err.Error(), pagePrefix + view, view}})
}

// frame is what every view has around it.
type frame struct {
	Title        string
	Prefix       string
	Organisation string
	Center       string
	Edition      string
	Now          time.Time
	Faults       int
	Tabs         []tab
	View         any
}

type tab struct {
	Name, Address string
	Current       bool
}

func (c *pageCall) framed(status int, view pageView) reply {
	f := frame{
		Title: view.title, Prefix: pagePrefix, Organisation: c.world.directory().org.Name, Center: c.rules.DataCenter, Edition: c.rules.Edition,
		Now: c.sim.Now(), Faults: len(c.world.faults.list()), View: view.data,
	}
	for _, name := range []string{"Overview", "Records", "Requests", "Tokens", "Notifications", "Faults", "Settings"} {
		address := pagePrefix + strings.ToLower(name)
		if name == "Overview" {
			address = "/"
		}
		f.Tabs = append(f.Tabs, tab{name, address, strings.HasPrefix(view.template, "page-"+strings.ToLower(name))})
	}
	return c.page(status, view.template, f)
}
