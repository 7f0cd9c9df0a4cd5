package zohosim_test

import "testing"

// Whoever does not say whether participants are to be told, tells them or not by
// a setting.
//
// Fidelity: send-notification-default
// Behaviour: Without $send_notification, participants of a new event are invited.
// Source: zoho-crm-api §2.2, §11.6: not documented
// Doubtful: yes
// Setting: sendNotificationDefault
// Settle: Create an event with a participant whose mailbox is at hand, without $send_notification, and see whether a mail arrives.
func TestSendNotificationDefault(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"Last_Name":"Aye","Email":"ann@example.com"}`)
	invited := func(more string) any {
		t.Helper()
		a := r.crm("POST", "Events", data(event+`,"Participants":[{"type":"contact","participant":"`+contact+`"}]`+more+`}`))
		return r.crm("GET", "Events/"+a.text("data.0.details.id"), "").at("data.0.Participants.0.invited")
	}
	for setting, want := range map[string]bool{"true": true, "false": false} {
		r.control("POST", "settings", `{"sendNotificationDefault":`+setting+`}`)
		if got := invited(""); got != want {
			t.Errorf("default %s: invited is %v", setting, got)
		}
		if said, unsaid := invited(`,"$send_notification":true`), invited(`,"$send_notification":false`); said != true || unsaid != false {
			t.Errorf("default %s: invited is %v and %v although it was said", setting, said, unsaid)
		}
	}
}
