package oauth

import "strings"

// Allows reports whether the session's scopes cover a required scope such as
// "ZohoCRM.modules.events.CREATE". A granted scope covers what lies below it:
// ZohoCRM.modules.ALL and ZohoCRM.modules.events.ALL both cover the example.
// WRITE stands for CREATE, UPDATE and DELETE. Names are compared without regard
// to case (zoho-crm-api §1.6).
func (s Session) Allows(required string) bool {
	if len(s.Scopes) == 0 {
		return true
	}
	area, operation := splitScope(required)
	for _, granted := range s.Scopes {
		grantedArea, grantedOperation := splitScope(granted)
		if covers(grantedArea, area) && permits(grantedOperation, operation) {
			return true
		}
	}
	return false
}

func splitScope(scope string) (area, operation string) {
	scope = strings.ToLower(strings.TrimSpace(scope))
	i := strings.LastIndexByte(scope, '.')
	if i < 0 {
		return scope, ""
	}
	return scope[:i], scope[i+1:]
}

func covers(granted, required string) bool {
	return granted == required || strings.HasPrefix(required, granted+".")
}

func permits(granted, required string) bool {
	switch granted {
	case "all", required:
		return true
	case "write":
		return required == "create" || required == "update" || required == "delete"
	default:
		return false
	}
}
