package attribute

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// The business hours and holidays of the organisation are kept as Zoho sends
// them (Zoho v8, Get Business Hours and Get Holidays; zoho-crm-api §3.6).

// zohoBusinessHours is the business_hours object of the answer.
type zohoBusinessHours struct {
	Type           string         `json:"type"`
	BusinessDays   []string       `json:"business_days"`
	SameAsEveryday bool           `json:"same_as_everyday"`
	DailyTiming    []string       `json:"daily_timing"`
	CustomTiming   []customTiming `json:"custom_timing"`
	// Timezone is missing in answers of older versions; the hours are then
	// meant in the organisation's zone.
	Timezone string `json:"timezone"`
}

type customTiming struct {
	Days           string   `json:"days"`
	BusinessTiming []string `json:"business_timing"`
}

func parseBusinessHours(text string) (zohoBusinessHours, error) {
	var hours zohoBusinessHours
	if err := json.Unmarshal([]byte(text), &hours); err != nil {
		return hours, fmt.Errorf("these are no business hours of Zoho's form; publish again to fetch them")
	}
	_, err := hours.week()
	return hours, err
}

// week turns the hours into windows per weekday.
func (h zohoBusinessHours) week() (slot.Week, error) {
	allDay := []string{"00:00", "24:00"}
	switch {
	case h.Type == "24_by_7":
		return slot.AllWeek(), nil
	case h.Type == "24_by_5" && len(h.BusinessDays) == 0:
		return everyDay([]string{"mon", "tue", "wed", "thu", "fri"}, allDay)
	case h.Type == "24_by_5":
		return everyDay(h.BusinessDays, allDay)
	case h.Type == "custom" && h.SameAsEveryday:
		return everyDay(h.BusinessDays, h.DailyTiming)
	case h.Type == "custom":
		return h.customWeek()
	}
	return slot.Week{}, fmt.Errorf("business hours of type %q are not known", shorten(h.Type))
}

func everyDay(days, timing []string) (slot.Week, error) {
	var week slot.Week
	for _, day := range days {
		if err := addTiming(&week, day, timing); err != nil {
			return slot.Week{}, err
		}
	}
	return week, nil
}

func (h zohoBusinessHours) customWeek() (slot.Week, error) {
	var week slot.Week
	for _, timing := range h.CustomTiming {
		if err := addTiming(&week, timing.Days, timing.BusinessTiming); err != nil {
			return slot.Week{}, err
		}
	}
	return week, nil
}

func addTiming(week *slot.Week, dayName string, timing []string) error {
	day, ok := parseWeekday(dayName)
	if !ok {
		return fmt.Errorf("a day %q is named that is not known", shorten(dayName))
	}
	if len(timing) != 2 {
		return fmt.Errorf("business hours of %s have no beginning and end", day)
	}
	from, errFrom := slot.ParseClock(timing[0])
	to, errTo := slot.ParseClock(timing[1])
	if errFrom != nil || errTo != nil || from == to {
		return fmt.Errorf("business hours of %s are not times of day", day)
	}
	week[day] = append(week[day], slot.Window{From: from, To: to})
	return nil
}

type zohoHoliday struct {
	Name string `json:"name"`
	Date string `json:"date"`
	// Type is business_holiday or shift_holiday; the latter closes one shift
	// and not the business.
	Type  string `json:"type"`
	Shift struct {
		ID string `json:"id"`
	} `json:"shift_hour"`
}

func (h zohoHoliday) ofShift() bool { return h.Type == "shift_holiday" }

// parseHolidays returns the dates on which the business is closed.
func parseHolidays(text string) ([]slot.Date, error) {
	holidays, err := unmarshalHolidays(text)
	if err != nil {
		return nil, err
	}
	return datesOf(slices.DeleteFunc(holidays, zohoHoliday.ofShift))
}

// parseShiftHolidays returns the dates on which shifts are closed, by the id
// of the shift.
func parseShiftHolidays(text string) (map[string][]slot.Date, error) {
	holidays, err := unmarshalHolidays(text)
	if err != nil {
		return nil, err
	}
	closed := map[string][]slot.Date{}
	for _, h := range holidays {
		if !h.ofShift() {
			continue
		}
		date, err := h.date()
		if err != nil {
			return nil, err
		}
		closed[h.Shift.ID] = append(closed[h.Shift.ID], date)
	}
	return closed, nil
}

func unmarshalHolidays(text string) ([]zohoHoliday, error) {
	var holidays []zohoHoliday
	if err := json.Unmarshal([]byte(text), &holidays); err != nil {
		return nil, fmt.Errorf("these are no holidays of Zoho's form; publish again to fetch them")
	}
	return holidays, nil
}

func datesOf(holidays []zohoHoliday) ([]slot.Date, error) {
	var dates []slot.Date
	for _, h := range holidays {
		date, err := h.date()
		if err != nil {
			return nil, err
		}
		dates = append(dates, date)
	}
	return dates, nil
}

func (h zohoHoliday) date() (slot.Date, error) {
	date, err := slot.ParseDate(h.Date)
	if err != nil {
		return date, fmt.Errorf("a holiday of Zoho's has no date of the form YYYY-MM-DD")
	}
	return date, nil
}

// usualHours apply where neither the builder nor Zoho names any.
func usualHours() slot.Week {
	var week slot.Week
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = []slot.Window{{From: 9 * 60, To: 17 * 60}}
	}
	return week
}
