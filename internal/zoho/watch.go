package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
)

// Limits of notifications (zoho-crm-api §5). Of the token's two documented
// lengths this is the smaller.
const (
	maxChannels      = 50
	maxNotifyURL     = 255
	maxChannelToken  = 50
	maxWatchedFields = 10
)

// Channel asks Zoho to tell an address about changes (zoho-crm-api §5). What
// arrives there is read by [ParseNotification].
type Channel struct {
	// ID is a number of the caller's choice, as text.
	ID string `json:"channel_id"`
	// Events are like "Events.all" or "Contacts.edit": a module and one of
	// create, edit, delete, all.
	Events []string `json:"events"`
	// NotifyURL is where to, at most 255 characters, reachable by Zoho.
	NotifyURL string `json:"notify_url"`
	// Token is a secret that comes back with each notification, at most 50
	// characters. It is the only proof that a notification is Zoho's.
	Token string `json:"token,omitempty"`
	// Expiry ends the channel. Zoho allows a week at most; later, or none, is
	// silently one hour. [Watched.Expiry] is what Zoho made of it.
	Expiry DateTime `json:"channel_expiry,omitzero"`
	// ReturnValues asks for the new values of changed fields as well.
	ReturnValues bool `json:"return_affected_field_values,omitempty"`
	// RelatedActions asks for changes of related records; nil is Zoho's choice.
	RelatedActions *bool `json:"notify_on_related_action,omitempty"`
	// Conditions narrow edits to those of certain fields.
	Conditions []FieldCondition `json:"notification_condition,omitempty"`
}

// String names the channel, never its token or address.
func (c Channel) String() string { return fmt.Sprintf("zoho.Channel(%s %v)", c.ID, c.Events) }

// GoString is String, so that %#v shows no token either.
func (c Channel) GoString() string { return c.String() }

// FieldCondition lets through changes of at least one of some fields, at most
// ten, of a module.
type FieldCondition struct {
	Module string
	Fields []string
}

type apiName struct {
	APIName string `json:"api_name"`
}

type conditionForm struct {
	Type      string  `json:"type"`
	Module    apiName `json:"module"`
	Selection struct {
		Operator string           `json:"group_operator"`
		Group    []conditionField `json:"group"`
	} `json:"field_selection"`
}

type conditionField struct {
	Field apiName `json:"field"`
}

// MarshalJSON writes Zoho's form.
func (f FieldCondition) MarshalJSON() ([]byte, error) {
	form := conditionForm{Type: "field_selection", Module: apiName{f.Module}}
	form.Selection.Operator = "or"
	for _, field := range f.Fields {
		form.Selection.Group = append(form.Selection.Group, conditionField{apiName{field}})
	}
	return json.Marshal(form)
}

// UnmarshalJSON reads Zoho's form.
func (f *FieldCondition) UnmarshalJSON(data []byte) error {
	var form conditionForm
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	*f = FieldCondition{Module: form.Module.APIName}
	for _, field := range form.Selection.Group {
		f.Fields = append(f.Fields, field.Field.APIName)
	}
	return nil
}

// check refuses what Zoho would refuse, or would silently misunderstand.
func (c Channel) check(req request) error {
	switch {
	case !isID(c.ID):
		return refuse(req, "a channel id is 1 to 19 digits")
	case len(c.Events) == 0:
		return refuse(req, "a channel must name its events")
	case c.NotifyURL == "" || len(c.NotifyURL) > maxNotifyURL:
		return refuse(req, "a channel's address has 1 to %d characters", maxNotifyURL)
	case len(c.Token) > maxChannelToken:
		return refuse(req, "a channel's token has at most %d characters", maxChannelToken)
	}
	for _, condition := range c.Conditions {
		if n := len(condition.Fields); n < 1 || n > maxWatchedFields {
			return refuse(req, "a condition names 1 to %d fields", maxWatchedFields)
		}
	}
	return nil
}

