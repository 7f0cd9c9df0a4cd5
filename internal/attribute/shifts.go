package attribute

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Rota is when somebody works who works by a shift of Zoho's.
type Rota struct {
	// Zone is where the shift's clocks hang; those of the latest where several
	// differ, which is warned of.
	Zone *time.Location
	// Shifts have each the day from which it applies to them; the latest comes
	// first. Before the first of them the ordinary hours apply, read on the
	// shift's clocks.
	Shifts []slot.Shift
	// Holidays are those of the shifts, beside those of the business.
	Holidays []slot.Date
}

// zohoShift is an entry of shift_hours as Zoho sends it (Zoho v8, Get Shift
// Hours; zoho-crm-api §3.6).
type zohoShift struct {
	ID             string        `json:"id"`
	Name           string        `json:"name"`
	Timezone       string        `json:"timezone"`
	Days           []string      `json:"shift_days"`
	SameAsEveryday bool          `json:"same_as_everyday"`
	DailyTiming    []string      `json:"daily_timing"`
	CustomTiming   []shiftTiming `json:"custom_timing"`
	Breaks         []shiftBreak  `json:"break_hours"`
	Users          []shiftUser   `json:"users"`
	Holidays       []zohoHoliday `json:"holidays"`
}

type shiftTiming struct {
	Days   string   `json:"days"`
	Timing []string `json:"shift_timing"`
}

type shiftBreak struct {
	Days           []string      `json:"break_days"`
	SameAsEveryday bool          `json:"same_as_everyday"`
	DailyTiming    []string      `json:"daily_timing"`
	CustomTiming   []breakTiming `json:"custom_timing"`
}

type breakTiming struct {
	Days   string   `json:"days"`
	Timing []string `json:"break_timing"`
}

type shiftUser struct {
	ID string `json:"id"`
	// EffectiveFrom is a date; empty means from ever.
	EffectiveFrom string `json:"effective_from"`
}

func parseShifts(text string) ([]zohoShift, error) {
	var shifts []zohoShift
	if err := json.Unmarshal([]byte(text), &shifts); err != nil {
		return nil, fmt.Errorf("these are no shifts of Zoho's form; publish again to fetch them")
	}
	for _, s := range shifts {
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("the shift %q: %w", shorten(s.Name), err)
		}
	}
	return shifts, nil
}

func (s zohoShift) check() error {
	if _, err := s.week(); err != nil {
		return err
	}
	if _, err := s.breaks(); err != nil {
		return err
	}
	if _, err := datesOf(s.Holidays); err != nil {
		return err
	}
	for _, u := range s.Users {
		if _, err := u.from(); err != nil {
			return err
		}
	}
	return nil
}

// from is the first day of the shift for the user; the zero date without one.
func (u shiftUser) from() (slot.Date, error) {
	if u.EffectiveFrom == "" {
		return slot.Date{}, nil
	}
	date, err := slot.ParseDate(u.EffectiveFrom)
	if err != nil {
		return date, fmt.Errorf("the day from which somebody works it is no date of the form YYYY-MM-DD")
	}
	return date, nil
}

func (s zohoShift) week() (slot.Week, error) {
	if s.SameAsEveryday {
		return everyDay(s.Days, s.DailyTiming)
	}
	var week slot.Week
	for _, t := range s.CustomTiming {
		if err := addTiming(&week, t.Days, t.Timing); err != nil {
			return slot.Week{}, err
		}
	}
	return week, nil
}

func (s zohoShift) breaks() (slot.Week, error) {
	var week slot.Week
	for _, b := range s.Breaks {
		if err := b.addTo(&week); err != nil {
			return slot.Week{}, fmt.Errorf("its breaks: %w", err)
		}
	}
	return week, nil
}

func (b shiftBreak) addTo(week *slot.Week) error {
	if b.SameAsEveryday {
		for _, day := range b.Days {
			if err := addTiming(week, day, b.DailyTiming); err != nil {
				return err
			}
		}
		return nil
	}
	for _, t := range b.CustomTiming {
		if err := addTiming(week, t.Days, t.Timing); err != nil {
			return err
		}
	}
	return nil
}

// rotas says for each user who works by shifts which they are. Holidays come
// from the list of holidays as well, which names those of shifts.
func (d *decoder) rotas(zone *time.Location) map[string]Rota {
	listed := parsed(d, "zoho_holidays", parseShiftHolidays)
	rotas := map[string]Rota{}
	for _, s := range parsed(d, "zoho_shifts", parseShifts) {
		clocks, err := loadZone(s.Timezone)
		if err != nil {
			clocks = zone
			d.warn("zoho_shifts", "the shift %q is in a time zone that is not known; it is read as %s", shorten(s.Name), zone)
		}
		week, _ := s.week() // parsed has refused what has an error
		breaks, _ := s.breaks()
		closed, _ := datesOf(s.Holidays)
		for _, u := range s.Users {
			from, _ := u.from()
			rota := rotas[u.ID]
			if rota.Zone != nil && rota.Zone.String() != clocks.String() {
				d.warn("zoho_shifts", "somebody works by shifts in several time zones, among them %q; all are read in the zone of the latest", shorten(s.Name))
			}
			rota.add(slot.Shift{From: from, Hours: week, Breaks: breaks}, clocks)
			rota.Holidays = append(append(rota.Holidays, closed...), listed[s.ID]...)
			rotas[u.ID] = rota
		}
	}
	return rotas
}

// add keeps the latest shift first; its clocks are those of all.
func (r *Rota) add(shift slot.Shift, clocks *time.Location) {
	at, _ := slices.BinarySearchFunc(r.Shifts, shift, func(a, b slot.Shift) int { return b.From.Compare(a.From) })
	r.Shifts = slices.Insert(r.Shifts, at, shift)
	if at == 0 {
		r.Zone = clocks
	}
}
