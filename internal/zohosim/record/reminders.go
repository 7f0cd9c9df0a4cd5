package record

import (
	"encoding/json"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// mostReminder is the greatest unit of a reminder (zoho-crm-api §2.2).
const mostReminder = 60

// parseReminders takes what versions 7 and 8 do: an array of units of a period,
// [{"unit":15,"period":"minutes"}]. The date-time of version 2 is refused
// (zoho-crm-api §2.2, Remind_At).
func parseReminders(raw any) (any, *problem.Problem) {
	list, ok := raw.([]any)
	if !ok {
		return nil, expected("jsonarray")
	}
	for _, entry := range list {
		if p := checkReminder(entry); p != nil {
			return nil, p
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return raw, nil
}

func checkReminder(entry any) *problem.Problem {
	reminder, ok := entry.(map[string]any)
	if !ok {
		return expected("jsonobject")
	}
	number, ok := reminder["unit"].(json.Number)
	if !ok {
		return expected("integer")
	}
	if unit, err := number.Int64(); err != nil || unit < 0 || unit > mostReminder {
		return expected("integer")
	}
	periods := []string{"minutes", "hours", "days", "weeks"}
	if period, _ := reminder["period"].(string); !slices.Contains(periods, period) {
		return problem.New("INVALID_DATA", "invalid data", problem.Details{"supported_values": periods})
	}
	if at, given := reminder["time"]; given {
		if _, isText := at.(string); !isText {
			return expected("text")
		}
	}
	return nil
}
