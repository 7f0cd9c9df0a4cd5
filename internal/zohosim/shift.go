package zohosim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Shift is a set of working hours with the people who keep them (zoho-crm-api
// §3.6, shift_hours). It is the same on each of its days.
type Shift struct {
	// ID is given when the shifts are set.
	ID string `json:"id"`
	// Name has 80 characters at most.
	Name string `json:"name"`
	// Days are English names such as Monday.
	Days []string `json:"days"`
	// Timing is from and to by the wall clock, such as 09:00 and 17:00.
	Timing [2]string `json:"timing"`
	// TimeZone is an IANA name.
	TimeZone string   `json:"timezone"`
	UserIDs  []string `json:"userIds"`
}

// SetShifts replaces the shift hours and returns them with their ids.
func (s *Sim) SetShifts(shifts []Shift) ([]Shift, error) {
	shifts = slices.Clone(shifts)
	err := s.world.Load().staff(func(d *directory) error {
		for i := range shifts {
			if err := shifts[i].check(d); err != nil {
				return fmt.Errorf("zohosim: shifts[%d]: %w", i, err)
			}
			shifts[i].ID = nthID(shiftNumbers, i)
		}
		d.shifts = shifts
		return nil
	})
	return shifts, err
}

func (s Shift) check(d *directory) error {
	clock := regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	if s.Name == "" || len(s.Name) > 80 || len(s.Days) == 0 || !clock.MatchString(s.Timing[0]) || !clock.MatchString(s.Timing[1]) {
		return errors.New("a shift has a name of at most 80 characters, days, and a timing such as 09:00 and 17:00")
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "" {
		return fmt.Errorf("timezone %q is not an IANA zone", s.TimeZone)
	}
	for _, day := range s.Days {
		if _, err := time.Parse("Monday", day); err != nil {
			return fmt.Errorf("%q is no day of the week", day)
		}
	}
	for _, id := range s.UserIDs {
		if _, known := d.user(id); !known {
			return fmt.Errorf("no user %q", id)
		}
	}
	return nil
}

// listShifts is GET /settings/business_hours/shift_hours (OpenAPI,
// shift_hours.json); 204 when there is none.
func (c *call) listShifts() reply {
	return c.shiftReply(c.world.directory().shifts)
}

// getShift is GET /settings/business_hours/shift_hours/{id}; 204 when there is
// none of that id.
func (c *call) getShift() reply {
	return c.shiftReply(slices.DeleteFunc(slices.Clone(c.world.directory().shifts), func(s Shift) bool { return s.ID != c.params["id"] }))
}

func (c *call) shiftReply(shifts []Shift) reply {
	if len(shifts) == 0 {
		return nothing()
	}
	kept := 0
	rows := make([]any, len(shifts))
	for i, s := range shifts {
		rows[i] = c.shiftRow(s)
		if len(s.UserIDs) > 0 {
			kept++
		}
	}
	return ok(envelope{"shift_hours": rows, "shift_count": envelope{"total_shift_with_user": kept}})
}

// shiftRow renders a shift; holidays and breaks of its own are not simulated.
func (c *call) shiftRow(s Shift) envelope {
	var users []any
	for _, id := range s.UserIDs {
		u, _ := c.world.directory().user(id)
		row := c.userRow(u)
		users = append(users, envelope{
			"id": u.ID, "name": u.fullName(), "email": u.Email, "zuid": zuid(u.ID), "role": row["role"], "effective_from": c.at.Format(time.DateOnly),
		})
	}
	return envelope{
		"id": s.ID, "name": s.Name, "timezone": s.TimeZone, "shift_days": s.Days, "same_as_everyday": true, "daily_timing": s.Timing,
		"custom_timing": nil, "holidays": nil, "break_hours": nil, "users_count": len(users), "users": users,
	}
}

func (c *controlCall) showShifts() (any, error) {
	shifts := c.world.directory().shifts
	if shifts == nil {
		shifts = []Shift{}
	}
	return envelope{"shifts": shifts}, nil
}

func (c *controlCall) setShifts() (any, error) {
	var in struct {
		Shifts []Shift `json:"shifts"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if _, err := c.sim.SetShifts(in.Shifts); err != nil {
		return nil, err
	}
	return c.showShifts()
}
