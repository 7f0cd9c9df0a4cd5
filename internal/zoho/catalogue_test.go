package zoho_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// An entry of Zoho's error catalogue, in the form in which its documents show
// it, and what a caller must be able to read off the error.
type entry struct {
	code    zoho.Code
	status  int
	form    string // flat, data, watch, users, composite, inner, old
	details string
	// What is expected: field, JSON path, predicates that hold, and whether a
	// write may have happened.
	field, path, classes string
	maybe                bool
}

// body writes the entry as Zoho would.
func (e entry) body() string {
	details := e.details
	if details == "" {
		details = "{}"
	}
	flat := `{"code":"` + string(e.code) + `","details":` + details + `,"message":"as documented","status":"error"}`
	switch e.form {
	case "data", "watch", "users":
		return `{"` + e.form + `":[` + flat + `]}`
	case "composite":
		return `{"__composite_requests":[` + flat + `]}`
	case "inner":
		return `{"data":[{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[` + flat + `]},"message":"several","status":"error"}]}`
	case "old":
		return `{"code":429,"error":"` + string(e.code) + `","error_info":"slow down"}`
	}
	return flat
}

const (
	ofField = `{"api_name":"Stage","json_path":"$.data[0].Stage"}`
	ofParam = `{"param_name":"fields"}`
	atStage = "$.data[0].Stage"
)

