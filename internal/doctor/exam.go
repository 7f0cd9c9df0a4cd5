package doctor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
)

// exam is one examination: what its checks hand on to each other.
type exam struct {
	*Service
	projectID string
	options   Options
	// crowded: another examination of the project writes.
	crowded bool

	project  project.Project
	settings attribute.Settings // of the active revision
	// unreadable says why there are no settings; nil where there are.
	unreadable *attribute.UnreadableError
	connection connection.Status // before anything was asked of the CRM
	user       attribute.Person  // to whom the grant belongs
	inactive   bool              // and Zoho lets them do nothing
	// asked and answered are when the first call began and ended; between them
	// the CRM said that it was theirs.
	asked, answered, theirs time.Time

	// down holds the checks that failed, or that were skipped for one that
	// did, with the one at the root.
	down     map[string]string
	live     live
	readings sync.WaitGroup
	// took is how long the reading took that the present check waited for.
	took time.Duration
}

// attributesCheck is the check that others need, those before it included: it
// is known to fail from the beginning where there are no settings.
const attributesCheck = "attributes"

// check is one thing to look at. It is skipped where one that it needs is down.
type check struct {
	name  string
	needs []string
	look  func(context.Context) finding
}

// finding is how a check ended.
type finding struct {
	state          State
	detail, remedy string
}

func ok(format string, args ...any) finding {
	return finding{state: OK, detail: fmt.Sprintf(format, args...)}
}

func skipped(format string, args ...any) finding {
	return finding{state: Skipped, detail: fmt.Sprintf(format, args...)}
}

func because(root string) finding {
	return skipped("not looked at, since the check %q failed", root)
}

func warning(remedy, format string, args ...any) finding {
	return finding{state: Warning, detail: fmt.Sprintf(format, args...), remedy: remedy}
}

func failed(remedy, format string, args ...any) finding {
	return finding{state: Failed, detail: fmt.Sprintf(format, args...), remedy: remedy}
}

func (e *exam) checks() []check {
	connected := []string{"switch", "connection"}
	heard := []string{"token", "refresh"}
	compared := append(heard[:2:2], attributesCheck) // with what is published
	all := []check{
		{"switch", nil, e.enabled},
		{"connection", nil, e.connected},
		{"token", connected, e.token},
		{"refresh", connected, e.refresh},
		{"region", []string{"connection", attributesCheck}, e.region},
		{"environment", compared, e.environment},
		{"scopes", []string{"connection", attributesCheck}, e.scopes},
		{"owner", append(connected, "refresh", attributesCheck), e.owner},
		{"organisation", compared, e.organisation},
		{"flags", []string{attributesCheck}, e.flags},
		{attributesCheck, nil, e.attributes},
		{"pipeline", compared, e.pipeline},
		{"meeting venue", compared, e.venue},
		{"business hours", compared, e.hours},
		{"credits", heard, e.credits},
		{"clock", heard, e.clock},
	}
	return append(all, e.probes(heard)...)
}

// open reads what ringbook itself knows of the project.
func (e *exam) open(ctx context.Context) (err error) {
	if e.project, err = e.Projects.Project(ctx, e.projectID); err != nil {
		return err
	}
	e.settings, err = e.Attributes.Settings(ctx, e.projectID)
	if unreadable, is := errors.AsType[*attribute.UnreadableError](err); is {
		// What compares with the settings comes before this check is told.
		e.unreadable, e.down[attributesCheck] = unreadable, attributesCheck
	} else if err != nil {
		return err
	}
	e.connection, err = e.Connections.Status(ctx, e.projectID)
	return err
}

func (e *exam) take(ctx context.Context, c check) finding {
	for _, needed := range c.needs {
		if root, isDown := e.down[needed]; isDown {
			e.down[c.name] = root
			return because(root)
		}
	}
	var found finding
	err := fault.Safely(func() error {
		found = c.look(ctx)
		return nil
	})
	if err != nil {
		found = e.unread(ctx, err)
	}
	if found.state == Failed {
		e.down[c.name] = c.name
	}
	return found
}
