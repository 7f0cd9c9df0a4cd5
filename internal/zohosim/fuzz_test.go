package zohosim_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// fuzzPatience is far more than any one request may take.
const fuzzPatience = 10 * time.Second

// FuzzServe: whatever a client sends, as a whole HTTP request, the simulator
// neither panics nor hangs nor fails by itself, and answers in the forms that
// every client counts on (zoho-crm-api §2.6, §7, §12): JSON wherever there is a
// body, no body with 204 and 304, code, message, details and status in errors.
func FuzzServe(f *testing.F) {
	for _, seed := range servedSeeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
		if err != nil || strings.HasPrefix(req.URL.Path, "/__sim") {
			return // the server refuses it before the simulator, or an operator sent it
		}
		serveOnce(t, req)
	})
}

// serveOnce answers one request on a fresh simulator that refuses whatever the
// documents leave open, and so runs the most checks.
func serveOnce(t *testing.T, req *http.Request) {
	sim, err := zohosim.New(zohosim.Config{Seed: "demo", Now: func() time.Time { return monday }})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	err = sim.Configure(func(s *zohosim.Settings) {
		s.UnknownFields, s.SearchLagMs, s.COQLEventCancelled, s.COQLMaxJoins = "reject", 0, "both", 15
	})
	if err != nil {
		t.Fatal(err)
	}
	granted, err := sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if req.Header.Get("Authorization") == "" {
		req.Header.Set("Authorization", "Zoho-oauthtoken "+granted.AccessToken)
	}
	ctx, cancel := context.WithTimeout(t.Context(), fuzzPatience)
	defer cancel()
	rec := httptest.NewRecorder()
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		sim.ServeHTTP(rec, req.WithContext(ctx))
	}()
	select {
	case panicked := <-done:
		if panicked != nil && panicked != http.ErrAbortHandler {
			panic(fmt.Sprint(panicked))
		}
		if panicked == nil && strings.HasPrefix(req.URL.Path, "/crm/") {
			wellFormed(t, req, rec)
		}
	case <-time.After(fuzzPatience):
		t.Fatal("no answer")
	}
}

// wellFormed checks what holds for every answer of the CRM API.
func wellFormed(t *testing.T, req *http.Request, rec *httptest.ResponseRecorder) {
	body := rec.Body.String()
	if rec.Code >= 500 {
		t.Fatalf("%d: %s", rec.Code, body)
	}
	if bare := rec.Code == 204 || rec.Code == 304; bare || body == "" {
		if !bare || body != "" {
			t.Fatalf("%s %s: %d with %d bytes", req.Method, req.URL, rec.Code, len(body))
		}
		return
	}
	var decoded map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &decoded); err != nil || !strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		t.Fatalf("%d is no JSON object: %v; %s", rec.Code, err, body)
	}
	if rec.Code < 400 {
		return
	}
	for _, p := range append(problemsIn(decoded), decoded) {
		if p["code"] == nil && p["data"] == nil && p["watch"] == nil && p["__composite_requests"] == nil && p["blueprint"] == nil {
			t.Fatalf("%d without a code: %s", rec.Code, body)
		}
	}
}

// problemsIn are the entries of the answer's array.
func problemsIn(body map[string]any) []map[string]any {
	var all []map[string]any
	for _, key := range []string{"data", "watch", "__composite_requests"} {
		list, _ := body[key].([]any)
		for _, entry := range list {
			if object, isObject := entry.(map[string]any); isObject {
				all = append(all, object)
			}
		}
	}
	return all
}

