package app_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

// stillBooks proves that the server is sound after what was done to it.
func (w *world) stillBooks() {
	w.t.Helper()
	got := w.posts("Book", `{"conversationId":"afterwards","callerPhone":"+19175550123","callerName":"Ada Quill","start":"2027-03-26T10:00:00-04:00"}`)
	if got.status != http.StatusOK || got.text(w.t, "status") != "BOOK_STATUS_BOOKED" {
		w.t.Errorf("afterwards a booking comes to %s", got)
	}
	w.quiet()
}

// TestRefusedByTheField sends what no model and no platform should send: each
// is refused by the name of the field, and nothing of its value is quoted.
func TestRefusedByTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	long := strings.Repeat("7", 600)
	for _, tt := range []struct{ rpc, body, names string }{
		{"CheckSlots", `{"limit":-1}`, "limit"},
		{"CheckSlots", `{"limit":51}`, "limit"},
		{"CheckSlots", `{"limit":"three"}`, "limit"},
		{"CheckSlots", `{"limit":99999999999}`, "limit"},
		{"CheckSlots", `{"durationMinutes":-1}`, "duration_minutes"},
		{"CheckSlots", `{"duration_minutes":100000}`, "duration_minutes"},
		{"CheckSlots", `{"partOfDay":99}`, "part_of_day"},
		{"CheckSlots", `{"service":["cleaning"]}`, "service"},
		{"CheckSlots", "{\"service\":\"\xff\xfe\"}", "service"},
		{"CheckSlots", `{"service":"` + long + `"}`, "service"},
		{"CheckSlots", `{"when":"` + long + `"}`, "when"},
		{"CheckSlots", `{"pageToken":{}}`, "page_token"},
		{"CheckSlots", `{"conversationId":"a b"}`, "conversation_id"},
		{"CheckSlots", `{"conversationId":"a\nb"}`, "conversation_id"},
		{"Book", `{"callerPhone":"` + long + `"}`, "caller_phone"},
		{"Book", `{"callerPhone":{"number":"` + long + `"}}`, "caller_phone"},
		{"Book", `{"callerName":"` + long + `"}`, "caller_name"},
		{"Book", `{"durationMinutes":-1}`, "duration_minutes"},
		{"Book", `{"slotId":"` + long + `"}`, "slot_id"},
		{"Book", `{"idempotencyKey":"` + long + `"}`, "idempotency_key"},
		{"Cancel", `{"confirmationCode":"` + long + `"}`, "confirmation_code"},
		{"EndConversation", `{}`, "conversation_id"},
		{"EndConversation", `{"conversationId":"e","waitSeconds":4}`, "wait_seconds"},
		{"EndConversation", `{"conversationId":"e","recordingUrl":"javascript:alert(1)"}`, "recording_url"},
		{"EndConversation", `{"conversationId":"e","metadata":{"":"x"}}`, "metadata"},
		{"EndConversation", `{"conversationId":"e","metadata":["x"]}`, "metadata"},
		{"EndConversation", `{"conversationId":"e","turns":"agent: hello"}`, "turns"},
	} {
		got := w.posts(tt.rpc, tt.body)
		if got.status != http.StatusBadRequest || got.text(t, "code") != "invalid_argument" || !strings.Contains(got.text(t, "message"), tt.names+": ") &&
			!strings.Contains(got.text(t, "message"), tt.names+"[") {
			t.Errorf("%s %.80s: %s", tt.rpc, tt.body, got)
		}
		if strings.Contains(got.body, long[:20]) {
			t.Errorf("%s %.80s: the answer quotes the value", tt.rpc, tt.body)
		}
	}
	w.stillBooks()
}

// TestReadAllTheSame sends forms that are unusual but clear.
func TestReadAllTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	plain := w.posts("CheckSlots", `{}`).text(t, "say")
	for name, body := range map[string]string{
		"no body": ``, "null": `null`, "blanks": " \n{}\n", "unknown fields": `{"tool_call":{"id":[1,2]},"x":null}`, "nulls": `{"from":null,"limit":null}`,
		"empty texts":        `{"from":"","to":"","when":"","service":"","staff":"","limit":"","partOfDay":"","pageToken":"","callerTimeZone":""}`,
		"a number in quotes": `{"limit":"3"}`, "a fraction that is none": `{"limit":3.0}`, "no such zone": `{"callerTimeZone":"Mars/Base"}`,
		"a path as zone": `{"callerTimeZone":"../../etc/passwd"}`, "an invented page": `{"pageToken":"nonsense"}`, "all of time": `{"from":"0001-01-01","to":"9999-12-31"}`,
	} {
		if got := w.posts("CheckSlots", body); got.status != http.StatusOK || got.text(t, "say") != plain {
			t.Errorf("%s: %s", name, got)
		}
	}
	morning := w.posts("CheckSlots", `{"part_of_day":"PART_OF_DAY_MORNING","limit":50}`)
	for _, body := range []string{`{"partOfDay":"morning","limit":50}`, `{"partOfDay":"Morning","limit":50}`, `{"partOfDay":1,"limit":50}`} {
		if got := w.posts("CheckSlots", body); got.text(t, "say") != morning.text(t, "say") {
			t.Errorf("%s: %s", body, got)
		}
	}
	got := w.posts("StartConversation", `{"conversationId":"c","callerPhone":12125550143,"channel":"voice"}`)
	if caller, _ := got.fields(t)["caller"].(map[string]any); caller["match"] != "CALLER_MATCH_KNOWN" {
		t.Errorf("a phone number without quotes: %s", got)
	}
}

