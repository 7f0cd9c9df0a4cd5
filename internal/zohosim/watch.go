package zohosim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// maxChannels is the most channels of one request (zoho-crm-api §5).
const maxChannels = 50

// What Zoho says of a channel that was opened, changed, narrowed and closed.
const (
	saysSubscribed   = "Successfully subscribed for actions-watch of the given module"
	saysUpdated      = "Successfully updated the subscribe details"
	saysNarrowed     = "Successfully removed the subscribe details"
	saysUnsubscribed = "Successfully un-subscribed from actions-watch"
)

// openChannels is POST /actions/watch (zoho-crm-api §5).
func (c *call) openChannels() reply {
	return c.eachChannel(http.StatusCreated, func(in fieldsAt) ([]any, *problem.Problem) {
		subs, p := c.subscriptions(in)
		if p != nil {
			return nil, p
		}
		c.world.board.Put(subs)
		return []any{c.subscribed(saysSubscribed, subs)}, nil
	})
}

// replaceChannels is PUT: a channel keeps nothing that is not given (D7:
// notifications/update-details).
func (c *call) replaceChannels() reply {
	return c.eachChannel(http.StatusOK, func(in fieldsAt) ([]any, *problem.Problem) {
		subs, p := c.subscriptions(in)
		if p == nil {
			p = c.mustBeOpen(in)
		}
		if p != nil {
			return nil, p
		}
		c.world.board.Replace(c.session.UserID, subs[0].Channel, subs)
		return []any{c.subscribed(saysSubscribed, subs)}, nil
	})
}

// changeChannels is PATCH: what is given is kept and the rest is not removed
// (D7:notifications/update-info); with _delete_events the events are taken out.
func (c *call) changeChannels() reply {
	return c.eachChannel(http.StatusOK, func(in fieldsAt) ([]any, *problem.Problem) {
		remove, p := in.boolean("_delete_events", false)
		if p != nil {
			return nil, p
		}
		if remove {
			return c.narrow(in)
		}
		subs, p := c.subscriptions(in)
		if p == nil {
			p = c.mustBeOpen(in)
		}
		if p != nil {
			return nil, p
		}
		for i := range subs {
			c.inherit(&subs[i], in)
		}
		c.world.board.Put(subs)
		return []any{c.subscribed(saysUpdated, subs)}, nil
	})
}

// inherit fills what a PATCH did not give from what the channel has for the
// module.
func (c *call) inherit(s *notify.Subscription, in fieldsAt) {
	for _, old := range c.world.board.Channel(c.session.UserID, s.Channel) {
		if old.Module != s.Module {
			continue
		}
		s.Operations = inOrder(append(s.Operations, old.Operations...))
		keep(in, "channel_expiry", &s.Expiry, old.Expiry)
		keep(in, "token", &s.Token, old.Token)
		keep(in, "return_affected_field_values", &s.ReturnValues, old.ReturnValues)
		keep(in, "notify_on_related_action", &s.OnRelated, old.OnRelated)
		keep(in, "notification_condition", &s.Condition, old.Condition)
	}
}

func keep[T any](in fieldsAt, name string, value *T, old T) {
	if _, given := in.values[name]; !given {
		*value = old
	}
}

// narrow takes events out of a channel; a module without any left is closed.
func (c *call) narrow(in fieldsAt) ([]any, *problem.Problem) {
	channel, p := in.channelID()
	if p == nil {
		p = c.mustBeOpen(in)
	}
	if p != nil {
		return nil, p
	}
	asked, p := c.watchedEvents(in)
	if p != nil {
		return nil, p
	}
	var left, touched []notify.Subscription
	for _, s := range c.world.board.Channel(c.session.UserID, channel) {
		if _, named := asked.operations[s.Module]; named {
			touched = append(touched, s)
			s.Operations = slices.DeleteFunc(slices.Clone(s.Operations), func(op string) bool { return slices.Contains(asked.operations[s.Module], op) })
		}
		if len(s.Operations) > 0 {
			left = append(left, s)
		}
	}
	c.world.board.Replace(c.session.UserID, channel, left)
	events := make([]any, len(touched))
	for i, s := range touched {
		events[i] = c.resource(s)
	}
	return []any{success(saysNarrowed, problem.Details{"events": events})}, nil
}

