package callback

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"sync"
	"unicode"
	"unicode/utf8"
)

// page is what a person reads.
type page struct {
	Title, Text, Next string
	// Project is named where it is connected.
	Project string
	Good    bool
}

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// look is the page's template and the policy that allows its style alone.
type look struct {
	template *template.Template
	policy   string
}

var theLook = sync.OnceValue(func() look {
	sum := sha256.Sum256([]byte(pageStyle))
	return look{
		template: template.Must(template.New("page").Parse(pageText)),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}
})

// show answers the page.
func show(w http.ResponseWriter, status int, p page) {
	var body bytes.Buffer
	err := theLook().template.Execute(&body, struct {
		page
		Style template.CSS // ours, and named by its hash in the policy
	}{p, template.CSS(pageStyle)})
	if err != nil {
		http.Error(w, p.Title, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", theLook().policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a browser that has gone cannot be told
}

// sentence gives a fault's words a capital and a full stop.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:] + "."
}
