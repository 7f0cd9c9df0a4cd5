package composite

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Answer is what a sub-request that was executed was answered.
type Answer struct {
	Failed bool
	Body   any // as encoding/json decodes it; nil where there is none
}

// Answers are those of the sub-requests so far, by sub_request_id.
type Answers map[string]Answer

// Filled puts the answers so far into the references of a sub-request. A problem
// is INVALID_REFERENCE: for one that is not of the form, to the sub-request
// itself, to one that is unknown or yet to be executed, to a value that is not
// there and, in parallel, to one that failed.
func (p *Plan) Filled(s *Sub, so Answers) (Request, *problem.Problem) {
	f := filler{plan: p, sub: s, answers: so}
	r := Request{Method: s.Method, Query: url.Values{}, Headers: map[string]string{}}
	uri := f.string("uri", s.path+".uri", s.uri)
	for _, name := range slices.Sorted(maps.Keys(s.params)) {
		r.Query.Set(name, f.string(name, s.path+".params."+name, s.params[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(s.headers)) {
		r.Headers[name] = f.string(name, s.path+".headers."+name, s.headers[name])
	}
	r.Body = f.value("body", s.path+".body", s.body)
	if f.wrong != nil {
		return r, f.wrong
	}
	target, err := url.Parse(uri)
	if err != nil {
		return r, s.misformed("uri", uriForm)
	}
	for name, values := range target.Query() {
		r.Query[name] = append(r.Query[name], values...)
	}
	r.Path = regexp.MustCompile(`^/crm/v[0-9]+([.][0-9]+)?/`).ReplaceAllString(target.Path, "")
	return r, nil
}

func anyReference() *regexp.Regexp  { return regexp.MustCompile(`@\{[^}]*\}`) }
func goodReference() *regexp.Regexp { return regexp.MustCompile(`^@\{(` + idForm + `):(\$[^}]*)\}$`) }

// references lists the ids that a sub-request refers to.
func (s *Sub) references() []string {
	var ids []string
	note := func(text string) {
		for _, found := range anyReference().FindAllString(text, -1) {
			if parts := goodReference().FindStringSubmatch(found); parts != nil && !slices.Contains(ids, parts[1]) {
				ids = append(ids, parts[1])
			}
		}
	}
	walkStrings([]any{s.uri, s.params, s.headers, s.body}, note)
	return ids
}

func walkStrings(v any, visit func(string)) {
	switch x := v.(type) {
	case string:
		visit(x)
	case []any:
		for _, entry := range x {
			walkStrings(entry, visit)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(x)) {
			walkStrings(x[name], visit)
		}
	}
}

// filler puts answers into references; it keeps the first problem.
type filler struct {
	plan    *Plan
	sub     *Sub
	answers Answers
	wrong   *problem.Problem
}

// value fills a decoded JSON value; keys are left as they are.
func (f *filler) value(name, path string, v any) any {
	switch x := v.(type) {
	case string:
		if goodReference().MatchString(x) {
			return f.refer(name, path, x)
		}
		return f.string(name, path, x)
	case []any:
		filled := make([]any, len(x))
		for i, entry := range x {
			filled[i] = f.value(name, fmt.Sprintf("%s[%d]", path, i), entry)
		}
		return filled
	case map[string]any:
		filled := make(map[string]any, len(x))
		for _, key := range slices.Sorted(maps.Keys(x)) {
			filled[key] = f.value(key, path+"."+key, x[key])
		}
		return filled
	default:
		return v
	}
}

// string fills a text that may have references in it.
func (f *filler) string(name, path string, v any) string {
	written, _ := text(v)
	return anyReference().ReplaceAllStringFunc(written, func(reference string) string {
		filled, scalar := text(f.refer(name, path, reference))
		if !scalar {
			f.refuse(name, path, reference)
		}
		return filled
	})
}

func (f *filler) refer(name, path, reference string) any {
	parts := goodReference().FindStringSubmatch(reference)
	if parts == nil {
		return f.refuse(name, path, reference)
	}
	answer, executed := f.answers[parts[1]]
	if !executed || parts[1] == f.sub.ID || f.plan.Parallel && answer.Failed {
		return f.refuse(name, path, reference)
	}
	value, there := lookup(answer.Body, parts[2])
	if !there || value == nil {
		return f.refuse(name, path, reference)
	}
	return value
}

func (f *filler) refuse(name, path, reference string) any {
	if f.wrong == nil {
		f.wrong = problem.New("INVALID_REFERENCE", "the reference is not valid", problem.Details{"api_name": name, "json_path": path, "reference": reference})
	}
	return nil
}

// Decoded is a body as references see it.
func Decoded(body []byte) any {
	var v any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}
