package main

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shop is a small API in the manner of Zoho's files.
const shop = `{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
"paths": {
 "/{module}": {
  "get": {
   "parameters": [{"name": "fields", "in": "query", "required": true, "schema": {"type": "string"}},
                  {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
   "responses": {"204": {"description": "none"}}},
  "post": {
   "requestBody": {"required": true, "content": {"application/json": {"schema": {
     "type": "object", "required": ["data"], "properties": {"data": {"type": "array", "maxItems": 2}}}}}},
   "responses": {"201": {"description": "made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Made"}}}}}}},
 "/Notes": {"post": {"responses": {"201": {"description": "made"}}}}},
"components": {"schemas": {"Made": {
  "type": "object", "additionalProperties": false, "required": ["data"], "properties": {"data": {"type": "array", "items": {
   "oneOf": [
    {"type": "object", "required": ["code", "id", "state"], "properties": {
      "code": {"enum": ["SUCCESS"]}, "id": {"type": "string", "pattern": "^(?=[0-9]+$).{3,19}$"}, "state": {"type": "string"}}},
    {"type": "object", "required": ["code", "reason"], "properties": {"code": {"enum": ["FAILED"]}}}]}}}}}}}`

// sold is what the shop says of a sale.
const sold = `{"data":[{"code":"SUCCESS","id":"5725767000000500003","state":"new"}]}`

// library puts a file into a folder and opens it.
func open(t *testing.T, text string, amendments ...amendment) *library {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "shop.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := openLibrary(folder, amendments, nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// sale is an exchange that is as the shop's file describes it.
func sale() exchange {
	return exchange{
		Name: "sale.json", Method: "POST", Host: "www.zohoapis.com", Path: "/crm/v8/Goods",
		Header: http.Header{"User-Agent": {"ours/1"}, "Content-Type": {"application/json"}}, Body: `{"data":[{}]}`,
		Status: 201, AnswerHeader: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}, AnswerBody: sold,
	}
}

// listing is another one, without bodies.
func listing() exchange {
	return exchange{
		Name: "listing.json", Method: "GET", Host: "www.zohoapis.com", Path: "/crm/v8/Goods", Query: "fields=id",
		Header: http.Header{"User-Agent": {"ours/1"}}, Status: 204, AnswerHeader: http.Header{},
	}
}

// changed is a copy of an exchange with something else in it.
func changed(e exchange, change func(*exchange)) exchange {
	e.Header, e.AnswerHeader = maps.Clone(e.Header), maps.Clone(e.AnswerHeader)
	change(&e)
	return e
}

// judged runs exchanges past the judge.
func judged(t *testing.T, l *library, exchanges ...exchange) *session {
	t.Helper()
	s := newSession(l, []string{"ours/"})
	for _, e := range exchanges {
		if err := s.judge(e); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// told is everything that a session prints.
func told(s *session) string {
	var b strings.Builder
	s.report(&b)
	return b.String()
}
