package zohosim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// channel is one element of watch[]; more are keys such as "token":"t".
func channel(id, events, more string) string {
	if more != "" {
		more = "," + more
	}
	return fmt.Sprintf(`{"channel_id":%q,"events":[%s],"notify_url":"http://127.0.0.1:9/hook?key=secret"%s}`, id, events, more)
}

func watch(channels ...string) string { return `{"watch":[` + strings.Join(channels, ",") + `]}` }

func (r *rig) subscribe(channels ...string) answer {
	r.t.Helper()
	return r.crm("POST", "actions/watch", watch(channels...))
}

// Fidelity: watch-read-back
// Behaviour: A channel is answered 201 with one entry per module, and listed with everything that was given; "all" is listed as edit, create and delete.
// Source: zoho-crm-api §5; OASY createNotifications, getNotifications
func TestChannelIsReadBack(t *testing.T) {
	r := start(t, "empty")
	contacts := r.crm("GET", "settings/modules/Contacts", "").text("modules.0.id")
	a := r.subscribe(channel("1000000068001", `"Events.all","Contacts.edit"`, `"token":"T","return_affected_field_values":true,"channel_expiry":"2026-03-03T14:00:00+00:00"`))
	r.expect("opened", a, 201,
		"watch.0.code", "SUCCESS", "watch.0.message", "Successfully subscribed for actions-watch of the given module", "watch.0.status", "success",
		"watch.0.details.events.0.resource_name", "Events", "watch.0.details.events.1.resource_name", "Contacts",
		"watch.0.details.events.1.resource_id", contacts, "watch.0.details.events.1.resource_uri", r.url+"/crm/v8/Contacts",
		"watch.0.details.events.0.channel_id", "1000000068001", "watch.0.details.events.0.channel_expiry", "2026-03-03T09:00:00-05:00")
	list := r.crm("GET", "actions/watch", "")
	r.expect("listed", list, 200, "info.count", 2.0, "info.more_records", false, "info.page", 1.0,
		"watch.0.channel_id", "1000000068001", "watch.0.token", "T", "watch.0.notify_url", "http://127.0.0.1:9/hook?key=secret",
		"watch.0.events.0", "Events.edit", "watch.0.events.1", "Events.create", "watch.0.events.2", "Events.delete",
		"watch.0.return_affected_field_values", true, "watch.0.notify_on_related_action", true, "watch.0.notification_condition", nil,
		"watch.1.events.0", "Contacts.edit", "watch.1.resource_id", contacts)
	r.expect("by module", r.crm("GET", "actions/watch?module=Contacts", ""), 200, "info.count", 1.0, "watch.0.resource_name", "Contacts")
	r.expect("by channel", r.crm("GET", "actions/watch?channel_id=7", ""), 204)
}

// Fidelity: watch-expiry
// Behaviour: A channel lasts an hour where no expiry is given and, without a word, where one beyond a week is; up to a week it is kept.
// Source: zoho-crm-api §5; D7:notifications/enable
func TestChannelExpiry(t *testing.T) {
	r := start(t, "empty")
	for i, test := range []struct{ asked, got string }{
		{``, "2026-03-02T10:00:00-05:00"},
		{`"channel_expiry":null`, "2026-03-02T10:00:00-05:00"},
		{`"channel_expiry":"2026-03-09T14:00:00Z"`, "2026-03-09T10:00:00-04:00"}, // a week to the second, past the change of clocks
		{`"channel_expiry":"2026-03-09T14:00:01Z"`, "2026-03-02T10:00:00-05:00"},
		{`"channel_expiry":"2027-01-01T00:00:00Z"`, "2026-03-02T10:00:00-05:00"},
		{`"channel_expiry":"2026-03-02T16:30:00+02:00"`, "2026-03-02T09:30:00-05:00"},
	} {
		a := r.subscribe(channel(fmt.Sprint(i+1), `"Events.all"`, test.asked))
		r.expect(test.asked, a, 201, "watch.0.details.events.0.channel_expiry", test.got)
	}
}

// Fidelity: watch-past-expiry
// Behaviour: An expiry that is past counts as none.
// Source: zoho-crm-api §5, inferred: documents speak of missing and of too late only
// Doubtful: yes
// Settle: Open a channel with a channel_expiry of yesterday and read back the one that is answered.
func TestChannelPastExpiry(t *testing.T) {
	r := start(t, "empty")
	r.expect("past", r.subscribe(channel("1", `"Events.all"`, `"channel_expiry":"2026-03-01T00:00:00Z"`)), 201,
		"watch.0.details.events.0.channel_expiry", "2026-03-02T10:00:00-05:00")
}

