package zoho

// Code is an error code of the API. It is an error itself, so that
// errors.Is(err, CodeRecordLocked) finds it anywhere in an [*Error]. A code
// that is not listed here still arrives in [Error.Code] as Zoho wrote it.
//
// Source: Zoho v8, "Possible Errors" of each call and "Status Codes"
// (zoho-crm-api §7).
type Code string

func (c Code) Error() string { return "zoho: " + string(c) }

// Codes about the caller's right to make the call.
const (
	CodeInvalidToken          Code = "INVALID_TOKEN"
	CodeAuthenticationFailure Code = "AUTHENTICATION_FAILURE"
	CodeScopeMismatch         Code = "OAUTH_SCOPE_MISMATCH"
	CodeNoPermission          Code = "NO_PERMISSION"
	CodeAuthorizationFailed   Code = "AUTHORIZATION_FAILED"
	CodeInactiveUser          Code = "INACTIVE_USER"
	CodeNotSupported          Code = "NOT_SUPPORTED"
)

// Codes about the form of the call: a fault in the caller's program or
// configuration that no repetition heals.
const (
	CodeInvalidURLPattern       Code = "INVALID_URL_PATTERN"
	CodeInvalidRequestMethod    Code = "INVALID_REQUEST_METHOD"
	CodeInvalidModule           Code = "INVALID_MODULE"
	CodeAPINotSupported         Code = "API_NOT_SUPPORTED"
	CodeRequiredParamMissing    Code = "REQUIRED_PARAM_MISSING"
	CodeExpectedParamMissing    Code = "EXPECTED_PARAM_MISSING"
	CodeInvalidRequest          Code = "INVALID_REQUEST"
	CodeInvalidQuery            Code = "INVALID_QUERY"
	CodeCriteriaLimit           Code = "CRITERIA_LIMIT_EXCEEDED"
	CodeFieldTypeUnavailable    Code = "FIELD_TYPE_UNAVAILABLE"
	CodeInvalidAlias            Code = "INVALID_ALIAS"
	CodeDuplicateAlias          Code = "DUPLICATE_ALIAS"
	CodeSyntaxError             Code = "SYNTAX_ERROR"
	CodePatternNotMatched       Code = "PATTERN_NOT_MATCHED"
	CodeAmbiguity               Code = "AMBIGUITY_DURING_PROCESSING"
	CodeUnableToParse           Code = "UNABLE_TO_PARSE_DATA_TYPE"
	CodeLimitExceeded           Code = "LIMIT_EXCEEDED"
	CodeLimitReached            Code = "LIMIT_REACHED"
	CodePaginationLimit         Code = "PAGINATION_LIMIT_EXCEEDED"
	CodeDiscretePaginationLimit Code = "DISCRETE_PAGINATION_LIMIT_EXCEEDED"
	CodePageTokenMismatch       Code = "TOKEN_BOUND_DATA_MISMATCH"
	CodePageTokenExpired        Code = "EXPIRED_VALUE"
	CodeMultipleErrors          Code = "MULTIPLE_OR_MULTI_ERRORS"
	CodeInvalidData             Code = "INVALID_DATA"
	CodeMandatoryNotFound       Code = "MANDATORY_NOT_FOUND"
	CodeExpectedFieldMissing    Code = "EXPECTED_FIELD_MISSING"
	CodeDependentFieldMissing   Code = "DEPENDENT_FIELD_MISSING"
	CodeDependentMismatch       Code = "DEPENDENT_MISMATCH"
	CodeMappingMismatch         Code = "MAPPING_MISMATCH"
)

// Codes about the state of the record.
const (
	CodeDuplicateData       Code = "DUPLICATE_DATA"
	CodeAlreadyModified     Code = "ALREADY_MODIFIED"
	CodeRecordModified      Code = "RECORD_MODIFIED"
	CodeRecordLocked        Code = "RECORD_LOCKED"
	CodeRecordInBlueprint   Code = "RECORD_IN_BLUEPRINT"
	CodeRecordNotInProcess  Code = "RECORD_NOT_IN_PROCESS"
	CodeNotApproved         Code = "NOT_APPROVED"
	CodeNotReviewed         Code = "NOT_REVIEWED"
	CodeNotAllowed          Code = "NOT_ALLOWED"
	CodeCannotPerformAction Code = "CANNOT_PERFORM_ACTION"
	CodeAlreadyConverted    Code = "ID_ALREADY_CONVERTED"
)

// Codes of the parts of a composite request.
const (
	CodeInvalidReference  Code = "INVALID_REFERENCE"
	CodeLoopingFound      Code = "LOOPING_FOUND"
	CodeRollbackPerformed Code = "ROLLBACK_PERFORMED"
	CodeProcessingStopped Code = "PROCESSING_STOPPED"
	CodeRequestTimeout    Code = "REQUEST_TIMEOUT"
)

// CodeNotSubscribed is about a notification channel that Zoho does not know,
// or no longer (zoho-crm-api §5).
const CodeNotSubscribed Code = "NOT_SUBSCRIBED"

// Codes about Zoho's own limits and health.
const (
	CodeTooManyRequests       Code = "TOO_MANY_REQUESTS"
	CodeRateLimitExceeded     Code = "RATE_LIMIT_EXCEEDED"
	CodeDailyLimitExceeded    Code = "DAILY_LIMIT_EXCEEDED"
	CodeDependentServiceError Code = "DEPENDENT_SERVICE_ERROR"
	CodeInternalError         Code = "INTERNAL_ERROR"
	CodeInternalServerError   Code = "INTERNAL_SERVER_ERROR"
	CodeServiceUnavailable    Code = "SERVICE_UNAVAILABLE"
)

// codeScheduled is what Zoho answers where it will convert a lead later
// (zoho-crm-api §2.8, specification of convert).
const codeScheduled Code = "SCHEDULED"

// codeSuccess is what Zoho puts in the code of an item that went well.
const codeSuccess Code = "SUCCESS"
