package zoho

import "context"

// Shift is a rota that some users of an organisation work by, in place of its
// business hours (zoho-crm-api §3.6). Times are wall-clock "HH:mm" in
// TimeZone, an IANA name.
type Shift struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	TimeZone string `json:"timezone"`
	// Days are English names, "Monday".
	Days []string `json:"shift_days"`
	// SameEveryDay says that DailyTiming (start, end) holds for all Days;
	// else CustomTiming has one entry per day.
	SameEveryDay bool          `json:"same_as_everyday"`
	DailyTiming  []string      `json:"daily_timing"`
	CustomTiming []ShiftTiming `json:"custom_timing"`
	Breaks       []Break       `json:"break_hours"`
	Users        []ShiftUser   `json:"users"`
	Holidays     []Holiday     `json:"holidays"`
}

// ShiftTiming is the start and end of a shift on one day.
type ShiftTiming struct {
	Day    string   `json:"days"`
	Timing []string `json:"shift_timing"`
}

// Break is a pause within a shift; its times are told as those of a shift are.
type Break struct {
	ID           string        `json:"id"`
	Days         []string      `json:"break_days"`
	SameEveryDay bool          `json:"same_as_everyday"`
	DailyTiming  []string      `json:"daily_timing"`
	CustomTiming []BreakTiming `json:"custom_timing"`
}

// BreakTiming is the start and end of a break on one day.
type BreakTiming struct {
	Day    string   `json:"days"`
	Timing []string `json:"break_timing"`
}

// ShiftUser is somebody who works a shift, from a day on.
type ShiftUser struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Email         string `json:"email"`
	EffectiveFrom Date   `json:"effective_from"`
}

// Shifts reads the organisation's shifts
// (GET /settings/business_hours/shift_hours). There are none where Zoho
// answers 204.
func (c *Client) Shifts(ctx context.Context) ([]Shift, error) {
	return settingList[Shift](ctx, c, "/settings/business_hours/shift_hours", nil, "shift_hours")
}
