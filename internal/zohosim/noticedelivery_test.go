package zohosim_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// Fidelity: notice-faults
// Behaviour: Notices may get lost, come late, after those of later changes, and come twice.
// Source: zoho-crm-api §5, inferred: delay, retries and order are undocumented; §10.3.12
// Doubtful: yes
// Settle: Watch a module for weeks with a public address and compare with the records' Modified_Time.
func TestNotificationFaults(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all","Deals.all"`, "")
	r.control("POST", "faults", `{"faults":[
		{"kind":"notification_lost","path":"/crm/v8/Contacts","method":"POST","times":1},
		{"kind":"notification_twice","path":"/crm/v8/Contacts","method":"POST","times":1},
		{"kind":"notification_late","path":"/crm/v8/Contacts","method":"PUT","latencyMs":150,"times":1}]}`)
	lost := r.plant("Contacts", `{"Last_Name":"Lost"}`)
	twice := r.plant("Contacts", `{"Last_Name":"Twice"}`)
	r.control("PUT", "records/Contacts/"+twice, `{"Title":"late"}`)
	r.control("DELETE", "records/Contacts/"+lost, "")
	if got := summary(r.told(h)); !slices.Equal(got, []string{"insert Contacts 1", "insert Contacts 1", "delete Contacts 1", "update Contacts 1"}) {
		t.Errorf("told %v", got)
	}
	list := r.control("GET", "notifications", "")
	r.expect("deliveries", list, 200, "pending", 0.0, "deliveries.0.outcome", "lost", "deliveries.0.ids.0", lost, "deliveries.0.attempt", 0.0,
		"deliveries.1.outcome", "delivered", "deliveries.1.status", 200.0, "deliveries.4.operation", "update", "deliveries.4.url", h.URL+"/hook",
		"channels.0.channelId", "77", "channels.0.events.0", "Contacts.edit")
	if left := r.control("GET", "faults", "").at("faults"); len(left.([]any)) != 0 {
		t.Errorf("armed: %v", left)
	}
}

// Fidelity: notice-delay
// Behaviour: A notice is sent after a delay.
// Source: zoho-crm-api §5, §11.10, inferred: undocumented
// Doubtful: yes
// Setting: notificationDelayMs
// Settle: Watch a module with a public address and compare server_time with the time of arrival and of the change.
//
// Fidelity: notice-retries
// Behaviour: A notice that is not answered with 2xx is sent again, or not.
// Source: zoho-crm-api §5, §11.10, inferred: undocumented
// Doubtful: yes
// Setting: notificationRetries
// Settle: Watch a module with a public address that answers 503, and count the requests.
func TestNotificationDelayAndRetries(t *testing.T) {
	r := start(t, "empty")
	h := listen(t, 503, 302, 200)
	r.hear(h, `"Contacts.all"`, "")
	r.control("POST", "settings", `{"notificationDelayMs":60,"notificationRetries":2}`)
	begun := time.Now()
	r.plant("Contacts", `{"Last_Name":"A"}`)
	r.expect("not yet", r.control("GET", "notifications?waitMs=0", ""), 200, "pending", 1.0)
	if got := len(r.told(h)); got != 3 || time.Since(begun) < 60*time.Millisecond {
		t.Errorf("%d attempts after %v", got, time.Since(begun))
	}
	r.expect("attempts", r.control("GET", "notifications", ""), 200, "deliveries.0.status", 503.0, "deliveries.0.outcome", "failed",
		"deliveries.1.status", 302.0, "deliveries.2.attempt", 3.0, "deliveries.2.outcome", "delivered")
	r.control("POST", "settings", `{"notificationDelayMs":0,"notificationRetries":0}`)
	h.mu.Lock()
	h.status = []int{500}
	h.mu.Unlock()
	r.plant("Contacts", `{"Last_Name":"B"}`)
	if got := len(r.told(h)); got != 1 {
		t.Errorf("without retries: %d attempts", got)
	}
}

// An address where nobody listens costs nothing but its own notice; https is
// spoken too, where a certificate that nobody vouches for is a failure.
func TestNoticesToDeadAndSecureAddresses(t *testing.T) {
	r := start(t, "empty")
	dead := listen(t)
	dead.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	h := listen(t)
	r.hear(h, `"Contacts.all"`, "")
	r.subscribe(strings.Replace(channel("2", `"Contacts.all"`, ""), "http://127.0.0.1:9", dead.URL, 1),
		strings.Replace(channel("3", `"Contacts.all"`, ""), "http://127.0.0.1:9", secure.URL, 1))
	r.plant("Contacts", `{"Last_Name":"A"}`)
	if got := len(r.told(h)); got != 1 {
		t.Errorf("%d notices", got)
	}
	list := r.control("GET", "notifications", "")
	if strings.Contains(list.raw, "secret") {
		t.Errorf("the query of an address is shown: %s", list.raw)
	}
	outcomes := map[string]string{}
	for _, d := range list.at("deliveries").([]any) {
		outcomes[walk(d, "channelId").(string)] = walk(d, "outcome").(string)
	}
	if outcomes["77"] != "delivered" || outcomes["2"] != "failed" || outcomes["3"] != "failed" {
		t.Errorf("outcomes %v", outcomes)
	}
}

// Closing ends what is waiting; a reset forgets channels and what they wait for.
func TestCloseAndResetEndDelivery(t *testing.T) {
	r := start(t, "empty")
	h := listen(t)
	r.hear(h, `"Contacts.all"`, "")
	r.control("POST", "settings", `{"notificationDelayMs":60000}`)
	r.plant("Contacts", `{"Last_Name":"A"}`)
	r.control("POST", "reset", "")
	r.expect("after a reset", r.control("GET", "notifications", ""), 200, "pending", 0.0, "channels.0", nil, "deliveries.0", nil)
	r.token = r.freshToken()
	r.hear(h, `"Contacts.all"`, "")
	r.control("POST", "settings", `{"notificationDelayMs":60000}`)
	r.plant("Contacts", `{"Last_Name":"B"}`)
	begun := time.Now()
	r.sim.Close()
	if time.Since(begun) > 2*time.Second {
		t.Errorf("closing took %v", time.Since(begun))
	}
	r.expect("after closing", r.control("GET", "notifications", ""), 200, "pending", 0.0, "deliveries.0.outcome", "dropped")
	if got := len(h.bodies); got != 0 {
		t.Errorf("%d notices", got)
	}
}
