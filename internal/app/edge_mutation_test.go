package app_test

import (
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// wholeBodies are good requests that use every field.
func wholeBodies(slot *ringbookv1.Slot) map[string]string {
	return map[string]string{
		"StartConversation": `{"conversationId":"m-1","callerPhone":"+12125550143","channel":"CHANNEL_VOICE","direction":"DIRECTION_INBOUND","startedAt":"2027-03-01T14:00:00Z"}`,
		"CheckSlots":        `{"conversationId":"m-1","when":"","from":"2027-03-03","to":"2027-03-05","partOfDay":"PART_OF_DAY_MORNING","service":"","staff":"","durationMinutes":30,"limit":5,"pageToken":"","callerTimeZone":"America/Denver"}`,
		"Book": `{"conversationId":"m-1","slotId":"` + slot.GetSlotId() + `","start":"2027-03-03T11:00:00-05:00","service":"","staff":"","durationMinutes":30,"callerPhone":"(917) 555-0166",` +
			`"callerName":"Maya Okafor","callerEmail":"maya@example.com","candidateRef":"","subject":"A check-up","notes":"First visit","idempotencyKey":"key-1"}`,
		"Cancel": `{"conversationId":"m-1","confirmationCode":"K7RM","appointmentRef":"abcdefghijkl","callerPhone":"9175550166","start":"2027-03-03T11:00:00-05:00","reason":"ill","idempotencyKey":"key-2"}`,
		"EndConversation": `{"conversationId":"m-1","callerPhone":"9175550166","callerName":"Maya","direction":"DIRECTION_INBOUND","startedAt":"2027-03-01T14:00:00Z","endedAt":"2027-03-01T14:05:00Z","outcome":"booked",` +
			`"summary":"She booked.","transcript":"hello","turns":[{"role":"agent","text":"Hello","at":"2027-03-01T14:00:01Z"},{"role":"caller","text":"Hi"}],"recordingUrl":"https://example.com/r","transcriptUrl":"https://example.com/t","metadata":{"a":"b"},"waitSeconds":0}`,
	}
}

// scraps are put where they do not belong.
var scraps = []string{
	`null`, `true`, `-1`, `1e999`, `9223372036854775808`, `""`, `"\u0000"`, `"\ud800"`, `"😀"`, "\"\u202e\"", `[]`, `{}`, `[[[[]]]]`, `{"a":{"b":[1]}}`, `"2027-13-45"`, `"9999-12-31T23:59:59.999999999Z"`,
	`"0001-01-01T00:00:00Z"`, `"2027-03-14T02:30:00"`, `"+++"`, `"%s%n"`, `"../"`, `"' OR 1=1"`, `"CHANNEL_"`, `99`, `0.5`, "\x00", "\xff", `,`, `"`, `}`, `:`, `\`, "\u2028",
}

var jsonValue = regexp.MustCompile(`:("[^"]*"|\d+|\[.*\]|\{[^{}]*\})`)

// mutate changes a body in one to three places.
func mutate(r *rand.Rand, body string) string {
	for range 1 + r.IntN(3) {
		at := r.IntN(len(body) + 1)
		scrap := scraps[r.IntN(len(scraps))]
		switch r.IntN(6) {
		case 0, 1: // another value
			if values := jsonValue.FindAllStringSubmatchIndex(body, -1); len(values) > 0 {
				v := values[r.IntN(len(values))]
				body = body[:v[2]] + scrap + body[v[3]:]
			}
		case 2: // something between
			body = body[:at] + scrap + body[at:]
		case 3: // something gone
			body = body[:at] + body[min(len(body), at+1+r.IntN(8)):]
		case 4: // one byte another
			if at < len(body) {
				body = body[:at] + string([]byte{byte(r.IntN(256))}) + body[at+1:]
			}
		case 5: // a piece twice
			end := min(len(body), at+r.IntN(40))
			body = body[:end] + body[at:end] + body[end:]
		}
		if body == "" {
			return body
		}
	}
	return body
}

var fieldNames = map[string]string{
	"StartConversation": "conversation_id|caller_phone|channel|direction|started_at",
	"CheckSlots":        "conversation_id|when|from|to|part_of_day|service|staff|duration_minutes|limit|page_token|caller_time_zone",
	"Book":              "conversation_id|slot_id|start|service|staff|duration_minutes|caller_phone|caller_name|caller_email|candidate_ref|subject|notes|idempotency_key",
	"Cancel":            "conversation_id|confirmation_code|appointment_ref|caller_phone|start|reason|idempotency_key",
	"EndConversation":   `conversation_id|caller_phone|caller_name|direction|started_at|ended_at|outcome|summary|transcript|turns|turns\[\d+\]\.\w+|recording_url|transcript_url|metadata|metadata\[.*\]|wait_seconds`,
}

// TestMutations sends 1000 requests that went wrong on the way, the same ones
// in each run: each is answered with an outcome or refused by the field.
func TestMutations(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	bodies := wholeBodies(w.slots("2027-03-03")[0])
	random := rand.New(rand.NewPCG(7, 2027))
	procedures := []string{"StartConversation", "CheckSlots", "Book", "Cancel", "EndConversation"}
	answered := map[int]int{}
	for i := range 1000 {
		rpc := procedures[i%len(procedures)]
		body := mutate(random, bodies[rpc])
		got := w.posts(rpc, body)
		answered[got.status]++
		switch got.status {
		case http.StatusOK:
			speakable(t, got.text(t, "say"))
		case http.StatusBadRequest:
			names := regexp.MustCompile(`(?s)^((validation errors?|unmarshal message):(\n -)? )?(((` + fieldNames[rpc] + `): )|the body )`)
			if got.text(t, "code") != "invalid_argument" || !names.MatchString(got.text(t, "message")) {
				t.Errorf("%d %s %q: %s", i, rpc, body, got)
			}
		default:
			t.Errorf("%d %s %q: %s", i, rpc, body, got)
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("answered by status: %v", answered)
	if answered[http.StatusOK] < 200 || answered[http.StatusBadRequest] < 200 {
		t.Errorf("the mutations test one side only: %v", answered)
	}
	w.stillBooks()
}

// TestMutatedProto does the same to the binary form, whose refusals name no
// field because none can be told.
func TestMutatedProto(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	random := rand.New(rand.NewPCG(8, 2027))
	whole := []byte("\n\x03m-1\x12\x04slot\x1a\x06\b\x80\x9b\x9c\xdc\x060\x1e:\x0c+19175550166B\vMaya Okafor")
	for i := range 300 {
		body := slices.Clone(whole)
		for range 1 + random.IntN(3) {
			body[random.IntN(len(body))] = byte(random.IntN(256))
		}
		got := w.send(http.MethodPost, servicePath+"Book", body, "Content-Type", "application/proto")
		if got.status != http.StatusOK && (got.status != http.StatusBadRequest || got.text(t, "code") != "invalid_argument") {
			t.Errorf("%d %q: %s", i, body, got)
		}
		if strings.Contains(got.body, "5550166") && got.status != http.StatusOK {
			t.Errorf("%d: the answer quotes the request: %s", i, got)
		}
	}
	w.stillBooks()
}