// closeChannels is DELETE /actions/watch?channel_ids=: one result for every
// module of a channel (OASY disableNotifications).
func (c *call) closeChannels() reply {
	ids := c.query.Get("channel_ids")
	if ids == "" {
		return bad("EXPECTED_PARAM_MISSING", "one of the expected parameter is missing", problem.Details{"api_name": "channel_ids"})
	}
	c.restorable()
	var results []any
	for _, id := range strings.Split(ids, ",") {
		id = strings.TrimSpace(id)
		subs := c.world.board.Channel(c.session.UserID, id)
		if len(subs) == 0 {
			results = append(results, notSubscribed("channel_ids", "$.channel_ids"))
			continue
		}
		c.world.board.Replace(c.session.UserID, id, nil)
		c.applied = true
		for _, s := range subs {
			results = append(results, success(saysUnsubscribed, problem.Details{"resource_uri": c.resourceURI(s), "resource_id": s.ModuleID, "channel_id": s.Channel}))
		}
	}
	return c.outcomeIn("watch", http.StatusOK, results)
}

// mustBeOpen refuses what the user has no live channel for. Zoho forgets a
// channel when it expires, and answers NOT_SUBSCRIBED from then on.
func (c *call) mustBeOpen(in fieldsAt) *problem.Problem {
	channel, p := in.channelID()
	if p != nil {
		return p
	}
	if len(c.world.board.Channel(c.session.UserID, channel)) == 0 {
		return notSubscribed("channel_id", in.path+".channel_id")
	}
	return nil
}

func notSubscribed(name, path string) *problem.Problem {
	return problem.New("NOT_SUBSCRIBED", "the channel is not subscribed", problem.Details{"api_name": name, "json_path": path})
}

// restorable remembers the channels as they are, for a composite request that is
// rolled back after they were changed.
func (c *call) restorable() {
	before := c.world.board.Live(c.session.UserID)
	c.journal.others = append(c.journal.others, func() { c.world.board.Restore(c.session.UserID, before) })
}

// eachChannel runs a write over watch[] and answers channel by channel.
func (c *call) eachChannel(done int, write func(fieldsAt) ([]any, *problem.Problem)) reply {
	items, refused := c.watchItems()
	if refused != nil {
		return *refused
	}
	c.restorable()
	var results []any
	for i, raw := range items {
		in := fieldsAt{path: fmt.Sprintf("$.watch[%d]", i)}
		if in.values, _ = raw.(map[string]any); in.values == nil {
			results = append(results, expectedType("watch", in.path, "jsonobject"))
			continue
		}
		answers, p := write(in)
		if p != nil {
			results = append(results, p)
			continue
		}
		c.applied = true
		results = append(results, answers...)
	}
	return c.outcomeIn("watch", done, results)
}

// watchItems reads watch[]; the specification of PATCH alone has a single
// channel without it, so both are taken there.
func (c *call) watchItems() ([]any, *reply) {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		return nil, refusedFlat(p)
	}
	if _, bare := body["channel_id"]; bare && c.r.Method == http.MethodPatch {
		return []any{body}, nil
	}
	items, isArray := body["watch"].([]any)
	most := maxChannels
	if c.within != nil {
		most = compositeWrites
	}
	var p *problem.Problem
	switch {
	case body["watch"] == nil || isArray && len(items) == 0:
		p = problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": "watch", "json_path": "$.watch"})
	case !isArray:
		p = expectedType("watch", "$.watch", "jsonarray")
	case len(items) > most:
		p = problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": "watch", "json_path": "$.watch", "maximum_length": most})
	default:
		return items, nil
	}
	return nil, refusedFlat(p)
}
