package publish

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
)

// CRM is what this package needs of one. Its failures are faults; one that
// lacks a permission or a scope, or whose module is hidden, is fault.Denied.
type CRM interface {
	// SystemValue fetches what the CRM knows under the name of a system-owned
	// attribute, in the form that the catalogue asks for; empty where the
	// organisation has none of it. now, in the zone of the appointments, says
	// which years' holidays are meant.
	SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error)
	// CurrentUser returns the user who granted the access, and whether that
	// user is active.
	CurrentUser(ctx context.Context, project string) (user attribute.Person, active bool, err error)
	// Venues returns the values that the meeting venue of an event may have,
	// in the organisation's order, and whether every event must have one.
	Venues(ctx context.Context, project string) (values []string, required bool, err error)
	// Fields lists the fields of a module, such as "Events".
	Fields(ctx context.Context, project, module string) ([]Field, error)
}

// Field is a field of a module of the CRM.
type Field struct {
	// Name is the name that the CRM's API has for it.
	Name string
	// Writable fields take values from outside.
	Writable bool
	// Unique fields refuse a value that another record has.
	Unique bool
}
