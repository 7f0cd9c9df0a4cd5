package zohosim

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// Limits of one channel (zoho-crm-api §5). The token's is that of the page; the
// specification allows more.
const (
	maxNotifyURL  = 255
	maxToken      = 50
	defaultExpiry = time.Hour
	longestExpiry = 7 * 24 * time.Hour
)

// subscriptions reads one channel: what it asks for of each module.
func (c *call) subscriptions(in fieldsAt) ([]notify.Subscription, *problem.Problem) {
	s := notify.Subscription{UserID: c.session.UserID, Origin: c.apiDomain(c.session.Environment)}
	var asked watched
	var expiry *time.Time
	var p *problem.Problem
	for _, read := range []func() *problem.Problem{
		func() *problem.Problem { s.Channel, p = in.channelID(); return p },
		func() *problem.Problem { s.NotifyURL, p = in.notifyURL(); return p },
		func() *problem.Problem { asked, p = c.watchedEvents(in); return p },
		func() *problem.Problem { s.Token, p = in.text("token", maxToken); return p },
		func() *problem.Problem { expiry, p = in.instant("channel_expiry"); return p },
		func() *problem.Problem {
			s.ReturnValues, p = in.boolean("return_affected_field_values", false)
			return p
		},
		func() *problem.Problem { s.OnRelated, p = in.boolean("notify_on_related_action", true); return p },
	} {
		if p := read(); p != nil {
			return nil, p
		}
	}
	conditions, p := c.conditions(in)
	if p != nil {
		return nil, p
	}
	s.Expiry = c.expiry(expiry)
	subs := make([]notify.Subscription, len(asked.modules))
	for i, m := range asked.modules {
		subs[i] = s
		subs[i].Module, subs[i].ModuleID = m.APIName, m.ID
		subs[i].Operations, subs[i].Condition = asked.operations[m.APIName], conditions[m.APIName]
	}
	return subs, nil
}

// expiry is an hour when none is given and, silently, when one beyond a week is
// (zoho-crm-api §5). One that is past is taken for none.
func (c *call) expiry(asked *time.Time) time.Time {
	if asked == nil || asked.After(c.at.Add(longestExpiry)) || !asked.After(c.at) {
		return c.at.Add(defaultExpiry)
	}
	return *asked
}

// watched is what events[] asks for.
type watched struct {
	modules    []*schema.Module
	operations map[string][]string // by module
}

// watchedEvents reads events[], such as "Events.all". Notes cannot be watched;
// of what else Zoho's page lists, the simulator has no users.* events.
func (c *call) watchedEvents(in fieldsAt) (watched, *problem.Problem) {
	w := watched{operations: map[string][]string{}}
	names, isArray := in.values["events"].([]any)
	switch {
	case in.values["events"] == nil || isArray && len(names) == 0:
		return w, in.missing("events")
	case !isArray:
		return w, in.expected("events", "jsonarray")
	}
	for _, raw := range names {
		name, _ := raw.(string)
		module, operation, _ := strings.Cut(name, ".")
		m := c.rules.catalogue.Module(module)
		operations := []string{operation}
		if operation == "all" {
			operations = notify.Operations()
		}
		if m == nil || module == schema.NotesModule || !slices.Contains(notify.Operations(), operations[0]) {
			return w, in.invalid("events")
		}
		if w.operations[module] == nil {
			w.modules = append(w.modules, m)
		}
		w.operations[module] = inOrder(append(w.operations[module], operations...))
	}
	return w, nil
}

// inOrder removes doubles and sorts as Zoho lists operations.
func inOrder(operations []string) []string {
	return slices.DeleteFunc(notify.Operations(), func(op string) bool { return !slices.Contains(operations, op) })
}
