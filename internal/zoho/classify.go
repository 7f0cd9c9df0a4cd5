package zoho

import (
	"context"
	"errors"
	"net/http"
)

// IsNotFound reports that the record or the address does not exist (any more).
// Zoho says this in several ways: 404, an empty 204 to a read by id, or 400
// INVALID_DATA that points at the id (zoho-crm-api §2.5, §3.1).
func IsNotFound(err error) bool { return matches(err, (*Error).notFound) }

// IsDuplicate reports that a unique field refused the record, with the id of
// the record that already has the value. The id is empty where Zoho leaves it
// out, as it does inside CodeMultipleErrors.
func IsDuplicate(err error) (existingID string, ok bool) {
	ok = matches(err, func(e *Error) bool {
		if e.Code != CodeDuplicateData {
			return false
		}
		existingID = e.existingID()
		return true
	})
	return existingID, ok
}

// IsUnauthorized reports that Zoho does not accept the credentials: a 401, or
// an access token that cannot be had until a person reconnects. It includes a
// missing scope, which [errors.Is] with [CodeScopeMismatch] tells apart.
func IsUnauthorized(err error) bool {
	if oauth, ok := errors.AsType[*OAuthError](err); ok {
		return oauth.Permanent()
	}
	return matches(err, func(e *Error) bool { return e.says(http.StatusUnauthorized) })
}

// IsRateLimited reports that a limit of Zoho's was met: credits, concurrent
// calls (both 429 and not distinguishable) or the token endpoint's; or that a
// Background call was not made because of a [CreditsError].
func IsRateLimited(err error) bool {
	if _, kept := errors.AsType[*CreditsError](err); kept {
		return true
	}
	if oauth, ok := errors.AsType[*OAuthError](err); ok {
		return oauth.Reason == Throttled
	}
	return matches(err, func(e *Error) bool { return e.Status == http.StatusTooManyRequests })
}

// IsModified reports that the record changed after IfUnmodifiedSince (412).
func IsModified(err error) bool {
	return matches(err, func(e *Error) bool {
		return e.says(http.StatusPreconditionFailed) || e.Code == CodeAlreadyModified || e.Code == CodeRecordModified
	})
}

// IsLocked reports that the record's process or a lock forbids the write: a
// person has to act in Zoho first.
func IsLocked(err error) bool {
	return matches(err, func(e *Error) bool {
		switch e.Code {
		case CodeRecordLocked, CodeRecordInBlueprint, CodeNotApproved, CodeNotReviewed:
			return true
		}
		return false
	})
}

// IsUnavailable reports that no usable answer came: the network failed, time
// ran out, Zoho answered 5xx, the answer could not be read, or it was not the
// API's, such as the page of a firewall, whatever its status. A context that the
// caller cancelled is not unavailability.
func IsUnavailable(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	if oauth, ok := errors.AsType[*OAuthError](err); ok {
		return oauth.Temporary()
	}
	return matches(err, func(e *Error) bool {
		return e.Status >= 500 || e.Cause != nil || e.Code == CodeInternalError || e.Code == CodeInternalServerError
	})
}

// IsForbidden reports that the user of the token may not do this, or nobody may
// through the API: a 403, or a code to that effect under another status.
func IsForbidden(err error) bool {
	return matches(err, func(e *Error) bool {
		switch e.Code {
		case CodeNoPermission, CodeAuthorizationFailed, CodeInactiveUser:
			return true
		}
		return e.says(http.StatusForbidden)
	})
}

// IsRolledBack reports that a part of a composite did not happen because
// another part failed: it was undone, or never begun (zoho-crm-api §4).
func IsRolledBack(err error) bool {
	return matches(err, func(e *Error) bool {
		return e.Code == CodeRollbackPerformed || e.Code == CodeProcessingStopped
	})
}

// matches reports whether the first *Error in err's chain, or an error inside
// it, has the property.
func matches(err error, property func(*Error) bool) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	if property(e) {
		return true
	}
	for _, other := range e.Others {
		if matches(other, property) {
			return true
		}
	}
	return false
}

// says reports a status that is Zoho's word: the page of a gateway or firewall in
// between tells nothing about records, rights or credentials.
func (e *Error) says(status int) bool { return e.Status == status && e.Cause == nil }

func (e *Error) notFound() bool {
	switch {
	case e.Code == CodeInvalidURLPattern:
		return false
	case e.says(http.StatusNotFound), e.says(http.StatusNoContent):
		return true
	case e.Code != CodeInvalidData:
		return false
	}
	_, byID := e.Details["id"]
	_, byPath := e.Details["resource_path_index"]
	return byPath || e.Field == "id" || (byID && e.Field == "")
}

func (e *Error) existingID() string {
	if id, ok := e.Details["id"].(string); ok && id != "" {
		return id
	}
	record, _ := e.Details["duplicate_record"].(map[string]any)
	id, _ := record["id"].(string)
	return id
}
