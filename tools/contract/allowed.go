package main

import "encoding/json"

// incomplete are files of Zoho's previous generation, which refer to others
// that no longer exist (zoho-crm-api §10.1).
func incomplete() []string { return []string{"blueprint.json", "users_unavailability.json"} }

// allowed is the whole list of what Zoho's files have wrong, by Zoho's documents
// in prose. OASY in a reason is the newest generation of the same
// specification, with examples of each answer (zoho-crm-api §0). They apply in
// order: what wraps a place comes after what changes something inside it.
func allowed() []amendment {
	var list []amendment
	list = append(list, errorsOfAnyCall()...)
	list = append(list, recordWrites()...)
	list = append(list, recordReads()...)
	list = append(list, searchAndCOQL()...)
	list = append(list, notifications()...)
	return append(list, otherFiles()...)
}

// errorsOfAnyCall are the answers that do not depend on what was called.
func errorsOfAnyCall() []amendment {
	everywhere := []string{"/paths/*/*/responses"}
	return []amendment{
		{file: "*", places: everywhere, change: answers("401", flat("INVALID_TOKEN", "AUTHENTICATION_FAILURE", "OAUTH_SCOPE_MISMATCH")),
			reason: "401 is flat for every call (zoho-crm-api §7; OASY has it so); most files have none, record.json has it in data[], related_notes.json lacks INVALID_TOKEN"},
		{file: "*", places: everywhere, change: answers("403", flat("INACTIVE_USER", "NO_PERMISSION", "NOT_SUPPORTED")),
			reason: "403 is flat for every call (zoho-crm-api §7; OASY has it so)"},
		{file: "*", places: everywhere, change: answers("429", flat("TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED")),
			reason: "429 may answer every call, with either code (zoho-crm-api §6)"},
	}
}

func recordWrites() []amendment {
	const file = "record.json"
	codes := "/components/schemas/RecordsErrorResponse/properties/data/items/properties/code/enum"
	const later = "/properties/data/items/properties/code/enum"
	const wrote = "#/components/schemas/RecordSuccessResponse/properties/data/items"
	upserted := upsertResult(reference(wrote + "/properties/details"))
	return []amendment{
		{file: file, places: []string{"/components/schemas/RecordSuccessResponse/properties/data/items/properties/details/required"}, change: without("$approval_state"),
			reason: "$approval_state is absent from answers to updates, upserts and notes (zoho-crm-api §2.4)"},
		{file: file, places: []string{"/paths/~1{module}/post/responses", "/paths/~1{module}/put/responses"}, change: mixed(reference(wrote)),
			reason: "207 where some records were written and some not (zoho-crm-api §2.6, OASY createRecords)"},
		{file: file, places: []string{codes}, change: also("MAPPING_MISMATCH"),
			reason: "a stage that is not in the pipeline is MAPPING_MISMATCH (zoho-crm-api §2.3; inferred for plain writes)"},
		{file: file, places: []string{body("/{module}", "post", "400"), body("/{module}", "put", "400"), body("/{module}/{recordID}", "put", "400")}, change: or(flat("UNABLE_TO_PARSE_DATA_TYPE")),
			reason: "a body that is no JSON is told flat (zoho-crm-api §7)"},
		{file: file, places: []string{body("/{module}", "post", "400"), body("/{module}/upsert", "post", "400")}, change: or(flat("INVALID_MODULE")),
			reason: "the documents disagree whether a write to an unknown module is told flat or in data[] (zoho-crm-api §7)"},
		{file: file, places: []string{codes}, change: also("ALREADY_MODIFIED"),
			reason: "of several records some may have been modified already (zoho-crm-api §2.5, §2.6)"},
		{file: file, places: []string{codes}, change: also("RECORD_IN_BLUEPRINT"),
			reason: "a field that a blueprint owns cannot be written (zoho-crm-api §7)"},
		{file: file, places: []string{body("/{module}", "put", "412") + later, body("/{module}/{recordID}", "put", "412") + later}, change: also("RECORD_MODIFIED"),
			reason: "the documents disagree about the code of 412 (zoho-crm-api §7)"},
		{file: file, places: []string{body("/{module}/upsert", "post", "200")}, change: instead(object("data", list(upserted))),
			reason: "an upsert tells action and duplicate_field, and has no $approval_state (zoho-crm-api §2.5)"},
		{file: file, places: []string{"/paths/~1{module}~1upsert/post/responses"}, change: mixed(upserted),
			reason: "207 where some records were upserted and some not (zoho-crm-api §2.6)"},
		{file: file, places: []string{body("/{module}", "delete", "400")}, change: or(object("data", list(flat("INVALID_DATA")))),
			reason: "where no record of a list could be deleted, each is told in data[] (zoho-crm-api §2.6, OASY deleteRecords)"},
		{file: file, places: []string{body("/{module}/{recordID}", "delete", "400")}, change: or(object("data", list(flat("RECORD_LOCKED")))),
			reason: "that a record is locked is told in data[] (OASY deleteRecord)"},
		{file: file, places: []string{"/paths/~1{module}/delete/parameters"}, change: plus(parameter("wf_trigger")),
			reason: "wf_trigger says whether workflows run (zoho-crm-api §2.5)"},
		{file: file, places: []string{body("/{module}", "delete", "207") + "/properties/data/items/oneOf/0/properties/details/additionalProperties"}, change: instead(true),
			reason: "with X-EXTERNAL the details name the external field too (zoho-crm-api §2.5, the pages on external ids)"},
		{file: file, places: []string{"/components/schemas/RecordsInputSchema/properties"}, change: with(map[string]any{"lar_id": text()}),
			reason: "lar_id names an assignment rule (zoho-crm-api §2.4)"},
	}
}