// TestWrongFormOfRequest leaves the HTTP form that is asked for.
func TestWrongFormOfRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const post = http.MethodPost
	bomb := gzipped(t, bytes.Repeat([]byte(" "), 24<<20))
	for _, tt := range []struct {
		name, method string
		body         []byte
		headers      []string
		status       int
	}{
		{"malformed JSON", post, []byte(`{"limit":`), nil, 400},
		{"a list", post, []byte(`[]`), nil, 400},
		{"a text", post, []byte(`"hello"`), nil, 400},
		{"deeply nested", post, []byte(strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)), nil, 400},
		{"deeply nested and open", post, []byte(strings.Repeat(`[`, 1_000_000)), nil, 400},
		{"text/plain", post, []byte(`{}`), []string{"Content-Type", "text/plain"}, 415},
		{"no type", post, []byte(`{}`), []string{"Content-Type", ""}, 415},
		{"a form", post, []byte(`a=b`), []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"Latin-1", post, []byte(`{}`), []string{"Content-Type", "application/json; charset=iso-8859-1"}, 415},
		{"UTF-8", post, []byte(`{}`), []string{"Content-Type", "application/json; charset=utf-8"}, 200},
		{"capitals", post, []byte(`{}`), []string{"Content-Type", "Application/JSON"}, 200},
		{"bytes as proto", post, []byte("\xff\xff\xff"), []string{"Content-Type", "application/proto"}, 400},
		{"PUT", http.MethodPut, []byte(`{}`), nil, 405},
		{"DELETE", http.MethodDelete, nil, nil, 405},
		{"OPTIONS", http.MethodOptions, nil, nil, 405},
		{"GET without a message", http.MethodGet, nil, nil, 415},
		{"ten megabytes", post, append(bytes.Repeat([]byte(" "), 10<<20), "{}"...), nil, 429},
		{"gzip", post, gzipped(t, []byte(`{}`)), []string{"Content-Encoding", "gzip"}, 200},
		{"a bomb", post, bomb, []string{"Content-Encoding", "gzip"}, 429},
		{"not gzip", post, []byte(`{}`), []string{"Content-Encoding", "gzip"}, 400},
		{"brotli", post, []byte(`{}`), []string{"Content-Encoding", "br"}, 501},
		{"a bad timeout", post, []byte(`{}`), []string{"Connect-Timeout-Ms", "abc"}, 400},
		{"a long conversation id", post, []byte(`{}`), []string{"X-Conversation-Id", strings.Repeat("x", 10_000)}, 400},
		{"a conversation id of two words", post, []byte(`{}`), []string{"X-Conversation-Id", "a b"}, 400},
		{"a conversation id in Cyrillic", post, []byte(`{}`), []string{"X-Conversation-Id", "звонок"}, 400},
		{"a garbled caller", post, []byte(`{}`), []string{"X-Caller-Number", `"';--<script>`}, 200},
		{"a long caller", post, []byte(`{}`), []string{"X-Caller-Number", strings.Repeat("9", 10_000)}, 200},
	} {
		if got := w.send(tt.method, servicePath+"CheckSlots", tt.body, tt.headers...); got.status != tt.status {
			t.Errorf("%s: %.300s, want %d", tt.name, got, tt.status)
		}
	}
	if got := w.send(post, servicePath+"CheckSlots", bomb, "Content-Encoding", "gzip"); strings.Contains(got.body, "25165824") {
		t.Errorf("a bomb was unpacked to its end: %s", got)
	}
	for name, got := range map[string]reply{
		"garbled": w.posts("StartConversation", `{"conversationId":"g"}`, "X-Caller-Number", `"';--<script>`),
		"long":    w.posts("StartConversation", `{"conversationId":"l"}`, "X-Caller-Number", strings.Repeat("9", 10_000)),
	} {
		if caller, _ := got.fields(t)["caller"].(map[string]any); got.status != 200 || caller["match"] != "CALLER_MATCH_WITHHELD" {
			t.Errorf("a %s caller's number: %s", name, got)
		}
	}
	w.stillBooks()
}

// TestControlCharactersInAHeader needs a raw connection: no client sends them.
func TestControlCharactersInAHeader(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, bad := range []string{"a\x00b", "a\x07b", "a\x7fb", "a\rb"} {
		status := w.raw("POST " + servicePath + "CheckSlots HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + w.keys.AgentKey +
			"\r\nContent-Type: application/json\r\nX-Conversation-Id: " + bad + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
		if !strings.HasPrefix(status, "HTTP/1.1 400 ") {
			t.Errorf("%q: %s", bad, status)
		}
	}
	w.stillBooks()
}

func gzipped(t *testing.T, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
