package zohosim_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// hook is somebody's notify_url.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []map[string]any
	raw    []string
	status []int // answered in turn; 200 when used up
}

func listen(t *testing.T, status ...int) *hook {
	h := &hook{status: status}
	h.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var body map[string]any
		if json.Unmarshal(raw, &body) != nil || r.Method != http.MethodPost {
			t.Errorf("%s with %q", r.Method, raw)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.bodies, h.raw = append(h.bodies, body), append(h.raw, string(raw))
		if len(h.status) > 0 {
			rw.Header().Set("Location", "/elsewhere")
			rw.WriteHeader(h.status[0])
			h.status = h.status[1:]
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// told waits for quiet and takes what has arrived since, as decoded bodies.
func (r *rig) told(h *hook) []map[string]any {
	r.t.Helper()
	r.control("GET", "notifications", "")
	h.mu.Lock()
	defer h.mu.Unlock()
	bodies := h.bodies
	h.bodies, h.raw = nil, nil
	return bodies
}

// summary is what notices say, in short.
func summary(bodies []map[string]any) []string {
	var said []string
	for _, b := range bodies {
		said = append(said, fmt.Sprintf("%v %v %d", b["operation"], b["module"], len(b["ids"].([]any))))
	}
	return said
}

// hear opens a channel to a hook; more are further keys.
func (r *rig) hear(h *hook, events, more string) {
	r.t.Helper()
	if more != "" {
		more = "," + more
	}
	body := fmt.Sprintf(`{"channel_id":"77","events":[%s],"notify_url":"%s/hook"%s}`, events, h.URL, more)
	if strings.Contains(more, "notify_url") {
		body = strings.Replace(body, fmt.Sprintf(`"notify_url":"%s/hook",`, h.URL), "", 1)
	}
	r.expect("channel", r.subscribe(body), 201)
}

// The sample bodies of D7:notifications/enable and update-info, key by key.
//
// Fidelity: notice-body
// Behaviour: A notice has server_time in milliseconds, query_params, module, resource_uri of v2, ids, affected_fields, operation, channel_id and token, and no record.
// Source: zoho-crm-api §5; D7:notifications/enable, update-info
func TestNoticeBody(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, fmt.Sprintf(`"token":"T","notify_url":"%s/hook?key=k&n=1","return_affected_field_values":true`, h.URL))
	id := r.crm("POST", "Contacts", contact).text("data.0.details.id")
	r.told(h)
	r.crm("PUT", "Contacts/"+id, data(`{"Mobile":"123456789"}`))
	r.control("GET", "notifications", "")
	want := `{"server_time":1772460000000,"affected_values":[{"record_id":"ID","values":{"Mobile":"123456789"}}],"query_params":{"key":"k","n":"1"},` +
		`"module":"Contacts","resource_uri":"URL/crm/v2/Contacts","ids":["ID"],"affected_fields":[{"ID":["Mobile"]}],"operation":"update","channel_id":"77","token":"T"}`
	want = strings.NewReplacer("ID", id, "URL", r.url).Replace(want)
	if len(h.raw) != 1 || h.raw[0] != want {
		t.Errorf("update:\n%v\nwant\n%s", h.raw, want)
	}
}

// Fidelity: notice-insert
// Behaviour: The notice of a new record has the operation insert and no affected_fields; without return_affected_field_values there are no values in any.
// Source: zoho-crm-api §5; D7:notifications/enable
//
// Fidelity: notice-delete
// Behaviour: The notice of a deletion has the operation delete.
// Source: zoho-crm-api §5, inferred: the samples show insert and update alone
// Doubtful: yes
// Settle: Watch Contacts.delete with a public address, delete a contact and read the operation.
func TestNoticeOperations(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, "")
	id := r.crm("POST", "Contacts", contact).text("data.0.details.id")
	r.crm("PUT", "Contacts/"+id, data(`{"Mobile":"1"}`))
	r.crm("DELETE", "Contacts/"+id, "")
	got := r.told(h)
	if !slices.Equal(summary(got), []string{"insert Contacts 1", "update Contacts 1", "delete Contacts 1"}) {
		t.Fatalf("told %v", summary(got))
	}
	if fields, isArray := got[0]["affected_fields"].([]any); !isArray || len(fields) != 0 || got[0]["token"] != nil {
		t.Errorf("insert: %v", got[0])
	}
	if _, has := got[1]["affected_values"]; has {
		t.Errorf("values that nobody asked for: %v", got[1])
	}
}

// Every way to change a record is told, and a failed one is not.
//
// Fidelity: notice-every-write
// Behaviour: Changes by the API, within a composite and by people are told alike, to all that watch the module and the operation; failed writes are not.
// Source: zoho-crm-api §5
//
// Fidelity: notice-one-per-call
// Behaviour: The records that one call writes come in one notice per channel, module and operation.
// Source: zoho-crm-api §5, inferred: ids is an array
// Doubtful: yes
// Settle: Watch Contacts.create with a public address, insert three contacts in one call and count the notices.
func TestNoticesOfEveryWrite(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	lead := r.plant("Leads", `{"Last_Name":"Lead"}`)
	r.hear(h, `"Contacts.all","Events.edit","Leads.edit"`, "")
	id := r.plant("Contacts", `{"Last_Name":"Person"}`)
	event := r.plant("Events", `{"Event_Title":"E","Start_DateTime":"2026-03-03T10:00:00Z","End_DateTime":"2026-03-03T11:00:00Z","Participants":[{"type":"email","Email":"a@b.example","participant":"a@b.example"}],"$send_notification":true}`)
	for _, step := range []struct {
		what string
		do   func()
		want []string
	}{
		{"a person enters", func() {}, []string{"insert Contacts 1"}},
		{"a person changes", func() { r.control("PUT", "records/Contacts/"+id, `{"Title":"x"}`) }, []string{"update Contacts 1"}},
		{"three by the API", func() {
			r.crm("POST", "Contacts", data(`{"Last_Name":"A"},{"Last_Name":"B"},{"First_Name":"fails"},{"Last_Name":"C"}`))
		}, []string{"insert Contacts 3"}},
		{"a failed write", func() { r.crm("POST", "Contacts", data(`{"First_Name":"fails"}`)) }, nil},
		{"another module", func() { r.crm("POST", "Accounts", data(`{"Account_Name":"A"}`)) }, nil},
		{"cancelling", func() { r.crm("POST", "Events/"+event+"/actions/cancel", data(`{"send_cancelling_mail":false}`)) }, []string{"update Events 1"}},
		{"an operation not asked for", func() { r.crm("DELETE", "Events/"+event, "") }, nil},
		{"composite", func() {
			r.composite(oneByOne, insertContact("1", `"Last_Name":"D"`), sub("2", "PUT", "Contacts/@{1:$.data[0].details.id}", `"body":{"data":[{"Title":"y"}]}`))
		}, []string{"insert Contacts 1", "update Contacts 1"}},
		{"composite with rollback", func() { r.composite(rollback, insertContact("1", `"Last_Name":"E"`)) }, []string{"insert Contacts 1"}},
		{"upsert, of both kinds", func() {
			r.crm("POST", "Contacts/upsert", `{"data":[{"id":"`+id+`","Title":"z"},{"Last_Name":"U","Email":"u@x.example"}]}`)
		}, []string{"update Contacts 1", "insert Contacts 1"}},
		{"conversion", func() { r.crm("POST", "Leads/"+lead+"/actions/convert", data(`{}`)) }, []string{"insert Contacts 1", "update Leads 1"}},
		{"a person deletes", func() { r.control("DELETE", "records/Contacts/"+id, "") }, []string{"delete Contacts 1"}},
		{"a person takes it back", func() { r.control("POST", "records/Contacts/"+id+"/restore", "") }, []string{"insert Contacts 1"}},
	} {
		step.do()
		if got := summary(r.told(h)); !slices.Equal(got, step.want) {
			t.Errorf("%s: told %v, want %v", step.what, got, step.want)
		}
	}
}

// Fidelity: composite-rollback-silent
// Behaviour: Nobody is told of what is rolled back, and channels opened within it are closed again.
// Source: zoho-crm-api §4: automation runs only after full success; for notifications inferred
// Doubtful: yes
// Settle: Watch Contacts.create with a public address, send a composite that inserts a contact and fails, and see whether a notice comes.
func TestRollbackTellsNobody(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, "")
	a := r.composite(rollback, insertContact("1", `"Last_Name":"A"`),
		sub("2", "POST", "actions/watch", `"body":`+watch(channel("88", `"Events.all"`, ""))),
		sub("3", "DELETE", "actions/watch", `"params":{"channel_ids":77}`),
		insertContact("4", `"First_Name":"fails"`))
	r.expect("rolled back", a, 400, entry(0, "code"), "ROLLBACK_PERFORMED", within(3, "status_code"), 400.0)
	if got := r.told(h); len(got) != 0 {
		t.Errorf("told %v", summary(got))
	}
	r.expect("channels", r.crm("GET", "actions/watch", ""), 200, "info.count", 1.0, "watch.0.channel_id", "77")
}

