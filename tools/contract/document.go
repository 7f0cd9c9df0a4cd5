package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/dlclark/regexp2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is one OpenAPI file in one edition, with the validators that were
// compiled from it so far. It is not for concurrent use.
type document struct {
	file     string
	root     any
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by JSON pointer
	loaded   *openapi3.T                   // nil until parameters are judged
}

// newDocument parses a file and applies the amendments, in order.
func newDocument(file string, text []byte, amendments []amendment) (*document, error) {
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, a := range amendments {
		if err := a.apply(root); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", file, a.reason, err)
		}
	}
	d := &document{file: file, root: root, schemas: map[string]*jsonschema.Schema{}}
	d.compiler = jsonschema.NewCompiler()
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	d.compiler.UseRegexpEngine(lookingAhead)
	return d, d.compiler.AddResource(d.url(), root)
}

func (d *document) url() string { return "https://zoho.example/" + d.file }

// schema is the validator for the schema at a pointer.
func (d *document) schema(pointer string) (*jsonschema.Schema, error) {
	if s, known := d.schemas[pointer]; known {
		return s, nil
	}
	s, err := d.compiler.Compile(d.url() + "#" + pointer)
	if err != nil {
		return nil, err
	}
	d.schemas[pointer] = s
	return s, nil
}

// openAPI is the document as kin-openapi has it.
func (d *document) openAPI() (*openapi3.T, error) {
	if d.loaded != nil {
		return d.loaded, nil
	}
	text, err := json.Marshal(d.root)
	if err != nil {
		return nil, err
	}
	d.loaded, err = openapi3.NewLoader().LoadFromData(text)
	return d.loaded, err
}

// at walks from a pointer along keys, through references, and returns what it
// finds with its own pointer; nil where there is nothing.
func (d *document) at(pointer string, keys ...string) (any, string) {
	value, pointer := d.deref(lookUp(d.root, pointer), pointer)
	for _, key := range keys {
		value, pointer = d.deref(child(value, key), pointer+"/"+escape(key))
	}
	return value, pointer
}

// deref follows references within the file.
func (d *document) deref(value any, pointer string) (any, string) {
	for {
		object, _ := value.(map[string]any)
		reference, _ := object["$ref"].(string)
		target, local := strings.CutPrefix(reference, "#")
		if !local {
			return value, pointer
		}
		value, pointer = lookUp(d.root, target), target
	}
}

// lookUp follows a JSON pointer (RFC 6901); nil where it leads nowhere.
func lookUp(value any, pointer string) any {
	for _, token := range tokens(pointer) {
		value = child(value, token)
	}
	return value
}

func child(value any, key string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[key]
	case []any:
		if i, err := strconv.Atoi(key); err == nil && 0 <= i && i < len(v) {
			return v[i]
		}
	}
	return nil
}

func tokens(pointer string) []string {
	parts := strings.Split(pointer, "/")[1:]
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts
}

func escape(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// lookingAhead compiles patterns as ECMAScript has them, which is what JSON
// Schema asks for: two of Zoho's files use (?=, which package regexp lacks.
func lookingAhead(pattern string) (jsonschema.Regexp, error) {
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	return ecmaScript{re}, nil
}

type ecmaScript struct{ *regexp2.Regexp }

// MatchString takes a pattern that cannot be decided for one that does not fit.
func (e ecmaScript) MatchString(s string) bool {
	matched, err := e.Regexp.MatchString(s)
	return err == nil && matched
}
