package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestDatesAsModelsWriteThem asks for days that are none: the agent is to ask
// again, and no platform shall drop the answer as an error.
func TestDatesAsModelsWriteThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for body, want := range map[string]string{
		`{"from":"next Tuesday"}`:                 "WHEN_UNCLEAR",
		`{"to":"whenever"}`:                       "WHEN_UNCLEAR",
		`{"from":"2027-02-30"}`:                   "WHEN_UNCLEAR",
		`{"from":"2027-3-3"}`:                     "WHEN_UNCLEAR",
		`{"from":20270303}`:                       "WHEN_UNCLEAR",
		`{"to":"0000-00-00"}`:                     "WHEN_UNCLEAR",
		`{"from":"2027-03-05","to":"2027-03-03"}`: "WHEN_UNCLEAR",
		`{"when":"next Tuesday afternoon"}`:       "WHEN_UNCLEAR",
		`{"to":"0001-01-01"}`:                     "IN_PAST",
		`{"from":"9999-12-31"}`:                   "BEYOND_WINDOW",
		`{"from":"2027-03-06","to":"2027-03-07"}`: "NONE_IN_RANGE",
		`{"from":"2027-03-03","to":"9999-12-31"}`: "OK",
		`{"from":"2027-03-03T10:00:00-05:00"}`:    "WHEN_UNCLEAR",
		`{"service":"root canal"}`:                "SERVICE_UNKNOWN",
		`{"service":"x\u0000y"}`:                  "SERVICE_UNKNOWN",
		`{"staff":"Dr. Nobody"}`:                  "SERVICE_UNKNOWN",
		`{"durationMinutes":480,"limit":50}`:      "OK",
		`{"partOfDay":"EVENING","service":"` + strings.Repeat("x", 200) + `"}`: "SERVICE_UNKNOWN",
	} {
		got := w.posts("CheckSlots", body)
		if got.status != http.StatusOK || got.text(t, "status") != "CHECK_SLOTS_STATUS_"+want {
			t.Errorf("%s: %.200s, want %s", body, got, want)
			continue
		}
		speakable(t, got.text(t, "say"))
	}
	w.quiet()
}

// TestStrangeNames books under names that no form would take. Each books, is
// spoken, and reaches the CRM without characters that nobody can see.
func TestStrangeNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for i, name := range []string{
		"\x00Maya\x00 Okafor\x00", "😀😀😀", "\u202eAbara\u202c Sam", "Ann\r\nBcc: all@example.com", "  Zoë\tde\u00a0la Cruz  ",
		"Robert'); DROP TABLE bookings;--", "<script>alert(1)</script>", "{name} {when}", "محمد علي", "Anna Maria Lopez de la Cruz y Vega",
	} {
		body, err := json.Marshal(map[string]any{
			"conversationId": "n" + string(rune('a'+i)), "callerPhone": "+1917555020" + string(rune('0'+i)), "callerName": name,
			"subject": "about\x00 " + name, "notes": "\x07a note\nof two lines " + name, "callerEmail": "not an address",
			"start": w.slots("2027-03-0" + string(rune('2'+i%4)))[0].GetLocalStart(),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := w.posts("Book", string(body))
		if got.status != http.StatusOK || got.text(t, "status") != "BOOK_STATUS_BOOKED" {
			t.Errorf("%q: %.300s", name, got)
			continue
		}
		if strings.ContainsAny(got.text(t, "say"), "\x00\r\n\t") || utf8.RuneCountInString(got.text(t, "say")) > 200 {
			t.Errorf("%q is said as %q", name, got.text(t, "say"))
		}
	}
	for _, module := range []string{"Contacts", "Events"} {
		for _, r := range w.records(module) {
			for field, value := range r {
				if text, ok := value.(string); ok && strings.ContainsFunc(text, unseen) {
					t.Errorf("%s.%s is %q", module, field, text)
				}
			}
		}
	}
	w.quiet()
}

// unseen are the control characters but for a line's end.
func unseen(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

// TestNamesInACandidatesHandle chooses between two people whose names are
// longer than a handle may carry, in letters of several bytes.
func TestNamesInACandidatesHandle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const phone = "+19175550231"
	w.control(http.MethodPost, "records/Contacts", map[string]any{"data": []map[string]any{
		{"First_Name": "Александра-Екатерина", "Last_Name": "Преображенская-Вознесенская", "Phone": phone},
		{"First_Name": "Ёлка", "Last_Name": "Преображенская-Вознесенская", "Phone": phone},
	}}, nil)
	started := w.starts("call-1", phone)
	wantStatus(t, started.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_AMBIGUOUS)
	for i, c := range started.GetCaller().GetCandidates() {
		booked := call(w, w.agent.Book, &ringbookv1.BookRequest{
			ConversationId: "call-1", CandidateRef: c.GetRef(), Start: w.slots("2027-03-0" + string(rune('3'+i)))[0].GetStart(),
		})
		wantStatus(t, booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
		if name := booked.GetAppointment().GetAttendeeName(); !strings.HasPrefix(c.GetDisplayName(), name) {
			t.Errorf("the appointment is for %q, the choice was %q", name, c.GetDisplayName())
		}
	}
	w.quiet()
}
