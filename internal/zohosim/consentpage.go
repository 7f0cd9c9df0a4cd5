package zohosim

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

// consentView is what the consent page shows.
type consentView struct {
	Application  string
	Organisation string
	Center       string
	Scopes       []string
	Users        []User
	Environments []string
	Offline      bool
	Asked        map[string]string // the request's parameters, to be sent back
}

// consentPage asks a person to accept or reject. Who signs in and for which
// environment is chosen on it (zoho-crm-api §1.5).
func (v *visit) consentPage(a authorization) reply {
	view := consentView{
		Application: a.app.Name, Organisation: v.world.directory().org.Name, Center: v.world.rules.Load().DataCenter,
		Scopes: a.scopes, Environments: environments(), Offline: a.offline, Asked: map[string]string{},
	}
	if view.Application == "" {
		view.Application = "Application " + a.app.ID
	}
	for _, u := range v.world.directory().users {
		if u.active() {
			view.Users = append(view.Users, u)
		}
	}
	for name, values := range v.parameters() {
		view.Asked[name] = values[0]
	}
	return rendered(http.StatusOK, "consent.html", view)
}

// errorPage tells a person what is wrong with the request that led them here.
func errorPage(err error) reply {
	var m misdirection
	if !errors.As(err, &m) {
		m = misdirection{"invalid_request", strings.TrimPrefix(err.Error(), "zohosim: ")}
	}
	return rendered(http.StatusBadRequest, "error.html", struct{ Code, Text string }{m.code, m.text})
}

// rendered is one of the pages as an answer. They load nothing and run nothing.
func rendered(status int, name string, view any) reply {
	var text strings.Builder
	t, err := template.ParseFS(pageFiles, "pages/*.html")
	if err == nil {
		err = t.ExecuteTemplate(&text, name, view)
	}
	if err != nil {
		return reply{status: http.StatusInternalServerError, body: envelope{"error": "general_error"}}
	}
	return reply{status: status, body: htmlPage(text.String()), header: map[string]string{
		"Content-Type":            "text/html; charset=utf-8",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
		"Referrer-Policy":         "no-referrer",
		"Cache-Control":           "no-store",
	}}
}

// parameters are those of an authorization request, from query or form.
func (v *visit) parameters() url.Values {
	asked := url.Values{}
	for _, name := range []string{"response_type", "client_id", "redirect_uri", "scope", "state", "access_type", "prompt"} {
		if value := v.form(name); value != "" {
			asked.Set(name, value)
		}
	}
	return asked
}
