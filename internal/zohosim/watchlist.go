package zohosim

import (
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// listChannels is GET /actions/watch: the live channels of the user, one entry
// for every module of a channel (OASY getNotifications). The parameters module
// and channel_id choose among them.
func (c *call) listChannels() reply {
	subs := slices.DeleteFunc(c.world.board.Live(c.session.UserID), func(s notify.Subscription) bool {
		return c.query.Has("module") && c.query.Get("module") != s.Module || c.query.Has("channel_id") && c.query.Get("channel_id") != s.Channel
	})
	return paged(c, "watch", subs, c.channelRow)
}

func (c *call) channelRow(s notify.Subscription) envelope {
	row := envelope{
		"channel_id": s.Channel, "resource_uri": c.resourceURI(s), "resource_id": s.ModuleID, "resource_name": s.Module,
		"notify_url": s.NotifyURL, "channel_expiry": c.view.Time(s.Expiry), "token": nil, "fields": nil,
		"events": eventNames(s), "return_affected_field_values": s.ReturnValues, "notify_on_related_action": s.OnRelated,
		"notification_condition": nil,
	}
	if s.Token != "" {
		row["token"] = s.Token
	}
	if s.Condition != nil {
		row["notification_condition"] = []any{envelope{
			"type": fieldSelection, "module": envelope{"api_name": s.Module, "id": s.ModuleID}, "field_selection": groupShown(s.Condition),
		}}
	}
	return row
}

func groupShown(g *notify.Group) envelope {
	members := make([]any, len(g.Members))
	for i, m := range g.Members {
		if m.Group != nil {
			members[i] = groupShown(m.Group)
		} else {
			members[i] = envelope{"field": envelope{"api_name": m.Field, "id": m.FieldID}, "group_operator": nil, "group": nil}
		}
	}
	return envelope{"group_operator": g.Operator, "group": members}
}

// eventNames are the events of a subscription; "all" is listed as what it
// stands for.
func eventNames(s notify.Subscription) []string {
	names := make([]string, len(s.Operations))
	for i, op := range s.Operations {
		names[i] = s.Module + "." + op
	}
	return names
}

// subscribed is the result of a channel that was opened or changed. Reading
// channel_expiry back is the only way to learn whether it was shortened.
func (c *call) subscribed(message string, subs []notify.Subscription) envelope {
	events := make([]any, len(subs))
	for i, s := range subs {
		row := c.resource(s)
		row["channel_expiry"] = c.view.Time(s.Expiry)
		events[i] = row
	}
	return success(message, problem.Details{"events": events})
}

func (c *call) resource(s notify.Subscription) envelope {
	return envelope{"resource_uri": c.resourceURI(s), "resource_id": s.ModuleID, "resource_name": s.Module, "channel_id": s.Channel}
}

// resourceURI is of version 8, as in OASY's samples; those of D7 and the notices
// have v2.
func (c *call) resourceURI(s notify.Subscription) string { return s.Origin + apiRoot + s.Module }