// Fidelity: watch-expired
// Behaviour: At its expiry a channel is gone: it is no longer listed, and to renew it is 400 NOT_SUBSCRIBED.
// Source: zoho-crm-api §5; the code is in OAS26 notifications.json, that renewing too late gives it is third-party
// Doubtful: yes
// Settle: Open a channel for a few minutes, PATCH it after its expiry and read the code.
func TestExpiredChannel(t *testing.T) {
	r := start(t, "empty")
	r.subscribe(channel("1", `"Events.all"`, ""))
	r.advance(time.Hour - time.Second)
	r.expect("live", r.crm("GET", "actions/watch", ""), 200)
	r.expect("renewed in time", r.crm("PATCH", "actions/watch", watch(channel("1", `"Events.all"`, `"channel_expiry":"2026-03-02T17:00:00Z"`))), 200,
		"watch.0.message", "Successfully updated the subscribe details", "watch.0.details.events.0.channel_expiry", "2026-03-02T12:00:00-05:00")
	r.advance(2*time.Hour + time.Second)
	r.token = r.freshToken()
	r.expect("expired", r.crm("GET", "actions/watch", ""), 204)
	for _, method := range []string{"PATCH", "PUT"} {
		r.expect(method, r.crm(method, "actions/watch", watch(channel("1", `"Events.all"`, ""))), 400,
			"watch.0.code", "NOT_SUBSCRIBED", "watch.0.details.json_path", "$.watch[0].channel_id")
	}
	r.expect("DELETE", r.crm("DELETE", "actions/watch?channel_ids=1", ""), 400, "watch.0.code", "NOT_SUBSCRIBED")
}

// Fidelity: watch-put-patch
// Behaviour: PUT leaves a channel nothing but what it gives; PATCH adds to it and keeps the rest; _delete_events takes events out.
// Source: zoho-crm-api §5; D7:notifications/update-details, update-info
//
// Fidelity: watch-patch-expiry
// Behaviour: A PATCH without channel_expiry leaves the expiry as it is.
// Source: D7:notifications/update-info says so of all that is not given, and of the expiry that its default is an hour
// Doubtful: yes
// Settle: PATCH the token of a channel that has days left and read back its expiry.
//
// Fidelity: watch-patch-body
// Behaviour: PATCH takes {"watch": [...]} and a single channel without that key.
// Source: D7:notifications/update-info has the first, OAS26 notifications.json the second
// Doubtful: yes
// Settle: PATCH a channel in both forms.
func TestChannelPutAndPatch(t *testing.T) {
	r := start(t, "empty")
	r.subscribe(channel("1", `"Events.create"`, `"token":"T","channel_expiry":"2026-03-05T14:00:00Z","return_affected_field_values":true`))
	r.expect("PATCH", r.crm("PATCH", "actions/watch", watch(channel("1", `"Events.delete","Deals.edit"`, ""))), 200,
		"watch.0.details.events.0.channel_expiry", "2026-03-05T09:00:00-05:00")
	r.expect("after PATCH", r.crm("GET", "actions/watch", ""), 200, "info.count", 2.0, "watch.0.token", "T", "watch.0.return_affected_field_values", true,
		"watch.0.events.0", "Events.create", "watch.0.events.1", "Events.delete", "watch.1.events.0", "Deals.edit", "watch.1.token", nil)
	r.expect("narrowed", r.crm("PATCH", "actions/watch", `{"watch":[{"channel_id":"1","events":["Events.create"],"_delete_events":true}]}`), 200,
		"watch.0.message", "Successfully removed the subscribe details", "watch.0.details.events.0.resource_name", "Events")
	r.expect("after narrowing", r.crm("GET", "actions/watch?module=Events", ""), 200, "watch.0.events.0", "Events.delete", "watch.0.events.1", nil)
	r.expect("PUT", r.crm("PUT", "actions/watch", watch(channel("1", `"Calls.all"`, ""))), 200, "watch.0.details.events.0.channel_expiry", "2026-03-02T10:00:00-05:00")
	r.expect("after PUT", r.crm("GET", "actions/watch", ""), 200, "info.count", 1.0, "watch.0.resource_name", "Calls", "watch.0.token", nil)
	r.expect("bare PATCH", r.crm("PATCH", "actions/watch", channel("1", `"Calls.all"`, `"token":"U"`)), 200)
	r.expect("after bare PATCH", r.crm("GET", "actions/watch", ""), 200, "watch.0.token", "U")
}

