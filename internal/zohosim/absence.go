package zohosim

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Absence is a time in which a user is away (zoho-crm-api §3.6,
// users_unavailability).
type Absence struct {
	// ID is given when it is added.
	ID     string    `json:"id"`
	UserID string    `json:"userId"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	AllDay bool      `json:"allDay"`
	// Comments is what the person says about it, at most 250 characters.
	Comments string `json:"comments"`
}

// AddAbsence marks a user as away and returns the absence with its id.
func (s *Sim) AddAbsence(a Absence) (Absence, error) {
	err := s.world.Load().staff(func(d *directory) error {
		if _, known := d.user(a.UserID); !known {
			return fmt.Errorf("zohosim: no user %q", a.UserID)
		}
		if !a.From.Before(a.To) || len(a.Comments) > 250 {
			return errors.New("zohosim: from must lie before to, and comments have 250 characters at most")
		}
		a.ID = nthID(absenceNumbers, d.absencesEver)
		d.absencesEver++
		d.absences = append(slices.Clone(d.absences), a)
		return nil
	})
	return a, err
}

// RemoveAbsence takes an absence back.
func (s *Sim) RemoveAbsence(id string) error {
	return s.world.Load().staff(func(d *directory) error {
		before := len(d.absences)
		d.absences = slices.DeleteFunc(slices.Clone(d.absences), func(a Absence) bool { return a.ID == id })
		if len(d.absences) == before {
			return fmt.Errorf("zohosim: no unavailability %q", id)
		}
		return nil
	})
}

// listAbsences is GET /settings/users_unavailability; 204 when there is none.
// Only administrators see those of others. The filters by group, role,
// territory and time are not simulated.
func (c *call) listAbsences() reply {
	return paged(c, "users_unavailability", c.visibleAbsences(), c.absenceRow)
}

// getAbsence is GET /settings/users_unavailability/{id}.
func (c *call) getAbsence() reply {
	for _, a := range c.visibleAbsences() {
		if a.ID == c.params["id"] {
			return ok(envelope{"users_unavailability": []any{c.absenceRow(a)}})
		}
	}
	return bad("INVALID_DATA", "the id given seems to be invalid", problem.Details{"resource_path_index": 2})
}

func (c *call) visibleAbsences() []Absence {
	d := c.world.directory()
	me, _ := d.user(c.session.UserID)
	return slices.DeleteFunc(slices.Clone(d.absences), func(a Absence) bool { return !me.Admin && a.UserID != me.ID })
}

// absenceRow has the keys of the v7 page and, empty, those that the
// specification of 2025 requires beside them: they are for calendars of others.
func (c *call) absenceRow(a Absence) envelope {
	u, _ := c.world.directory().user(a.UserID)
	return envelope{
		"id": a.ID, "from": c.view.Time(a.From), "to": c.view.Time(a.To), "all_day": a.AllDay, "comments": a.Comments,
		"user":    envelope{"id": u.ID, "name": u.fullName(), "zuid": zuid(u.ID)},
		"service": "", "title": "", "tp_calendar_id": "", "tp_event_id": "",
	}
}

func (c *controlCall) showAbsences() (any, error) {
	absences := c.world.directory().absences
	if absences == nil {
		absences = []Absence{}
	}
	return envelope{"unavailability": absences}, nil
}

func (c *controlCall) addAbsence() (any, error) {
	var in Absence
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	return c.sim.AddAbsence(in)
}

func (c *controlCall) removeAbsence() (any, error) {
	if err := c.sim.RemoveAbsence(c.params["id"]); err != nil {
		return nil, err
	}
	return c.showAbsences()
}
