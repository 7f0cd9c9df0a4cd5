package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// side says which half of an exchange is judged.
type side string

const (
	request side = "request"
	answer  side = "answer"
)

// trial is a half of an exchange with the operation that it belongs to.
type trial struct {
	side      side
	exchange  exchange
	operation operation
	params    map[string]string // of the path
}

// problems compares with one edition of the operation's file.
func (t trial) problems(d *document) []problem {
	if t.side == answer {
		return t.answerProblems(d)
	}
	return append(t.parameterProblems(d), t.bodyProblems(d)...)
}

// answerProblems judges status, media type and body.
func (t trial) answerProblems(d *document) []problem {
	response, pointer := d.at(t.operation.pointer(), "responses", t.exchange.status())
	if response == nil {
		response, pointer = d.at(t.operation.pointer(), "responses", "default")
	}
	if response == nil {
		return []problem{{"status", t.exchange.status() + " is not described"}}
	}
	return contentProblems(d, pointer, t.exchange.AnswerHeader, t.exchange.AnswerBody)
}

// bodyProblems judges what was sent.
func (t trial) bodyProblems(d *document) []problem {
	described, pointer := d.at(t.operation.pointer(), "requestBody")
	switch required, _ := child(described, "required").(bool); {
	case described == nil && t.exchange.Body != "":
		return []problem{{"body", "none is described"}}
	case t.exchange.Body == "" && required:
		return []problem{{"body", "it is missing"}}
	case t.exchange.Body == "":
		return nil
	}
	return contentProblems(d, pointer, t.exchange.Header, t.exchange.Body)
}

// contentProblems judges a body by the "content" of a request or a response.
func contentProblems(d *document, pointer string, h http.Header, body string) []problem {
	content, _ := d.at(pointer, "content")
	types, _ := content.(map[string]any)
	if len(types) == 0 && body == "" {
		return nil
	}
	if body == "" {
		return []problem{{"body", "it is missing"}}
	}
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	schema, schemaPointer := d.at(pointer, "content", media, "schema")
	if schema == nil {
		return []problem{{"Content-Type", media + " is not described"}}
	}
	validator, err := d.schema(schemaPointer)
	if err != nil {
		return []problem{{"schema", err.Error()}}
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		return []problem{{"body", err.Error()}}
	}
	if err := validator.Validate(value); err != nil {
		return problemsOf(err)
	}
	return nil
}

// parameterProblems judges the parameters of path, query and header, and that
// the query has no other.
func (t trial) parameterProblems(d *document) []problem {
	doc, err := d.openAPI()
	if err != nil {
		return []problem{{"parameters", err.Error()}}
	}
	item := doc.Paths.Value(t.operation.path)
	op := item.GetOperation(t.operation.method)
	address := &url.URL{Scheme: "https", Host: "www.zohoapis.com", Path: t.exchange.Path, RawQuery: t.exchange.Query}
	list := unknownParameters(address.Query(), slices.Concat(item.Parameters, op.Parameters))
	err = openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request:    &http.Request{Method: t.exchange.Method, URL: address, Header: t.exchange.Header.Clone(), Body: io.NopCloser(strings.NewReader(""))},
		PathParams: t.params,
		Route:      &routers.Route{Spec: doc, Path: t.operation.path, PathItem: item, Method: t.operation.method, Operation: op},
		Options: &openapi3filter.Options{
			ExcludeRequestBody: true, MultiError: true, SkipSettingDefaults: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		},
	})
	return append(list, parameterErrors(err)...)
}

func unknownParameters(query url.Values, described openapi3.Parameters) []problem {
	var list []problem
	for name := range query {
		if described.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			list = append(list, problem{"query " + name, "is not described"})
		}
	}
	slices.SortFunc(list, func(a, b problem) int { return strings.Compare(a.where, b.where) })
	return list
}

func parameterErrors(err error) []problem {
	switch e := err.(type) {
	case nil:
		return nil
	case openapi3.MultiError:
		var list []problem
		for _, each := range e {
			list = append(list, parameterErrors(each)...)
		}
		return list
	case *openapi3filter.RequestError:
		if e.Parameter != nil && e.Err != nil {
			return []problem{{e.Parameter.In + " " + e.Parameter.Name, firstLine(e.Err.Error())}}
		}
	}
	return []problem{{"request", firstLine(err.Error())}}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