// The catalogue of zoho-crm-api §7, with the codes that §1.3, §3, §4 and §5
// add, each in the shapes that the documents show for it.
var catalogue = []entry{
	{code: zoho.CodeInvalidToken, status: 401, form: "flat", classes: "unauthorized"},
	{code: zoho.CodeAuthenticationFailure, status: 401, form: "flat", classes: "unauthorized"},
	{code: zoho.CodeScopeMismatch, status: 401, form: "flat", classes: "unauthorized"},
	{code: zoho.CodeScopeMismatch, status: 401, form: "data", classes: "unauthorized"},
	{code: zoho.CodeNoPermission, status: 403, form: "flat", details: `{"permissions":["Crm_Implied_View_Leads"]}`, classes: "forbidden"},
	{code: zoho.CodeNoPermission, status: 400, form: "data", classes: "forbidden"},
	{code: zoho.CodeAuthorizationFailed, status: 400, form: "data", details: `{"resource_path_index":0}`, classes: "forbidden"},
	{code: zoho.CodeInactiveUser, status: 403, form: "flat", classes: "forbidden"},
	{code: zoho.CodeNotSupported, status: 403, form: "flat", classes: "forbidden"},
	{code: zoho.CodeNotSupported, status: 400, form: "composite", details: `{"allowed_services":["records"]}`},

	{code: zoho.CodeInvalidURLPattern, status: 404, form: "flat", classes: "invalid"},
	{code: zoho.CodeInvalidRequestMethod, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeInvalidRequestMethod, status: 400, form: "data", classes: "invalid"},
	{code: zoho.CodeInvalidModule, status: 400, form: "flat", details: `{"resource_path_index":0}`, classes: "invalid"},
	{code: zoho.CodeInvalidModule, status: 400, form: "data", details: `{"resource_path_index":0}`, classes: "invalid"},
	{code: zoho.CodeAPINotSupported, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeRequiredParamMissing, status: 400, form: "flat", details: ofParam, field: "fields", classes: "invalid"},
	{code: zoho.CodeExpectedParamMissing, status: 400, form: "flat", details: `{"param_names":["criteria","email","phone","word"]}`, classes: "invalid"},
	{code: zoho.CodeInvalidRequest, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeFieldTypeUnavailable, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeCriteriaLimit, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeInvalidQuery, status: 400, form: "flat", details: `{"reason":"unsupported column","column_name":"Participants","cv_criteria":false}`, classes: "invalid"},
	{code: zoho.CodeSyntaxError, status: 400, form: "flat", details: `{"line":1,"column":40,"near":"limit"}`, classes: "invalid"},
	{code: zoho.CodeInvalidAlias, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeDuplicateAlias, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodePatternNotMatched, status: 400, form: "flat", details: `{"api_name":"include_inner_details"}`, field: "include_inner_details", classes: "invalid"},
	{code: zoho.CodePageTokenMismatch, status: 400, form: "flat", details: ofParam, field: "fields", classes: "invalid"},
	{code: zoho.CodePageTokenExpired, status: 400, form: "flat", details: `{"param_name":"page_token"}`, field: "page_token", classes: "invalid"},
	{code: zoho.CodeDiscretePaginationLimit, status: 400, form: "flat", details: `{"limit":2000,"param_name":"page"}`, field: "page", classes: "invalid"},
	{code: zoho.CodePaginationLimit, status: 400, form: "flat", details: `{"limit":100000}`, classes: "invalid"},
	{code: zoho.CodeLimitReached, status: 400, form: "flat", details: `{"limit":2000}`, classes: "invalid"},
	{code: zoho.CodeAmbiguity, status: 400, form: "flat", details: `{"ambiguity_due_to":[{"param_name":"page"},{"param_name":"page_token"}]}`, classes: "invalid"},
	{code: zoho.CodeUnableToParse, status: 400, form: "flat", classes: "invalid"},
	{code: zoho.CodeLimitExceeded, status: 400, form: "data", details: `{"maximum_length":100,"api_name":"data","json_path":"$.data"}`, field: "data", path: "$.data", classes: "invalid"},
	{code: zoho.CodeLimitExceeded, status: 400, form: "flat", details: `{"limit":50,"param_name":"fields"}`, field: "fields", classes: "invalid"},
	{code: zoho.CodeInvalidData, status: 400, form: "data", details: `{"api_name":"Stage","json_path":"$.data[0].Stage","expected_data_type":"text"}`, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeInvalidData, status: 400, form: "data", details: `{"id":"57001"}`, classes: "not-found"},
	{code: zoho.CodeInvalidData, status: 400, form: "flat", details: `{"resource_path_index":1}`, classes: "not-found"},
	{code: zoho.CodeInvalidData, status: 400, form: "flat", details: ofParam, field: "fields", classes: "invalid"},
	{code: zoho.CodeMandatoryNotFound, status: 400, form: "data", details: ofField, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeMandatoryNotFound, status: 400, form: "inner", details: ofField, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeMandatoryNotFound, status: 400, form: "watch", details: `{"api_name":"notify_url","json_path":"$.watch[0].notify_url"}`, field: "notify_url", path: "$.watch[0].notify_url", classes: "invalid"},
	{code: zoho.CodeExpectedFieldMissing, status: 400, form: "data", details: `{"expected_fields":[{"api_name":"Stage","json_path":"$.data[0].Stage"}]}`, classes: "invalid"},
	{code: zoho.CodeDependentFieldMissing, status: 400, form: "data", details: `{"dependee":{"api_name":"What_Id","json_path":"$.data[0].What_Id"},"api_name":"Stage","json_path":"$.data[0].Stage"}`, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeDependentMismatch, status: 400, form: "data", details: ofField, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeMappingMismatch, status: 400, form: "data", details: `{"mapped_field":{"api_name":"Pipeline"},"api_name":"Stage","json_path":"$.data[0].Stage"}`, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeMappingMismatch, status: 202, form: "data", details: ofField, field: "Stage", path: atStage, classes: "invalid"},
	{code: zoho.CodeMultipleErrors, status: 400, form: "data", details: `{"errors":[{"code":"INVALID_DATA","details":` + ofField + `,"message":"m","status":"error"}]}`, classes: "invalid"},

	{code: zoho.CodeDuplicateData, status: 400, form: "data", details: `{"api_name":"Stage","json_path":"$.data[0].Stage","id":"57001"}`, field: "Stage", path: atStage, classes: "duplicate"},
	{code: zoho.CodeDuplicateData, status: 400, form: "inner", details: ofField, field: "Stage", path: atStage, classes: "duplicate"},
	{code: zoho.CodeAlreadyModified, status: 412, form: "data", details: `{"id":"57001"}`, classes: "modified"},
	{code: zoho.CodeRecordModified, status: 412, form: "data", classes: "modified"},
	{code: zoho.CodeRecordLocked, status: 400, form: "data", details: `{"api_name":"id","action":"record_locking"}`, field: "id", classes: "locked"},
	{code: zoho.CodeRecordInBlueprint, status: 400, form: "data", classes: "locked"},
	{code: zoho.CodeRecordNotInProcess, status: 400, form: "flat"},
	{code: zoho.CodeNotApproved, status: 400, form: "flat", classes: "locked"},
	{code: zoho.CodeNotReviewed, status: 400, form: "data", classes: "locked"},
	{code: zoho.CodeNotAllowed, status: 400, form: "data"},
	{code: zoho.CodeCannotPerformAction, status: 400, form: "data"},
	{code: zoho.CodeAlreadyConverted, status: 400, form: "data"},
	{code: zoho.CodeAlreadyConverted, status: 202, form: "data"},
	{code: zoho.CodeNotSubscribed, status: 400, form: "watch"},

	{code: zoho.CodeInvalidReference, status: 400, form: "composite", classes: "invalid"},
	{code: zoho.CodeLoopingFound, status: 400, form: "composite", details: `{"sub_request_indexes":[0,1],"api_name":"uri","json_path":"$.x"}`, field: "uri", path: "$.x", classes: "invalid"},
	{code: zoho.CodeRollbackPerformed, status: 400, form: "composite", details: `{"rollbacked_by_sub_request_index":3}`, classes: "rolled-back"},
	{code: zoho.CodeProcessingStopped, status: 400, form: "composite", details: `{"rollbacked_by_sub_request_index":3}`, classes: "rolled-back"},
	{code: zoho.CodeRequestTimeout, status: 400, form: "composite", maybe: true},

	{code: zoho.CodeTooManyRequests, status: 429, form: "flat", classes: "limited"},
	{code: zoho.CodeTooManyRequests, status: 429, form: "old", classes: "limited"},
	{code: zoho.CodeRateLimitExceeded, status: 429, form: "flat", classes: "limited"},
	{code: zoho.CodeDailyLimitExceeded, status: 400, form: "data"},
	{code: zoho.CodeDependentServiceError, status: 400, form: "data", maybe: true},
	{code: zoho.CodeInternalError, status: 500, form: "flat", classes: "unavailable", maybe: true},
	{code: zoho.CodeInternalError, status: 400, form: "data", classes: "unavailable", maybe: true},
	{code: zoho.CodeInternalError, status: 400, form: "inner", classes: "unavailable", maybe: true},
	{code: zoho.CodeInternalServerError, status: 500, form: "flat", classes: "unavailable", maybe: true},
	{code: zoho.CodeServiceUnavailable, status: 503, form: "flat", classes: "unavailable", maybe: true},
	{code: zoho.CodeServiceUnavailable, status: 502, form: "data", classes: "unavailable", maybe: true},
}

