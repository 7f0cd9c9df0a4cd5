package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// classes lists the helpers that hold for an error.
func classes(err error) string {
	var held []string
	for name, is := range map[string]func(error) bool{
		"not-found": zoho.IsNotFound, "unauthorized": zoho.IsUnauthorized, "limited": zoho.IsRateLimited,
		"forbidden": zoho.IsForbidden, "invalid": zoho.IsInvalid, "rolled-back": zoho.IsRolledBack,
		"modified": zoho.IsModified, "locked": zoho.IsLocked, "unavailable": zoho.IsUnavailable,
		"duplicate": func(err error) bool { _, ok := zoho.IsDuplicate(err); return ok },
	} {
		if is(err) {
			held = append(held, name)
		}
	}
	slices.Sort(held)
	return strings.Join(held, " ")
}

func TestClasses(t *testing.T) {
	problem := func(code, details string) string {
		return `{"data":[{"code":"` + code + `","details":` + details + `,"message":"no","status":"error"}]}`
	}
	flat := func(code, details string) string {
		return `{"code":"` + code + `","details":` + details + `,"message":"no","status":"error"}`
	}
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{400, problem("INVALID_DATA", `{"id":"57001"}`), "not-found"},
		{400, flat("INVALID_DATA", `{"resource_path_index":1}`), "not-found"},
		{400, problem("INVALID_DATA", `{"api_name":"id","json_path":"$.data[0].id"}`), "not-found"},
		{400, problem("INVALID_DATA", `{"api_name":"Who_Id","id":"3","json_path":"$.data[0].Who_Id"}`), "invalid"},
		{404, ``, "not-found"},
		{404, flat("INVALID_URL_PATTERN", `{}`), "invalid"},
		{400, problem("DUPLICATE_DATA", `{"api_name":"Booking_Key","id":"57001"}`), "duplicate"},
		{412, problem("ALREADY_MODIFIED", `{"id":"57001"}`), "modified"},
		{412, problem("RECORD_MODIFIED", `{}`), "modified"},
		{400, problem("RECORD_LOCKED", `{"api_name":"id","action":"record_locking"}`), "locked"},
		{400, problem("RECORD_IN_BLUEPRINT", `{}`), "locked"},
		{400, flat("NOT_APPROVED", `{}`), "locked"},
		{401, flat("OAUTH_SCOPE_MISMATCH", `{}`), "unauthorized"},
		{429, flat("RATE_LIMIT_EXCEEDED", `{}`), "limited"},
		{500, flat("INTERNAL_ERROR", `{}`), "unavailable"},
		{503, gatewayPage, "unavailable"},
		{201, gatewayPage, "unavailable"},
		{401, gatewayPage, "unavailable"},
		{403, gatewayPage, "unavailable"},
		{404, gatewayPage, "unavailable"},
		{404, `{"error":"no route"}`, "unavailable"},
		{412, gatewayPage, "unavailable"},
		{429, gatewayPage, "limited unavailable"},
		{400, problem("MULTIPLE_OR_MULTI_ERRORS", `{"errors":[`+flat("MANDATORY_NOT_FOUND", `{"api_name":"Stage"}`)+`,`+flat("DUPLICATE_DATA", `{}`)+`]}`), "duplicate invalid"},
		{400, problem("MAPPING_MISMATCH", `{"mapped_field":{}}`), "invalid"},
	} {
		s := newServer(t, answers(say(tt.status, tt.body)))
		_, err := client(t, s).Events.UpdateOne(context.Background(), "57001", zoho.Event{Title: "x"}, zoho.UpdateOptions{})
		if got := classes(fmt.Errorf("booking: %w", err)); got != tt.want {
			t.Errorf("%d %s: %q, want %q (%v)", tt.status, tt.body, got, tt.want, err)
		}
	}
	if got := classes(errors.New("foreign")) + classes(nil); got != "" {
		t.Errorf("a foreign error is %q", got)
	}
}

// Fidelity: error-envelopes
func TestErrorCarriesEverything(t *testing.T) {
	s := newServer(t, answers(say(400, `{"data":[{"code":"BRAND_NEW","details":{"api_name":"End_DateTime","json_path":"$.data[0].End_DateTime","limit":1234567890123456789},
	 "message":"something new","status":"error"}]}`)))
	_, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{})
	want := zoho.Error{
		Status: 400, Code: "BRAND_NEW", Message: "something new", Method: "POST", Path: "/Events", Field: "End_DateTime",
		JSONPath: "$.data[0].End_DateTime", Applied: zoho.NotApplied, Details: map[string]any{
			"api_name": "End_DateTime", "json_path": "$.data[0].End_DateTime", "limit": json.Number("1234567890123456789"),
		},
	}
	if got := *apiError(t, err); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, want := err.Error(), "zoho: POST /Events: 400 BRAND_NEW (End_DateTime) something new"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if !errors.Is(err, zoho.Code("BRAND_NEW")) || errors.Is(err, zoho.CodeInvalidData) || errors.Is(err, zoho.Code("")) {
		t.Error("errors.Is does not go by the code")
	}
}

// Fidelity: several-errors
func TestErrorsInside(t *testing.T) {
	s := newServer(t, answers(say(400, `{"data":[{"code":"MULTIPLE_OR_MULTI_ERRORS","message":"many","status":"error","details":{"errors":[
	 {"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Stage","json_path":"$.data[0].Stage"},"message":"required field not found","status":"error"},
	 {"code":"INVALID_DATA","details":{"api_name":"Amount"},"message":"invalid data","status":"error"}]}}]}`)))
	_, err := client(t, s).Deals.InsertOne(context.Background(), zoho.Deal{Name: "x"}, zoho.InsertOptions{})
	e := apiError(t, err)
	if len(e.Others) != 2 || e.Others[0].Field != "Stage" || e.Others[1].Field != "Amount" || e.Others[0].Applied != zoho.NotApplied {
		t.Errorf("inside: %+v", e.Others)
	}
	for _, code := range []zoho.Code{zoho.CodeMultipleErrors, zoho.CodeMandatoryNotFound, zoho.CodeInvalidData} {
		if !errors.Is(err, code) {
			t.Errorf("%v is not found", code)
		}
	}
}

func TestDuplicateNamesTheOtherRecord(t *testing.T) {
	for details, want := range map[string]string{
		`{"api_name":"Booking_Key","id":"57001"}`:                               "57001",
		`{"api_name":"Booking_Key","duplicate_record":{"id":"57002"}}`:          "57002",
		`{"api_name":"Booking_Key"}`:                                            "",
		`{"api_name":"K","id":"57003","duplicate_record":{"id":"57003"}}`:       "57003",
		`{"api_name":"K","more_records":false,"duplicate_record":{"Owner":{}}}`: "",
	} {
		s := newServer(t, answers(say(400, `{"data":[{"code":"DUPLICATE_DATA","details":`+details+`,"message":"duplicate data","status":"error"}]}`)))
		_, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{})
		if id, ok := zoho.IsDuplicate(err); !ok || id != want {
			t.Errorf("%s: %q, %v", details, id, ok)
		}
	}
}
