package notify

import (
	"encoding/json"
	"net/url"
	"time"
)

// body is what is posted to notify_url (zoho-crm-api §5, with the samples of
// D7:notifications/enable for an insert and D7:notifications/update-info for an
// update). resource_uri speaks of v2 whatever version opened the channel.
type body struct {
	ServerTime     int64             `json:"server_time"` // milliseconds
	AffectedValues []affectedValues  `json:"affected_values,omitempty"`
	QueryParams    map[string]string `json:"query_params"`
	Module         string            `json:"module"`
	ResourceURI    string            `json:"resource_uri"`
	IDs            []string          `json:"ids"`
	// AffectedFields has one object per record of an update: its id and the
	// names of the fields that changed.
	AffectedFields []map[string][]string `json:"affected_fields"`
	Operation      string                `json:"operation"`
	ChannelID      string                `json:"channel_id"`
	Token          *string               `json:"token"`
}

type affectedValues struct {
	RecordID string         `json:"record_id"`
	Values   map[string]any `json:"values"`
}

// word is how a notice names an operation: insert and update are Zoho's samples,
// delete is inferred.
func word(operation string) string {
	switch operation {
	case Create:
		return "insert"
	case Edit:
		return "update"
	default:
		return "delete"
	}
}

// Body renders the notice as it is posted at an instant.
func (n Notice) Body(at time.Time) ([]byte, error) {
	s := n.Subscription
	b := body{
		ServerTime: at.UnixMilli(), QueryParams: map[string]string{}, Module: s.Module,
		ResourceURI: s.Origin + "/crm/v2/" + s.Module, IDs: []string{}, AffectedFields: []map[string][]string{},
		Operation: word(n.Operation), ChannelID: s.Channel,
	}
	if s.Token != "" {
		b.Token = &s.Token
	}
	if target, err := url.Parse(s.NotifyURL); err == nil {
		for name := range target.Query() {
			b.QueryParams[name] = target.Query().Get(name)
		}
	}
	for _, c := range n.Changes {
		b.add(c, s.ReturnValues)
	}
	return json.Marshal(b)
}

func (b *body) add(c Change, withValues bool) {
	b.IDs = append(b.IDs, c.ID)
	if c.Operation != Edit {
		return // the sample of an insert names no fields
	}
	fields := c.Fields
	if fields == nil {
		fields = []string{}
	}
	b.AffectedFields = append(b.AffectedFields, map[string][]string{c.ID: fields})
	if withValues {
		b.AffectedValues = append(b.AffectedValues, affectedValues{c.ID, c.Values})
	}
}