// Fidelity: watch-delete
// Behaviour: DELETE ?channel_ids= closes channels, with one result per module; a mixture is 207.
// Source: zoho-crm-api §5; OASY disableNotifications
func TestChannelDelete(t *testing.T) {
	r := start(t, "empty")
	r.subscribe(channel("1", `"Events.all","Deals.all"`, ""), channel("2", `"Events.all"`, ""))
	r.expect("some", r.crm("DELETE", "actions/watch?channel_ids=1,9", ""), 207,
		"watch.0.message", "Successfully un-subscribed from actions-watch", "watch.0.details.resource_uri", r.url+"/crm/v8/Events", "watch.0.details.channel_id", "1",
		"watch.1.details.resource_uri", r.url+"/crm/v8/Deals", "watch.2.code", "NOT_SUBSCRIBED")
	r.expect("left", r.crm("GET", "actions/watch", ""), 200, "info.count", 1.0, "watch.0.channel_id", "2")
	r.expect("no ids", r.crm("DELETE", "actions/watch", ""), 400, "code", "EXPECTED_PARAM_MISSING")
}

// Channels are a user's own: the list is of "the user".
func TestChannelsOfOthers(t *testing.T) {
	r := start(t, "demo")
	r.subscribe(channel("1", `"Events.all"`, ""))
	other := r.holding(r.grant(zohosim.GrantRequest{UserID: r.sim.Users()[1].ID}).AccessToken)
	other.expect("list", other.crm("GET", "actions/watch", ""), 204)
	other.expect("close", other.crm("DELETE", "actions/watch?channel_ids=1", ""), 400)
	r.expect("still there", r.crm("GET", "actions/watch", ""), 200)
}

// Fidelity: watch-errors
// Behaviour: What is wrong with a channel is told in watch[], with its json_path; other channels are opened, which makes 207. Over 50 channels are refused flat.
// Source: zoho-crm-api §5; OASY createNotifications; OAS26 notifications.json
//
// Fidelity: watch-token-length
// Behaviour: A token has 50 characters at most.
// Source: zoho-crm-api §5; D7:notifications/enable; OAS26 says 256
// Doubtful: yes
// Settle: Open a channel with a token of 51 characters.
func TestChannelErrors(t *testing.T) {
	r := start(t, "empty")
	for channelText, want := range map[string][3]string{
		`{"events":["Events.all"],"notify_url":"https://a.example/x"}`:                                               {"MANDATORY_NOT_FOUND", "channel_id", "$.watch[1].channel_id"},
		`{"channel_id":"1","notify_url":"https://a.example/x"}`:                                                      {"MANDATORY_NOT_FOUND", "events", "$.watch[1].events"},
		`{"channel_id":"1","events":["Events.all"]}`:                                                                 {"MANDATORY_NOT_FOUND", "notify_url", "$.watch[1].notify_url"},
		`{"channel_id":"abc","events":["Events.all"],"notify_url":"https://a.example/x"}`:                            {"INVALID_DATA", "channel_id", "$.watch[1].channel_id"},
		`{"channel_id":1,"events":["Events.all"],"notify_url":"ftp://a.example/x"}`:                                  {"INVALID_DATA", "notify_url", "$.watch[1].notify_url"},
		`{"channel_id":1,"events":["Events.all"],"notify_url":"https://a.example/` + strings.Repeat("x", 240) + `"}`: {"INVALID_DATA", "notify_url", "$.watch[1].notify_url"},
		channel("1", `"Notes.all"`, ""):                                                                              {"INVALID_DATA", "events", "$.watch[1].events"},
		channel("1", `"Nothing.all"`, ""):                                                                            {"INVALID_DATA", "events", "$.watch[1].events"},
		channel("1", `"Events.read"`, ""):                                                                            {"INVALID_DATA", "events", "$.watch[1].events"},
		channel("1", `"Events"`, ""):                                                                                 {"INVALID_DATA", "events", "$.watch[1].events"},
		channel("1", `"Events.all"`, `"channel_expiry":"tomorrow"`):                                                  {"INVALID_DATA", "channel_expiry", "$.watch[1].channel_expiry"},
		channel("1", `"Events.all"`, `"return_affected_field_values":1`):                                             {"INVALID_DATA", "return_affected_field_values", "$.watch[1].return_affected_field_values"},
		channel("1", `"Events.all"`, `"token":"`+strings.Repeat("x", 51)+`"`):                                        {"INVALID_DATA", "token", "$.watch[1].token"},
	} {
		a := r.subscribe(channel("7", `"Events.all"`, ""), channelText)
		r.expect(channelText, a, 207, "watch.0.code", "SUCCESS", "watch.1.code", want[0], "watch.1.details.api_name", want[1], "watch.1.details.json_path", want[2])
		r.expect(channelText, r.subscribe(channelText), 400, "watch.0.code", want[0])
	}
	r.expect("50 characters", r.subscribe(channel("8", `"Events.all"`, `"token":"`+strings.Repeat("x", 50)+`"`)), 201)
	many := slices.Repeat([]string{channel("1", `"Events.all"`, "")}, 51)
	r.expect("51", r.subscribe(many...), 400, "code", "INVALID_DATA", "details.maximum_length", 50.0)
	r.expect("50", r.subscribe(many[:50]...), 201)
	r.expect("none", r.crm("POST", "actions/watch", `{}`), 400, "code", "MANDATORY_NOT_FOUND", "details.api_name", "watch")
}

