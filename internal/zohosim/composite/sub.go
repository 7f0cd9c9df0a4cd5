package composite

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// What Zoho says a URI and a sub_request_id look like (zoho-crm-api §4).
const (
	uriForm = `/crm(/.*)?/v[0-9]+([.][0-9]+)?/.*`
	idForm  = `[a-zA-Z0-9][a-zA-Z0-9_]*`
	maxURI  = 2048
)

// restrictedHeaders may not be given to a sub-request (zoho-crm-api §4).
func restrictedHeaders() []string { return []string{"authorization", "x-crm-org"} }

// Sub is one sub-request.
type Sub struct {
	Index   int
	ID      string // empty where none is given
	Method  string
	Problem *problem.Problem // why it cannot be executed

	path    string // where it stands, such as $.__composite_requests[0]
	uri     string
	params  map[string]any
	headers map[string]any
	body    any      // object; nil where there is none
	uses    []string // ids that it refers to
}

// Request is a sub-request with its references filled in.
type Request struct {
	Method  string
	Path    string // below /crm/v8/
	Query   url.Values
	Headers map[string]string
	Body    any // object; nil where there is none
}

func readSub(index int, raw any, version int) *Sub {
	s := &Sub{Index: index, path: fmt.Sprintf("$.%s[%d]", listKey, index)}
	in, isObject := raw.(map[string]any)
	if !isObject {
		s.Problem = expected(listKey, s.path, "jsonobject")
		return s
	}
	for _, read := range []func(map[string]any) *problem.Problem{s.readID, s.readMethod, s.readURI, s.readObjects} {
		if s.Problem = read(in); s.Problem != nil {
			return s
		}
	}
	if s.Problem = s.checkVersion(version); s.Problem == nil {
		s.Problem = s.checkHeaders()
	}
	s.uses = s.references()
	return s
}

func (s *Sub) readID(in map[string]any) *problem.Problem {
	if in["sub_request_id"] == nil {
		return nil
	}
	id, isText := in["sub_request_id"].(string)
	if !isText || len(id) > 100 || !whole(idForm).MatchString(id) {
		return s.misformed("sub_request_id", idForm)
	}
	s.ID = id
	return nil
}

func (s *Sub) readMethod(in map[string]any) *problem.Problem {
	if in["method"] == nil {
		return missing("method", s.path+".method")
	}
	s.Method, _ = in["method"].(string)
	allowed := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	if !slices.Contains(allowed, s.Method) {
		return problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": "method", "json_path": s.path + ".method", "expected_data_type": "text"})
	}
	return nil
}

func (s *Sub) readURI(in map[string]any) *problem.Problem {
	if in["uri"] == nil {
		return missing("uri", s.path+".uri")
	}
	uri, isText := in["uri"].(string)
	if !isText || len(uri) > maxURI || !whole(uriForm).MatchString(uri) {
		return s.misformed("uri", uriForm)
	}
	s.uri = uri
	return nil
}

func (s *Sub) readObjects(in map[string]any) *problem.Problem {
	for name, into := range map[string]*map[string]any{"params": &s.params, "headers": &s.headers} {
		object, isObject := in[name].(map[string]any)
		if in[name] != nil && !isObject {
			return expected(name, s.path+"."+name, "jsonobject")
		}
		for key, value := range object {
			if _, scalar := text(value); !scalar {
				return expected(key, s.path+"."+name+"."+key, "text")
			}
		}
		*into = object
	}
	if in["body"] == nil {
		return nil
	}
	if _, isObject := in["body"].(map[string]any); !isObject {
		return expected("body", s.path+".body", "jsonobject")
	}
	s.body = in["body"]
	return nil
}

// checkVersion refuses a version above that of the composite request.
func (s *Sub) checkVersion(version int) *problem.Problem {
	own := regexp.MustCompile(`/v([0-9]+)`).FindStringSubmatch(s.uri)
	number, err := strconv.Atoi(own[1])
	if err != nil || number > version {
		return problem.New("NOT_ALLOWED", "the version of the sub request is higher than that of the composite request",
			problem.Details{"sub_request_version": number, "composite_request_version": version})
	}
	return nil
}

func (s *Sub) checkHeaders() *problem.Problem {
	for _, name := range slices.Sorted(maps.Keys(s.headers)) {
		if slices.Contains(restrictedHeaders(), strings.ToLower(name)) {
			return problem.New("INVALID_DATA", "invalid data", problem.Details{
				"api_name": "headers", "json_path": s.path + ".headers", "restricted_headers": restrictedHeaders(),
			})
		}
	}
	return nil
}

func (s *Sub) misformed(name, form string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{
		"expected_data_type": "text", "regex": form, "api_name": name, "json_path": s.path + "." + name,
	})
}

// RestrictedParam is the problem of a parameter that a sub-request may not have.
func (s *Sub) RestrictedParam(name string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{
		"api_name": "params", "json_path": s.path + ".params", "restricted_params": []string{name},
	})
}

func whole(form string) *regexp.Regexp { return regexp.MustCompile("^(?s:" + form + ")$") }
