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

// TestStrangeNames books under names that no form would take. Each books, is
// spoken, and reaches the CRM without characters that nobody can see.
func TestStrangeNames(t *testing.T) {
	w := newWorld(t, nil)
	for i, name := range []string{
		"\x00Maya\x00 Okafor\x00", "😀😀😀", "‮Abara‬ Sam", "Ann\r\nBcc: all@example.com", "  Zoë\tde\u00a0la Cruz  ",
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
