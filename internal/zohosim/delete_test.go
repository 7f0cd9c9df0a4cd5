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
