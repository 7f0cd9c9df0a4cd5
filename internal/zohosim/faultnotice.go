package zohosim

import (
	"net/http"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
)

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
