package zoho

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
)

// Notification is what Zoho sends to the address of a [Channel]: that records
// changed, not what is in them (zoho-crm-api §5). It may come late, twice,
// never, out of order or from somebody else; and changes of one's own making
// come back too. Treat it as a hint to read the records anew.
type Notification struct {
	// Module is the API name of the module. Where Zoho leaves it out, it is
	// the last element of ResourceURI.
	Module string
	// Operation is "insert", "update" or "delete".
	Operation string
	// IDs of the records, of which there may be none.
	IDs []string
	// Fields are those that changed, by record id, where Zoho names them.
	Fields map[string][]string
	// Values are the new values of those fields, by record id, for a channel
	// with ReturnValues; numbers are json.Number.
	Values map[string]map[string]any
	// ChannelID tells which channel it came by.
	ChannelID string
	// ServerTime is Zoho's clock when it was sent, in UTC; zero if not told.
	ServerTime time.Time
	// ResourceURI is the module's address. It names version 2 of the API
	// whatever version opened the channel.
	ResourceURI string
	// Query holds the parameters that the channel's address ended in.
	Query map[string]string

	token string
}

// ParseNotification reads the body of a notification. It believes nothing: see
// [Notification.Authentic]. The error never quotes the body.
func ParseNotification(body []byte) (Notification, error) {
	var form struct {
		ServerTime  json.Number     `json:"server_time"`
		Query       map[string]any  `json:"query_params"`
		Module      string          `json:"module"`
		ResourceURI string          `json:"resource_uri"`
		IDs         []json.Number   `json:"ids"`
		Fields      json.RawMessage `json:"affected_fields"`
		Values      json.RawMessage `json:"affected_values"`
		Operation   string          `json:"operation"`
		ChannelID   json.Number     `json:"channel_id"`
		Token       string          `json:"token"`
	}
	if err := json.Unmarshal(body, &form); err != nil {
		return Notification{}, errors.New("zoho: not a notification")
	}
	n := Notification{
		Module: form.Module, Operation: form.Operation, ChannelID: form.ChannelID.String(),
		ResourceURI: form.ResourceURI, token: form.Token,
		Fields: affectedFields(form.Fields), Values: affectedValues(form.Values),
	}
	if n.Module == "" && form.ResourceURI != "" {
		n.Module = path.Base(form.ResourceURI)
	}
	if !isName(n.Module) || !isID(n.ChannelID) {
		return Notification{}, errors.New("zoho: a notification without module or channel")
	}
	for _, id := range form.IDs {
		if isID(id.String()) {
			n.IDs = append(n.IDs, id.String())
		}
	}
	if ms, err := form.ServerTime.Int64(); err == nil && ms > 0 {
		n.ServerTime = time.UnixMilli(ms).UTC()
	}
	n.Query = texts(form.Query)
	return n, nil
}

// Authentic reports whether the notification carries the channel's token. It
// takes the same time for every wrong one. Without a token nothing is
// authentic.
func (n Notification) Authentic(token string) bool {
	return token != "" && subtle.ConstantTimeCompare([]byte(n.token), []byte(token)) == 1
}

// String is fit for logs.
func (n Notification) String() string {
	return fmt.Sprintf("zoho.Notification(%s %s, %d records, channel %s)", n.Module, n.Operation, len(n.IDs), n.ChannelID)
}

// GoString is String, so that %#v shows no token either.
func (n Notification) GoString() string { return n.String() }

// affectedFields reads lists of names by record id. Another form is no reason
// to lose the notification.
func affectedFields(raw json.RawMessage) map[string][]string {
	var lists []map[string][]string
	if json.Unmarshal(raw, &lists) != nil || len(lists) == 0 {
		return nil
	}
	fields := map[string][]string{}
	for _, list := range lists {
		for id, names := range list {
			fields[id] = append(fields[id], names...)
		}
	}
	return fields
}

// affectedValues reads values by record id, with the same patience.
func affectedValues(raw json.RawMessage) map[string]map[string]any {
	var records []struct {
		ID     json.Number    `json:"record_id"`
		Values map[string]any `json:"values"`
	}
	if decodeNumbers(raw, &records) != nil || len(records) == 0 {
		return nil
	}
	values := make(map[string]map[string]any, len(records))
	for _, r := range records {
		values[r.ID.String()] = r.Values
	}
	return values
}

// texts keeps the parameters, of which Zoho makes text or lists of text.
func texts(params map[string]any) map[string]string {
	kept := make(map[string]string, len(params))
	for name, value := range params {
		switch v := value.(type) {
		case string:
			kept[name] = v
		case []any:
			if len(v) > 0 {
				kept[name] = strings.TrimSpace(fmt.Sprint(v[0]))
			}
		}
	}
	return kept
}