func recordReads() []amendment {
	const file = "record.json"
	info := "/components/schemas/RecordGETSucessResponse/properties/info/properties/"
	reads := []string{"/paths/~1{module}/get/responses", "/paths/~1{module}~1{recordID}/get/responses", "/paths/~1{module}~1deleted/get/responses"}
	return []amendment{
		{file: file, places: []string{body("/{module}", "get", "400"), body("/{module}/{recordID}", "get", "400")}, change: or(flat(
			"INVALID_DATA", "INVALID_MODULE", "REQUIRED_PARAM_MISSING", "LIMIT_EXCEEDED", "TOKEN_BOUND_DATA_MISMATCH", "EXPIRED_VALUE",
			"DISCRETE_PAGINATION_LIMIT_EXCEEDED", "PAGINATION_LIMIT_EXCEEDED", "AMBIGUITY_DURING_PROCESSING")),
			reason: "errors of reads are flat (zoho-crm-api §7, OASY getRecord)"},
		{file: file, places: []string{info + "next_page_token", info + "previous_page_token", info + "page_token_expiry"}, change: or(null()),
			reason: "page tokens are null where there is no further page (zoho-crm-api §3.1)"},
		{file: file, places: []string{"/components/schemas/RecordGETSucessResponse/properties/data/maxItems"}, change: instead(json.Number("200")),
			reason: "a page has up to 200 records (zoho-crm-api §3.1)"},
		{file: file, places: []string{"/components/parameters/Ids/schema/maxLength"}, change: instead(json.Number("2048")),
			reason: "ids takes 100 ids of 19 digits (zoho-crm-api §2.5)"},
		{file: "related_notes.json", places: []string{"/paths/~1{parentRecordModule}~1{parentRecordId}~1Notes/get/responses"}, change: answers("304", nil),
			reason: "304 answers If-Modified-Since (zoho-crm-api §2.6)"},
		{file: file, places: reads, change: answers("304", nil),
			reason: "304 answers If-Modified-Since (zoho-crm-api §3.1)"},
		{file: file, places: []string{"/paths/~1{module}~1{recordID}/get/parameters"}, change: plus(parameter("fields")),
			reason: "fields is optional where one record is read (zoho-crm-api §3.1)"},
	}
}

func searchAndCOQL() []amendment {
	search := body("/{module}/search", "get", "400")
	return []amendment{
		{file: "module_search.json", places: []string{search + "/oneOf/4/properties/details"}, change: instead(invalidQuery()),
			reason: "details of INVALID_QUERY require api_name and forbid it; the documents have reason and what it is about (zoho-crm-api §3.2)"},
		{file: "module_search.json", places: []string{search + "/oneOf/7/properties/message/enum"}, change: also("no of criterium that can be given exceed the limit 10"),
			reason: "the documents disagree about the number of criteria, 10 or 15 (zoho-crm-api §3.2)"},
		{file: "module_search.json", places: []string{search}, change: or(flat("INVALID_DATA")),
			reason: "a parameter with an impossible value is INVALID_DATA (zoho-crm-api §7)"},
		{file: "coql.json", places: []string{body("/coql", "post", "400")}, change: or(flat("UNABLE_TO_PARSE_DATA_TYPE")),
			reason: "a body that is no JSON is told flat (zoho-crm-api §7)"},
	}
}