// Fidelity: error-catalogue
// Behaviour: Zoho names its errors by code, flat or inside data[], watch[], __composite_requests[] or
//
//	MULTIPLE_OR_MULTI_ERRORS, with the field and its JSON path in the details.
//
// Source: zoho-crm-api §7; the shapes of §2.6, §4, §5
func TestCatalogue(t *testing.T) {
	for _, e := range catalogue {
		t.Run(string(e.code)+" "+e.form, func(t *testing.T) {
			s := newServer(t, answers(say(e.status, e.body())))
			c := client(t, s)
			_, written := c.Deals.InsertOne(context.Background(), zoho.Deal{Name: "x"}, zoho.InsertOptions{})
			expect(t, e, written, e.maybe)
			if e.status < 500 && e.status != 429 { // a read would wait and repeat
				_, read := c.Deals.Get(context.Background(), "57001")
				expect(t, e, read, false)
			}
		})
	}
}

func expect(t *testing.T, e entry, err error, maybe bool) {
	t.Helper()
	got := apiError(t, err)
	if !errors.Is(err, e.code) {
		t.Errorf("%v is not %v", err, e.code)
	}
	if e.form == "inner" && len(got.Others) == 1 {
		got = got.Others[0]
	}
	if got.Code != e.code || got.Status != e.status || got.Field != e.field || got.JSONPath != e.path {
		t.Errorf("code %s status %d field %q path %q, want %+v", got.Code, got.Status, got.Field, got.JSONPath, e)
	}
	if outer := apiError(t, err); (outer.Applied == zoho.MaybeApplied) != maybe {
		t.Errorf("%v, want maybe: %v", outer.Applied, maybe)
	}
	if held := classes(err); held != e.classes {
		t.Errorf("predicates %q, want %q", held, e.classes)
	}
	if strings.Contains(err.Error(), "57001") && !strings.Contains(got.Path, "57001") {
		t.Errorf("the text shows details: %v", err)
	}
}

