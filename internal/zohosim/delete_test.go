package zohosim_test

import "testing"

// What is wrong with one record's URL is told flat, with ids of a list item by item.
//
// Fidelity: delete-by-id-fails-flat
// Behaviour: Deleting a record that is not there is a flat INVALID_DATA by its own URL, and an item in data[] where ids are listed.
// Source: zoho-crm-api §2.5; OAS26 record.json, OASY deleteRecord and deleteRecords
func TestDeleteOfWhatIsNotThere(t *testing.T) {
	r := start(t, "empty")
	const nobody = "5725767000009999999"
	r.expect("by its URL", r.crm("DELETE", "Contacts/"+nobody, ""), 400,
		"code", "INVALID_DATA", "message", "record not deleted", "details.resource_path_index", 1.0, "data", nil)
	r.expect("in a list", r.crm("DELETE", "Contacts?ids="+nobody, ""), 400,
		"data.0.code", "INVALID_DATA", "data.0.message", "record not deleted", "data.0.details.id", nobody, "code", nil)
}

// zoho-crm-api §2.5, §3.5: deletion, single and bulk, and the list of deleted.
//
// Fidelity: delete
// Behaviour: Deleted records go to the recycle bin and the list of deleted; 207 where some ids are gone already.
// Source: zoho-crm-api §2.5, §3.5, OASY deleteRecords
//
// Fidelity: delete-twice
// Behaviour: Deleting what is deleted is INVALID_DATA, "record not deleted".
// Source: zoho-crm-api §2.5, OASY deleteRecords
func TestDelete(t *testing.T) {
	r := start(t, "demo")
	a, b := r.plant("Contacts", `{"Last_Name":"Aye"}`), r.plant("Contacts", `{"Last_Name":"Bee"}`)
	r.expect("nothing deleted", r.crm("GET", "Contacts/deleted", ""), 204)
	r.expect("by id", r.crm("DELETE", "Contacts/"+a, ""), 200, "data.0.message", "record deleted", "data.0.details.id", a)
	r.expect("again", r.crm("DELETE", "Contacts/"+a, ""), 400, "message", "record not deleted", "details.resource_path_index", 1.0)
	r.expect("bulk", r.crm("DELETE", "Contacts?ids="+a+","+b, ""), 207, "data.0.details.id", a, "data.0.code", "INVALID_DATA", "data.1.code", "SUCCESS")
	r.expect("without ids", r.crm("DELETE", "Contacts", ""), 400, "code", "REQUIRED_PARAM_MISSING", "details.param_name", "ids")
	r.expect("gone", r.crm("GET", "Contacts/"+a, ""), 204)
	r.expect("update of a deleted one", r.crm("PUT", "Contacts/"+a, data(`{"Title":"x"}`)), 400, "data.0.code", "INVALID_DATA")
	r.expect("listed", r.crm("GET", "Contacts/deleted?type=recycle", ""), 200,
		"info.count", 2.0, "data.0.type", "recycle", "data.0.deleted_time", "2026-03-02T09:00:00-05:00", "data.0.deleted_by.name", "Helen Osgood")
	r.expect("none for good", r.crm("GET", "Contacts/deleted?type=permanent", ""), 204)
	r.expect("bad type", r.crm("GET", "Contacts/deleted?type=lost", ""), 400, "details.param_name", "type")
}