// Fidelity: notice-condition
// Behaviour: With a notification_condition only changes of the selected fields are told: of any with "or", of all with "and".
// Source: zoho-crm-api §5; D7:notifications/enable
func TestNoticeCondition(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, `"notification_condition":[{"type":"field_selection","module":{"api_name":"Contacts"},"field_selection":{"group_operator":"or","group":[`+
		`{"field":{"api_name":"Phone"}},{"group_operator":"and","group":[{"field":{"api_name":"Title"}},{"field":{"api_name":"Department"}}]}]}}]`)
	id := r.plant("Contacts", `{"Last_Name":"A"}`)
	for fields, want := range map[string]int{
		`{"Last_Name":"B"}`:               0,
		`{"Title":"B"}`:                   0,
		`{"Phone":"1"}`:                   1,
		`{"Phone":"1","Last_Name":"C"}`:   0, // the phone is the same
		`{"Title":"C","Department":"D"}`:  1,
		`{"Phone":null,"Last_Name":"D"}`:  1,
		`{"Department":"E","Fax":"5556"}`: 0,
	} {
		r.control("PUT", "records/Contacts/"+id, `{"Phone":"1","Title":"A","Department":"A","Last_Name":"A","Fax":null}`)
		if strings.HasPrefix(fields, `{"Phone":"1"}`) {
			r.control("PUT", "records/Contacts/"+id, `{"Phone":"2"}`)
		}
		r.told(h)
		r.control("PUT", "records/Contacts/"+id, fields)
		if got := len(r.told(h)); got != want {
			t.Errorf("%s: %d notices, want %d", fields, got, want)
		}
	}
	if list := r.crm("GET", "actions/watch", ""); list.at("watch.0.notification_condition.0.field_selection.group.1.group.1.field.api_name") != "Department" {
		t.Errorf("read back: %s", list.raw)
	}
}

// An expired channel is told nothing (§5).
func TestNoNoticeAfterExpiry(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, "")
	r.advance(time.Hour)
	r.plant("Contacts", `{"Last_Name":"A"}`)
	if got := r.told(h); len(got) != 0 {
		t.Errorf("told %v", summary(got))
	}
}
