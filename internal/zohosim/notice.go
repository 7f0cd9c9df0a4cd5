package zohosim

import (
	"net/http"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// publish tells the channels that want to hear of the changes (zoho-crm-api §5).
// Values are shown as view shows them.
func (w *world) publish(changes []record.Change, view record.View) {
	if len(changes) == 0 {
		return
	}
	var told []notify.Change
	for _, c := range changes {
		if operation := operationOf(c); operation != "" {
			told = append(told, tell(c, operation, view))
		}
	}
	rules := w.rules.Load()
	for _, n := range w.board.Notices(told) {
		w.courier.Send(w.faults.order(n, rules.Settings))
	}
}

// operationOf is what a change is to those who watch a module. That a record
// which comes back from the recycle bin is told as new, and one that leaves it
// for good not at all, is inferred.
func operationOf(c record.Change) string {
	gone := c.Before == nil || c.Before.Deleted != nil
	switch {
	case gone && c.After.Deleted != nil:
		return ""
	case gone:
		return notify.Create
	case c.After.Deleted != nil:
		return notify.Delete
	default:
		return notify.Edit
	}
}

// tell is a change in the words of a notice.
func tell(c record.Change, operation string, view record.View) notify.Change {
	n := notify.Change{Module: c.After.Module, Operation: operation, ID: c.After.ID, Values: map[string]any{}}
	if operation == notify.Delete {
		return n
	}
	m := view.Catalogue.Module(c.After.Module)
	for _, name := range c.Fields() {
		if f := m.Field(name); f != nil && !bookkeeping(name) {
			n.Fields = append(n.Fields, name)
			n.Values[name] = view.Field(f, c.After)
		}
	}
	return n
}

// bookkeeping are the fields that every write changes; Zoho's samples of
// notices leave them out.
func bookkeeping(field string) bool {
	return slices.Contains([]string{"Modified_Time", "Modified_By", "Last_Activity_Time"}, field)
}

// order says how a notice is delivered: as the settings have it, unless a fault
// strikes. Each channel's notice meets the faults by itself.
func (t *faultTable) order(n notify.Notice, s Settings) notify.Order {
	hit := t.draw(occasion{method: causing(n.Operation), path: apiRoot + n.Subscription.Module, isNotification: true})
	o := notify.Order{
		Notice: n, Retries: s.NotificationRetries, Times: 1,
		Delay: time.Duration(s.NotificationDelayMs)*time.Millisecond + hit.latency,
	}
	switch hit.fault.Kind {
	case faultNotificationLost:
		o.Times = 0
	case faultNotificationTwice:
		o.Times = 2
	}
	return o
}

// causing is the method by which the API does an operation.
func causing(operation string) string {
	switch operation {
	case notify.Create:
		return http.MethodPost
	case notify.Delete:
		return http.MethodDelete
	default:
		return http.MethodPut
	}
}
