package zohosim

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// instead is the answer of the fault kinds status and html. busy is the code
// that 429 carries.
func (f Fault) instead(busy string) reply {
	if f.Kind == faultHTML {
		return gatewayPage(f.Status)
	}
	status := f.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	code := f.Code
	if code == "" && status == http.StatusTooManyRequests {
		code = busy
	}
	if code == "" {
		code = usualCode(status)
	}
	p := problem.New(code, usualMessage(code), nil)
	if slices.Contains(itemCodes(), code) {
		return inData(status, p)
	}
	return flat(status, p)
}

// usualCode is what a status carries when nothing else is said (zoho-crm-api §7).
func usualCode(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "INVALID_TOKEN"
	case http.StatusForbidden:
		return "NO_PERMISSION"
	case http.StatusNotFound:
		return "INVALID_URL_PATTERN"
	case http.StatusBadRequest:
		return "INVALID_DATA"
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "SERVICE_UNAVAILABLE"
	default:
		return "INTERNAL_ERROR"
	}
}

// usualMessage has the words of OASY (updateRecord, searchRecords) where it has
// any.
func usualMessage(code string) string {
	switch code {
	case "INVALID_TOKEN":
		return "invalid oauth token"
	case "TOO_MANY_REQUESTS":
		return "You have exceeded the number of API calls"
	case "RATE_LIMIT_EXCEEDED":
		return "Too many requests. Please try again later."
	case "SERVICE_UNAVAILABLE":
		return "Service temporarily unavailable"
	case "RECORD_LOCKED":
		return "Sorry, you cannot perform this operation as the record is locked."
	case "RECORD_IN_BLUEPRINT":
		return "The record is in blue print"
	case "INTERNAL_ERROR":
		return "Internal Server Error"
	default:
		return "the request could not be processed"
	}
}

// itemCodes are the codes that stand inside data[] (zoho-crm-api §7).
func itemCodes() []string {
	return []string{
		"RECORD_LOCKED", "RECORD_IN_BLUEPRINT", "RECORD_NOT_IN_PROCESS", "NOT_REVIEWED", "NOT_ALLOWED",
		"CANNOT_PERFORM_ACTION", "DAILY_LIMIT_EXCEEDED", "DUPLICATE_DATA", "MAPPING_MISMATCH",
		"DEPENDENT_SERVICE_ERROR", "ALREADY_MODIFIED",
	}
}

// htmlPage is a body that is not JSON.
type htmlPage string

// gatewayPage is what a proxy in front of Zoho answers when it gets no answer
// itself (zoho-crm-api §7, SERVICE_UNAVAILABLE).
func gatewayPage(status int) reply {
	if status == 0 {
		status = http.StatusBadGateway
	}
	page := fmt.Sprintf("<html><head><title>%[1]d %[2]s</title></head><body><center><h1>%[1]d %[2]s</h1></center></body></html>", status, http.StatusText(status))
	return reply{status: status, body: htmlPage(page), header: map[string]string{"Content-Type": "text/html"}}
}