// Fidelity: watch-condition-errors
// Behaviour: A notification_condition is refused with the codes and paths of Zoho's examples.
// Source: zoho-crm-api §5; OASY createNotifications
func TestChannelConditionErrors(t *testing.T) {
	r := start(t, "empty")
	const module, fields = `"module":{"api_name":"Deals"}`, `"field_selection":{"group_operator":"or","group":[{"field":{"api_name":"Stage"}}]}`
	eleven := strings.TrimSuffix(strings.Repeat(`{"field":{"api_name":"Stage"}},`, 11), ",")
	for condition, want := range map[string][3]string{
		`{` + module + `,` + fields + `}`:                                                                                   {"MANDATORY_NOT_FOUND", "api_name", "type"},
		`{"type":"criteria",` + module + `}`:                                                                                {"INVALID_DATA", "supported_values.0", "field_selection"},
		`{"type":1}`:                                                                                                        {"INVALID_DATA", "expected_data_type", "text"},
		`{"type":"field_selection",` + fields + `}`:                                                                         {"INVALID_DATA", "api_name", "module"},
		`{"type":"field_selection","module":7,` + fields + `}`:                                                              {"INVALID_DATA", "expected_data_type", "jsonobject"},
		`{"type":"field_selection","module":{},` + fields + `}`:                                                             {"EXPECTED_FIELD_MISSING", "expected_fields.1.api_name", "id"},
		`{"type":"field_selection","module":{"api_name":"Deals","id":"1"},` + fields + `}`:                                  {"AMBIGUITY_DURING_PROCESSING", "ambiguity_due_to.0.api_name", "api_name"},
		`{"type":"field_selection","module":{"api_name":"Nothing"},` + fields + `}`:                                         {"INVALID_DATA", "json_path", "$.watch[0].notification_condition[0].module.api_name"},
		`{"type":"field_selection",` + module + `}`:                                                                         {"DEPENDENT_FIELD_MISSING", "dependee.api_name", "type"},
		`{"type":"field_selection",` + module + `,"field_selection":[]}`:                                                    {"INVALID_DATA", "expected_data_type", "jsonobject"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group":[{"field":{"api_name":"Stage"}}]}}`:            {"MANDATORY_NOT_FOUND", "api_name", "group_operator"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group_operator":"xor","group":[]}}`:                   {"INVALID_DATA", "supported_values.1", "and"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group_operator":"or"}}`:                               {"MANDATORY_NOT_FOUND", "api_name", "group"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group_operator":"or","group":[{}]}}`:                  {"MANDATORY_NOT_FOUND", "api_name", "field"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group_operator":"or","group":[{"api_name":"Nope"}]}}`: {"INVALID_DATA", "api_name", "api_name"},
		`{"type":"field_selection",` + module + `,"field_selection":{"group_operator":"or","group":[` + eleven + `]}}`:      {"INVALID_DATA", "api_name", "field_selection"},
	} {
		a := r.subscribe(channel("1", `"Deals.all"`, `"notification_condition":[`+condition+`]`))
		r.expect(condition, a, 400, "watch.0.code", want[0], "watch.0.details."+want[1], want[2])
	}
	r.expect("no array", r.subscribe(channel("1", `"Deals.all"`, `"notification_condition":{}`)), 400, "watch.0.details.json_path", "$.watch[0].notification_condition")
}

// Fidelity: watch-scopes
// Behaviour: Each method of actions/watch needs its own scope of ZohoCRM.notifications: CREATE, READ, UPDATE or DELETE, or ALL.
// Source: zoho-crm-api §1.6, §5; OAS26 notifications.json
func TestChannelScopes(t *testing.T) {
	r := start(t, "empty")
	r.subscribe(channel("1", `"Events.all"`, ""))
	for operation, works := range map[string]string{"CREATE": "POST", "READ": "GET", "UPDATE": "PUT PATCH", "DELETE": "DELETE", "ALL": "POST GET PUT PATCH DELETE"} {
		one := r.holding(r.grant(zohosim.GrantRequest{Scopes: []string{"ZohoCRM.notifications." + operation}}).AccessToken)
		for _, method := range []string{"POST", "GET", "PUT", "PATCH", "DELETE"} {
			a := one.crm(method, "actions/watch?channel_ids=99", watch(channel("1", `"Events.all"`, "")))
			if refused := a.status == 401; refused == strings.Contains(" "+works+" ", " "+method+" ") {
				t.Errorf("%s with %s: %d %s", method, operation, a.status, a.raw)
			}
		}
	}
}