// Watched is what became of one channel.
type Watched struct {
	// ID is the channel's.
	ID string
	// Expiry is when Zoho will end the channel, whatever was asked for.
	Expiry DateTime
	// Modules are those that Zoho says it watches.
	Modules []string
	// Err is nil for a channel that Zoho keeps, else an *[Error].
	Err error
}

// Watch opens channels (POST /actions/watch), 1 to 50. The error tells that
// the call as a whole failed; each channel's own fate is in its result, in
// order.
func (c *Client) Watch(ctx context.Context, channels ...Channel) ([]Watched, error) {
	return c.watch(ctx, http.MethodPost, channels)
}

// UpdateWatch replaces channels that are open (PUT /actions/watch), which is
// how their life is prolonged. Results are as with [Client.Watch].
func (c *Client) UpdateWatch(ctx context.Context, channels ...Channel) ([]Watched, error) {
	return c.watch(ctx, http.MethodPut, channels)
}

func (c *Client) watch(ctx context.Context, method string, channels []Channel) ([]Watched, error) {
	req := request{method: method, path: watchPath}
	if n := len(channels); n < 1 || n > maxChannels {
		return nil, refuse(req, "a call opens 1 to %d channels, not %d", maxChannels, n)
	}
	for _, channel := range channels {
		if err := channel.check(req); err != nil {
			return nil, err
		}
	}
	body := struct {
		Watch []Channel `json:"watch"`
	}{channels}
	var err error
	if req.body, err = encode(req, body); err != nil {
		return nil, err
	}
	return c.sendWatch(ctx, req, len(channels))
}

// Unwatch closes channels (DELETE /actions/watch?channel_ids=). There is one
// result for each module of each channel; a channel that is not open is
// [CodeNotSubscribed].
func (c *Client) Unwatch(ctx context.Context, ids ...string) ([]Watched, error) {
	req := request{method: http.MethodDelete, path: watchPath}
	if len(ids) < 1 || len(ids) > maxChannels {
		return nil, refuse(req, "a call closes 1 to %d channels, not %d", maxChannels, len(ids))
	}
	for _, id := range ids {
		if !isID(id) {
			return nil, refuse(req, "a channel id is 1 to 19 digits")
		}
	}
	req.query = url.Values{"channel_ids": {strings.Join(ids, ",")}}
	return c.sendWatch(ctx, req, 1)
}

// Channels yields the channels of the token's user (GET /actions/watch), one
// element for each module that a channel watches. Whether Zoho shows the
// tokens is not documented.
func (c *Client) Channels(ctx context.Context) iter.Seq2[Channel, error] {
	return pagesOf[Channel](ctx, c, settingRequest(watchPath), listQuery(nil, 0), "watch")
}

const watchPath = "/actions/watch"

func (c *Client) sendWatch(ctx context.Context, req request, n int) ([]Watched, error) {
	ans, err := c.send(ctx, req)
	if err != nil {
		return nil, err
	}
	items, err := ans.items("watch")
	if err == nil && len(items) < n {
		err = ans.unreadable(nil)
	}
	results := make([]Watched, len(items))
	for i, item := range items {
		results[i] = ans.watched(item)
	}
	return results, err
}

// watched reads the outcome of one channel. An opened one lists its modules,
// each with the channel's id and expiry; a closed one has its id alone.
func (a answer) watched(item zohoFault) Watched {
	type place struct {
		Channel json.Number `json:"channel_id"`
		Expiry  DateTime    `json:"channel_expiry"`
		Module  string      `json:"resource_name"`
	}
	var details struct {
		place
		Events []place `json:"events"`
	}
	err := json.Unmarshal(item.Details, &details)
	w := Watched{ID: details.Channel.String(), Err: a.refusal(item)}
	for _, event := range details.Events {
		w.ID = event.Channel.String()
		w.Modules = append(w.Modules, event.Module)
		if w.Expiry.IsZero() || event.Expiry.Before(w.Expiry.Time) {
			w.Expiry = event.Expiry
		}
	}
	closed := a.request.method == http.MethodDelete
	if w.Err == nil && (err != nil || w.ID == "" || w.Expiry.IsZero() && !closed) {
		w.Err = a.unreadable(err)
	}
	return w
}