// servedSeeds are whole requests of every kind.
func servedSeeds() []string {
	meeting := `{"data":[{"Event_Title":"x","Start_DateTime":"2026-03-06T10:00:00-05:00","End_DateTime":"2026-03-06T11:00:00-05:00","Meeting_Venue__s":"Online",` +
		`"Participants":[{"type":"email","Email":"a@example.com"}],"Recurring_Activity":{"RRULE":"FREQ=WEEKLY;INTERVAL=1;BYDAY=FR;DTSTART=2026-03-06;UNTIL=2026-05-28"},"Remind_At":[{"unit":15,"period":"minutes"}]}],"trigger":[]}`
	var seeds []string
	for _, s := range []struct{ method, target, header, body string }{
		{"GET", "/crm/v8/Contacts?fields=Last_Name,Owner&page=1&per_page=2&sort_by=Modified_Time&sort_order=asc", "", ""},
		{"GET", "/crm/v8/Leads?fields=id&page_token=Mi5hYS4xOTk5OTk5OTk5&per_page=200&converted=both&ids=1,2", "If-Modified-Since: 2026-03-02T10:00:00Z\r\n", ""},
		{"GET", "/crm/v8/Events/deleted?type=all&page=2", "", ""},
		{"GET", "/crm/v8/Contacts/search?criteria=((Last_Name:starts_with:a)and(Created_Time:between:2026-03-02T10:00:00Z,2026-03-03T10:00:00Z))", "", ""},
		{"GET", "/crm/v8/Contacts/search?phone=%2B12125550101&fields=Phone&page=11", "", ""},
		{"GET", "/crm/v8/users?type=ActiveUsers&page=1", "", ""},
		{"GET", "/crm/v8/settings/layouts?module=Deals", "", ""},
		{"GET", "/crm/v8/settings/pipeline?layout_id=1", "", ""},
		{"GET", "/crm/v8/Deals/actions/count?word=abc", "", ""},
		{"POST", "/crm/v8/Events", "", meeting},
		{"POST", "/crm/v8/Calls", "", `{"data":[{"Subject":"s","Call_Type":"Inbound","Call_Start_Time":"2026-03-02T10:00:00Z","Call_Duration":"00:20","What_Id":{"id":"1"},"$se_module":"Leads"}]}`},
		{"POST", "/crm/v8/Contacts/upsert", "X-EXTERNAL: Contacts.Key\r\n", `{"data":[{"Last_Name":"a","Email":"a@example.com","Tag":[{"name":"x"}],"Account_Name":{"id":"1"}}],"duplicate_check_fields":["Email"]}`},
		{"PUT", "/crm/v8/Contacts", "If-Unmodified-Since: 2026-03-02T10:00:00Z\r\n", `{"data":[{"id":"1","Last_Name":null,"$append_values":{"X":true}}]}`},
		{"DELETE", "/crm/v8/Contacts?ids=1,2", "", ""},
		{"POST", "/crm/v8/Contacts/1/Notes", "", `{"data":[{"Note_Content":"x","Note_Title":"t"}]}`},
		{"POST", "/crm/v8/Notes", "", `{"data":[{"Note_Content":"x","Parent_Id":{"module":{"api_name":"Contacts"},"id":"1"}}]}`},
		{"POST", "/crm/v8/Events/1/actions/cancel", "", `{"data":[{"send_cancelling_mail":false}]}`},
		{"POST", "/crm/v8/Leads/1/actions/convert", "", `{"data":[{"overwrite":true,"Deals":{"Deal_Name":"d","Closing_Date":"2026-03-30","Stage":"Qualification","Pipeline":"Standard (Standard)"},"assign_to":{"id":"1"}}]}`},
		{"POST", "/crm/v8/coql", "", `{"select_query":"select id, Owner.email, 'What_Id->Leads.Last_Name' from Events where ((Owner = '1' and Start_DateTime < '2026-03-03T10:00:00-05:00') and Event_Title like '%x') order by id desc limit 1, 2","include_meta":["fields"]}`},
		{"POST", "/crm/v8/actions/watch", "", `{"watch":[{"channel_id":"1","events":["Events.all"],"notify_url":"http://127.0.0.1:1/","token":"t","channel_expiry":"2026-03-03T10:00:00Z","notification_condition":[{"type":"field_selection","module":{"api_name":"Events"},"field_selection":{"group_operator":"or","group":[{"field":{"api_name":"Owner"}},{"field":{"api_name":"Event_Title"}}]}}]}]}`},
		{"POST", "/crm/v8/__composite_requests", "", `{"rollback_on_fail":true,"__composite_requests":[{"sub_request_id":"1","method":"POST","uri":"/crm/v8/Contacts","body":{"data":[{"Last_Name":"a"}]}},{"sub_request_id":"2","method":"GET","uri":"/crm/v8/Contacts/@{1:$.data[0].details.id}","params":{"fields":"id"},"headers":{"X-EXTERNAL":"a"}}]}`},
		{"POST", "/oauth/v2/token", "Content-Type: application/x-www-form-urlencoded\r\n", "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=c"},
		{"POST", "/oauth/v2/token?grant_type=authorization_code", "Content-Type: multipart/form-data; boundary=b\r\n", "--b\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nx\r\n--b--\r\n"},
		{"GET", "/oauth/v2/auth?response_type=code&client_id=a&scope=ZohoCRM.modules.ALL&redirect_uri=http://127.0.0.1/", "", ""},
		{"GET", "/", "", ""},
	} {
		seeds = append(seeds, s.method+" "+s.target+" HTTP/1.1\r\nHost: 127.0.0.1\r\n"+s.header+"Content-Length: "+strconv.Itoa(len(s.body))+"\r\n\r\n"+s.body)
	}
	return seeds
}
