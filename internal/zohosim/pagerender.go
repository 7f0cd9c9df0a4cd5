package zohosim

import (
	"embed"
	"html/template"
	"net/http"
	"strings"
	"time"
)

//go:embed pages/page
var pageParts embed.FS

// page renders a view. It loads a style sheet and a script from its own address
// and nothing else, and forms post there alone.
func (c *pageCall) page(status int, name string, view any) reply {
	var text strings.Builder
	t, err := template.New("page").Funcs(template.FuncMap{"moment": moment, "ago": c.ago, "statusClass": statusClass}).ParseFS(pageParts, "pages/page/*.html")
	if err == nil {
		err = t.ExecuteTemplate(&text, name+".html", view)
	}
	if err != nil {
		c.sim.log.Error("the page was not rendered", "view", name, "error", err)
		return reply{status: http.StatusInternalServerError, body: htmlPage("This page could not be made."), header: pageHeader("text/plain; charset=utf-8")}
	}
	return reply{status: status, body: htmlPage(text.String()), header: pageHeader("text/html; charset=utf-8")}
}

func pageHeader(contentType string) map[string]string {
	return map[string]string{
		"Content-Type":            contentType,
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "no-referrer",
		"Cache-Control":           "no-store",
	}
}

// pageAsset is the style sheet or the script.
func pageAsset(path string) (reply, bool) {
	types := map[string]string{"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}
	contentType, known := types[path]
	if !known {
		return reply{}, false
	}
	raw, err := pageParts.ReadFile("pages/page/" + path)
	if err != nil {
		return reply{}, false
	}
	return reply{status: http.StatusOK, body: htmlPage(raw), header: pageHeader(contentType)}, true
}

// moment writes an instant for a person.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

// ago writes how long before now something was, on the simulator's clock.
func (c *pageCall) ago(t time.Time) string {
	d := c.sim.Now().Sub(t).Round(time.Second)
	switch {
	case d < 0:
		return "in " + (-d).String()
	case d < time.Second:
		return "just now"
	default:
		return d.String() + " ago"
	}
}