// The list of codes that a program can name is the list that the table shows.
func TestCatalogueIsComplete(t *testing.T) {
	shown := map[zoho.Code]bool{}
	for _, e := range catalogue {
		shown[e.code] = true
	}
	for _, code := range strings.Fields(documentedCodes) {
		if !shown[zoho.Code(code)] {
			t.Errorf("%s is documented and not in the table", code)
		}
	}
	if got, want := len(shown), len(strings.Fields(documentedCodes)); got != want {
		t.Errorf("the table shows %d codes, %d are documented", got, want)
	}
}

// documentedCodes are those of zoho-crm-api §7, then what §2.8, §3, §4, §5 and
// the specifications of search, count, COQL, composite and watch add.
const documentedCodes = `
INVALID_TOKEN AUTHENTICATION_FAILURE OAUTH_SCOPE_MISMATCH INVALID_URL_PATTERN INVALID_REQUEST_METHOD INVALID_MODULE
API_NOT_SUPPORTED NO_PERMISSION AUTHORIZATION_FAILED INACTIVE_USER NOT_SUPPORTED REQUIRED_PARAM_MISSING
EXPECTED_PARAM_MISSING INVALID_DATA MANDATORY_NOT_FOUND EXPECTED_FIELD_MISSING DEPENDENT_FIELD_MISSING
DEPENDENT_MISMATCH MAPPING_MISMATCH DUPLICATE_DATA MULTIPLE_OR_MULTI_ERRORS LIMIT_EXCEEDED ALREADY_MODIFIED
RECORD_MODIFIED RECORD_LOCKED RECORD_IN_BLUEPRINT RECORD_NOT_IN_PROCESS NOT_APPROVED NOT_REVIEWED NOT_ALLOWED
CANNOT_PERFORM_ACTION DAILY_LIMIT_EXCEEDED ID_ALREADY_CONVERTED DEPENDENT_SERVICE_ERROR PATTERN_NOT_MATCHED
TOKEN_BOUND_DATA_MISMATCH EXPIRED_VALUE DISCRETE_PAGINATION_LIMIT_EXCEEDED PAGINATION_LIMIT_EXCEEDED
AMBIGUITY_DURING_PROCESSING LIMIT_REACHED INVALID_QUERY SYNTAX_ERROR TOO_MANY_REQUESTS RATE_LIMIT_EXCEEDED
INTERNAL_ERROR INTERNAL_SERVER_ERROR SERVICE_UNAVAILABLE UNABLE_TO_PARSE_DATA_TYPE
INVALID_ALIAS DUPLICATE_ALIAS CRITERIA_LIMIT_EXCEEDED INVALID_REQUEST FIELD_TYPE_UNAVAILABLE
ROLLBACK_PERFORMED PROCESSING_STOPPED INVALID_REFERENCE LOOPING_FOUND REQUEST_TIMEOUT
NOT_SUBSCRIBED`

// A gateway between Zoho and the caller knows nothing of the catalogue.
func TestOutsideTheCatalogue(t *testing.T) {
	for _, status := range []int{http.StatusBadGateway, http.StatusBadRequest, http.StatusForbidden} {
		s := newServer(t, answers(say(status, gatewayPage)))
		_, err := client(t, s).Deals.InsertOne(context.Background(), zoho.Deal{Name: "x"}, zoho.InsertOptions{})
		if e := apiError(t, err); e.Code != "" || e.Status != status || e.Applied != zoho.MaybeApplied {
			t.Errorf("%d: %+v", status, e)
		}
	}
}
