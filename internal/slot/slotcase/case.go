package slotcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Case is one scheduling problem. Lengths are minutes.
type Case struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	calendar
	Duration  minutes `json:"duration_min"`
	Interval  minutes `json:"interval_min"`
	Alignment string  `json:"alignment"`
	Buffers   struct {
		Before minutes `json:"before_min"`
		After  minutes `json:"after_min"`
	} `json:"buffers"`
	MinimumNotice minutes `json:"min_notice_min"`
	MaxAdvance    minutes `json:"max_advance_min"`
	Range         struct {
		Start time.Time `json:"start"`
		End   time.Time `json:"end"`
	} `json:"range"`
	Now   time.Time `json:"now"`
	Mode  string    `json:"mode"`
	Staff []member  `json:"staff"`
}

// calendar is what belongs to one member of staff.
type calendar struct {
	Zone      string                 `json:"timezone"`
	Hours     map[string][][2]string `json:"working_hours"`
	Overrides map[string][][2]string `json:"date_overrides"`
	Busy      []event                `json:"busy"`
}

type member struct {
	ID string `json:"id"`
	calendar
}

type event struct {
	Start  string `json:"start"`
	End    string `json:"end"`
	Status string `json:"status"`
}

type minutes float64

func (m minutes) duration() time.Duration { return time.Duration(float64(m) * float64(time.Minute)) }

// Read reads a JSON array of cases, or one case alone.
func Read(data []byte) ([]Case, error) {
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 || trimmed[0] != '[' {
		var one Case
		if err := json.Unmarshal(data, &one); err != nil {
			return nil, fmt.Errorf("this is no case: %w", err)
		}
		return []Case{one}, nil
	}
	var cases []Case
	if err := json.Unmarshal(data, &cases); err != nil {
		return nil, fmt.Errorf("this is no array of cases: %w", err)
	}
	return cases, nil
}

// Within is the range that the case asks about.
func (c *Case) Within() slot.Interval { return slot.Interval{Start: c.Range.Start, End: c.Range.End} }

// Length is the duration of a slot.
func (c *Case) Length() time.Duration { return c.Duration.duration() }

// Team returns the members of the case as one that can be asked.
// without an id.
func (c *Case) Team() (*slot.Team, error) {
	choice, err := c.choice()
	if err != nil {
		return nil, err
	}
	members, err := c.Members()
	if err != nil {
		return nil, err
	}
	return slot.NewTeam(choice, c.Within(), members...)
}

const leastBusy = "least_busy"

// choice is whom an appointment needs.
func (c *Case) choice() (slot.Choice, error) {
	switch c.Mode {
	case "", "any":
		return slot.Anyone, nil
	case leastBusy:
		return slot.LeastBusy, nil
	case "all":
		return slot.Everyone, nil
	}
	return 0, fmt.Errorf(`mode %q is none of "any", "least_busy" and "all"`, c.Mode)
}

// Members returns those of whom the case speaks; in a single case it is one
// without an id.
func (c *Case) Members() ([]slot.Member, error) {
	if len(c.Staff) == 0 {
		m, err := c.member("", c.calendar)
		return []slot.Member{m}, err
	}
	var members []slot.Member
	for _, s := range c.Staff {
		m, err := c.member(s.ID, s.calendar.over(c.calendar))
		if err != nil {
			return nil, fmt.Errorf("staff %q: %w", s.ID, err)
		}
		members = append(members, m)
	}
	return members, nil
}

// over fills what a calendar does not say from another.
func (c calendar) over(base calendar) calendar {
	if c.Zone == "" {
		c.Zone = base.Zone
	}
	if c.Hours == nil {
		c.Hours = base.Hours
	}
	if c.Overrides == nil {
		c.Overrides = base.Overrides
	}
	if c.Busy == nil {
		c.Busy = base.Busy
	}
	return c
}