func notifications() []amendment {
	const file = "notifications.json"
	watch := "/paths/~1actions~1watch/"
	return []amendment{
		{file: file, places: []string{watch + "get/responses"}, change: answers("204", nil),
			reason: "204 where there is no channel to tell of (zoho-crm-api §2.6)"},
		{file: file, places: []string{body("/actions/watch", "patch", "200") + "/properties/watch/items/properties/details/properties/events/items/required"}, change: without("channel_expiry"),
			reason: "what is taken from a channel is told without an expiry (the page specific-disable)"},
		{file: file, places: []string{watch + "get/parameters"}, change: plus(parameter("page")), reason: "page is one of the parameters (the page get-details)"},
		{file: file, places: []string{watch + "get/parameters"}, change: plus(parameter("per_page")), reason: "per_page is one of the parameters (the page get-details)"},
		{file: file, places: []string{watch + "post/requestBody/content/application~1json/schema/properties/watch/items/properties"},
			change: with(map[string]any{"notification_condition": list(map[string]any{"type": "object"})}),
			reason: "a channel may be for some fields alone (zoho-crm-api §5)"},
		{file: file, places: []string{watch + "post/requestBody/content/application~1json/schema/properties/watch/items/properties"},
			change: with(map[string]any{"return_affected_field_values": map[string]any{"type": "boolean"}}),
			reason: "a channel may ask for what changed (zoho-crm-api §5)"},
	}
}

func otherFiles() []amendment {
	composite := body("/__composite_requests", "post", "400")
	return []amendment{
		{file: "fields.json", places: []string{"/components/schemas/FieldSchema/properties"}, change: with(map[string]any{"required": map[string]any{"type": "boolean"}}),
			reason: "a field says whether it is required (zoho-crm-api §3.6; OASY executeCOQLQuery shows one whole)"},
		{file: "fields.json", places: []string{"/components/parameters/Includes/required"}, change: instead(false),
			reason: "include is optional (zoho-crm-api §3.6)"},
		{file: "related_notes.json", places: []string{"/components/parameters/PerPage/name"}, change: instead("per_page"),
			reason: "the parameter is called per_page, as in notes.json and in every other file"},
		{file: "notes.json", places: []string{body("/Notes", "post", "400")}, change: or(object("data", list(flat("MANDATORY_NOT_FOUND")))),
			reason: "a note without Parent_Id lacks a mandatory field (zoho-crm-api §2.3, §7); the file has the code for other calls alone"},
		{file: "cancel_meetings.json", places: []string{body("/Events/{event}/actions/cancel", "post", "400")}, change: anyOf,
			reason: "NOT_ALLOWED is listed three times alike, so that oneOf can never choose it (zoho-crm-api §2.7)"},
		{file: "composite_requests.json", places: []string{composite + "/oneOf/0/properties/details", composite + "/oneOf/1/properties/__composite_requests/items/properties/details"}, change: anyOf,
			reason: "the last alternative for details fits everything, so that oneOf can choose no other"},
		{file: "composite_requests.json", places: []string{composite + "/oneOf/1/properties/__composite_requests/items"}, change: or(reference(
			"#/paths/~1__composite_requests/post/responses/200/content/application~1json/schema/properties/__composite_requests/items")),
			reason: "the call that caused a rollback is told with its own answer (zoho-crm-api §4; the page composite-api has a sample)"},
		{file: "composite_requests.json", places: []string{composite}, change: or(flat("UNABLE_TO_PARSE_DATA_TYPE")),
			reason: "a body that is no JSON is told flat (zoho-crm-api §7)"},
		{file: "related_lists.json", places: []string{body("/settings/related_lists", "get", "400")}, change: or(flat("REQUIRED_PARAM_MISSING")),
			reason: "without module the answer is REQUIRED_PARAM_MISSING (zoho-crm-api §7)"},
		{file: "convert.json", places: []string{body("/Leads/{leadId}/actions/convert", "post", "400")}, change: or(object("data", list(flat("MULTIPLE_OR_MULTI_ERRORS", "RECORD_LOCKED")))),
			reason: "a record may have several mistakes, and be locked (zoho-crm-api §7)"},
		{file: "record_count.json", places: []string{body("/{moduleApiName}/actions/count", "get", "400")}, change: or(flat("AMBIGUITY_DURING_PROCESSING")),
			reason: "parameters that exclude each other are told flat (zoho-crm-api §3.1, §7)"},
		{file: "pipeline.json", places: []string{"/components/schemas/PipelineGetErrorResponse/properties/code/enum"}, change: also("REQUIRED_PARAM_MISSING"),
			reason: "without layout_id the answer is REQUIRED_PARAM_MISSING (Zoho's page get-pipelines, possible errors)"},
		{file: "users.json", places: []string{"/paths/~1users/get/responses"}, change: answers("400", flat("INVALID_DATA")),
			reason: "a parameter with an impossible value is INVALID_DATA (OASY getUsers)"},
	}
}

// body is the place of what an answer carries.
func body(path, method, status string) string {
	return "/paths/" + escape(path) + "/" + method + "/responses/" + status + "/content/application~1json/schema"
}
