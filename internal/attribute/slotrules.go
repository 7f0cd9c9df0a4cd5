package attribute

import (
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// SlotRules returns the rules for appointments of a length, as they are for
// who works by the ordinary hours; zero or less means the general slot length.
func (s Settings) SlotRules(duration time.Duration) slot.Rules {
	slots, hours := s.Scheduling.Slots, s.Scheduling.Hours
	if duration <= 0 {
		duration = slots.Duration
	}
	return slot.Rules{
		Zone: hours.Zone, Hours: hours.Week, Exceptions: hours.Exceptions,
		Duration: duration, Interval: slots.Interval, Alignment: slots.Alignment,
		BufferBefore: slots.BufferBefore, BufferAfter: slots.BufferAfter,
		MinimumNotice: slots.MinimumNotice, DaysAhead: slots.DaysAhead, DailyLimit: slots.DailyLimit,
	}
}

// RulesFor are the SlotRules of one member of staff, by Zoho's user id.
func (s Settings) RulesFor(person string, duration time.Duration) slot.Rules {
	rules := s.SlotRules(duration)
	if rota, works := s.Scheduling.Hours.Rotas[person]; works {
		rules.Zone, rules.Shifts, rules.Holidays = rota.Zone, rota.Shifts, rota.Holidays
	}
	return rules
}

// ZoneOf is where the whole days of a member of staff are: the zone that the
// user has set in Zoho, else that of the appointments.
func (s Scheduling) ZoneOf(person string) *time.Location {
	if zone, known := s.Zones[person]; known {
		return zone
	}
	return s.Zone
}
