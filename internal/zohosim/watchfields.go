package zohosim

import (
	"encoding/json"
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// fieldsAt are the keys of one object of a body, with the place where it stands.
type fieldsAt struct {
	path   string
	values map[string]any
}

func (in fieldsAt) missing(name string) *problem.Problem {
	return problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": name, "json_path": in.path + "." + name})
}

func (in fieldsAt) invalid(name string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": in.path + "." + name})
}

func (in fieldsAt) expected(name, kind string) *problem.Problem {
	return expectedType(name, in.path+"."+name, kind)
}

func expectedType(name, path, kind string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": path, "expected_data_type": kind})
}

// channelID is a number, written as one or as text.
func (in fieldsAt) channelID() (string, *problem.Problem) {
	var id string
	switch v := in.values["channel_id"].(type) {
	case nil:
		return "", in.missing("channel_id")
	case string:
		id = v
	case json.Number:
		id = v.String()
	}
	if id == "" || !isNumber(id) || len(id) > 19 {
		return "", in.expected("channel_id", "long")
	}
	return id, nil
}

func (in fieldsAt) notifyURL() (string, *problem.Problem) {
	text, p := in.text("notify_url", maxNotifyURL)
	if p != nil {
		return "", p
	}
	if text == "" {
		return "", in.missing("notify_url")
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", in.invalid("notify_url")
	}
	return text, nil
}

// text is empty when it is absent or null.
func (in fieldsAt) text(name string, longest int) (string, *problem.Problem) {
	if in.values[name] == nil {
		return "", nil
	}
	text, isText := in.values[name].(string)
	if !isText {
		return "", in.expected(name, "text")
	}
	if utf8.RuneCountInString(text) > longest {
		return "", problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": in.path + "." + name, "maximum_length": longest})
	}
	return text, nil
}

func (in fieldsAt) instant(name string) (*time.Time, *problem.Problem) {
	text, p := in.text(name, 64)
	if p != nil || text == "" {
		return nil, p
	}
	at, valid := record.ParseTime(text)
	if !valid {
		return nil, in.expected(name, "datetime")
	}
	return &at, nil
}

func (in fieldsAt) boolean(name string, otherwise bool) (bool, *problem.Problem) {
	if in.values[name] == nil {
		return otherwise, nil
	}
	value, isBool := in.values[name].(bool)
	if !isBool {
		return false, in.expected(name, "boolean")
	}
	return value, nil
}
