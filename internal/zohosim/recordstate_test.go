package zohosim_test

import (
	"testing"
	"time"
)

// zoho-crm-api §7: a locked record is neither changed nor deleted.
//
// Fidelity: record-locked
// Behaviour: A locked record refuses PUT, DELETE and conversion with 400 RECORD_LOCKED inside data[].
// Source: zoho-crm-api §7; D7:update-records, delete-records
func TestRecordLocked(t *testing.T) {
	r := start(t, "empty")
	id := r.plant("Leads", `{"Last_Name":"A"}`)
	r.control("POST", "records/Leads/"+id+"/lock", "")
	r.expect("put", r.crm("PUT", "Leads/"+id, data(`{"City":"x"}`)), 400, "data.0.code", "RECORD_LOCKED", "data.0.details.api_name", "id", "data.0.details.json_path", "$.data[0].id", "data.0.details.action", "record_locking")
	r.expect("delete", r.crm("DELETE", "Leads/"+id, ""), 400, "data.0.code", "RECORD_LOCKED", "data.0.details.id", id, "data.0.details.action", "record_locking", "data.0.details.api_name", nil)
	r.expect("convert", r.crm("POST", "Leads/"+id+"/actions/convert", data(`{}`)), 400, "data.0.code", "RECORD_LOCKED")
	r.expect("upsert", r.crm("POST", "Leads/upsert", data(`{"id":"`+id+`","City":"x"}`)), 400, "data.0.code", "RECORD_LOCKED")
	r.expect("read", r.crm("GET", "Leads/"+id, ""), 200, "data.0.City", nil)
	r.control("POST", "records/Leads/"+id+"/unlock", "")
	r.expect("unlocked", r.crm("PUT", "Leads/"+id, data(`{"City":"x"}`)), 200)
	for _, action := range []string{"paint", "restore"} {
		if a, err := r.send("POST", "/__sim/records/Leads/"+id+"/"+action, ""); err != nil || a.status != 400 {
			t.Errorf("%s: %d", action, a.status)
		}
	}
}

// zoho-crm-api §7: a Blueprint owns the stage; the way on is its transitions.
//
// Fidelity: record-in-blueprint
// Behaviour: Changing the field of a running Blueprint is 400 RECORD_IN_BLUEPRINT inside data[]; other fields can be changed.
// Source: zoho-crm-api §7
// Doubtful: yes
// Settle: Put a deal into a Blueprint on its stage, and update the stage and then another field by the API.
//
// Fidelity: blueprint-transitions
// Behaviour: GET actions/blueprint lists transitions, PUT with transition_id takes one; a record in no process is 400 RECORD_NOT_IN_PROCESS.
// Source: zoho-crm-api §7; OAS25 blueprint.json; D7:blueprint
func TestBlueprint(t *testing.T) {
	r := start(t, "demo")
	id := r.plant("Deals", `{"Deal_Name":"D","Pipeline":"Standard (Standard)","Stage":"Qualification"}`)
	path := "Deals/" + id + "/actions/blueprint"
	r.expect("no process", r.crm("GET", path, ""), 400, "code", "RECORD_NOT_IN_PROCESS")
	r.control("POST", "records/Deals/"+id+"/blueprint", "")
	r.expect("stage", r.crm("PUT", "Deals/"+id, data(`{"Stage":"Closed Won"}`)), 400, "data.0.code", "RECORD_IN_BLUEPRINT", "data.0.message", "The record is in blue print")
	r.expect("same stage, other field", r.crm("PUT", "Deals/"+id, data(`{"Stage":"Qualification","Amount":5}`)), 200)
	a := r.crm("GET", path, "")
	r.expect("process", a, 200, "blueprint.process_info.api_name", "Stage", "blueprint.process_info.field_value", "Qualification", "blueprint.transitions.0.next_field_value", "Needs Analysis")
	body := `{"blueprint":[{"transition_id":"` + a.text("blueprint.transitions.0.id") + `","data":{"Next_Step":"call"}}]}`
	r.expect("transition", r.crm("PUT", path, body), 200, "code", "SUCCESS", "message", "transition updated successfully")
	r.expect("moved", r.crm("GET", "Deals/"+id, ""), 200, "data.0.Stage", "Needs Analysis", "data.0.Next_Step", "call", "data.0.Probability", 20.0)
	r.expect("no transition", r.crm("PUT", path, `{"blueprint":[{"transition_id":"1"}]}`), 400, "code", "INVALID_DATA")
	r.expect("nothing named", r.crm("PUT", path, `{}`), 400, "code", "MANDATORY_NOT_FOUND")
	r.control("POST", "records/Deals/"+id+"/free", "")
	r.expect("free", r.crm("PUT", "Deals/"+id, data(`{"Stage":"Closed Won"}`)), 200)
}

// zoho-crm-api §3.5: sixty days in the recycle bin, then permanent, told for 120
// days in all; an administrator can empty the bin before.
//
// Fidelity: deleted-permanently
// Behaviour: Deleted records are told as recycle for 60 days and as permanent, without name and people, until 120 days after the deletion.
// Source: zoho-crm-api §3.5; OAS26 record.json
func TestDeletedPermanently(t *testing.T) {
	r := start(t, "demo")
	kept, purged, back := r.plant("Tasks", `{"Subject":"Kept"}`), r.plant("Tasks", `{"Subject":"Purged"}`), r.plant("Tasks", `{"Subject":"Back"}`)
	r.crm("DELETE", "Tasks?ids="+kept+","+back, "")
	r.control("POST", "records/Tasks/"+purged+"/purge", "")
	r.control("POST", "records/Tasks/"+back+"/restore", "")
	deleted := func(kind string) answer { return r.crm("GET", "Tasks/deleted?type="+kind, "") }
	r.expect("restored", r.crm("GET", "Tasks/"+back, ""), 200, "data.0.Subject", "Back", "data.0.Record_Status__s", "Available")
	r.expect("in the bin", deleted("recycle"), 200, "info.count", 1.0, "data.0.id", kept, "data.0.type", "recycle", "data.0.display_name", "Kept", "data.0.deleted_by.name", "Helen Osgood")
	r.expect("for good", deleted("permanent"), 200, "info.count", 1.0, "data.0.id", purged, "data.0.type", "permanent", "data.0.display_name", nil, "data.0.deleted_by", nil, "data.0.created_by", nil)
	r.expect("all", deleted("all"), 200, "info.count", 2.0)
	later := func(days int) {
		r.advance(time.Duration(days) * 24 * time.Hour)
		r.token = r.control("POST", "grant", "").text("accessToken")
	}
	later(61)
	r.expect("bin is empty", deleted("recycle"), 204)
	r.expect("both for good", deleted("permanent"), 200, "info.count", 2.0)
	if a, err := r.send("POST", "/__sim/records/Tasks/"+kept+"/restore", ""); err != nil || a.status != 400 {
		t.Errorf("restored after sixty days: %d", a.status)
	}
	later(60)
	r.expect("forgotten", deleted("all"), 204)
}
