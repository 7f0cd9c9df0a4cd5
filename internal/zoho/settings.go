package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
)

// settingList reads a settings resource that is a list under a name; it is
// empty where Zoho answers 204.
func settingList[T any](ctx context.Context, c *Client, path string, query url.Values, name string) ([]T, error) {
	req := settingRequest(path)
	req.query = query
	ans, err := c.send(ctx, req)
	if err != nil {
		return nil, err
	}
	p, err := ans.pageOf(name)
	if err != nil {
		return nil, err
	}
	return recordsOf[T](ans, p)
}

func settingRequest(path string) request {
	return request{method: http.MethodGet, path: path, read: true}
}

// Org is the organisation (zoho-crm-api §3.6).
type Org struct {
	ID          string `json:"id"`
	ZGID        string `json:"zgid"` // together with Type it tells which organisation this is
	CompanyName string `json:"company_name"`
	DomainName  string `json:"domain_name"`
	TimeZone    string `json:"time_zone"` // IANA name
	CountryCode string `json:"country_code"`
	Currency    string `json:"currency"`
	ISOCode     string `json:"iso_code"` // of the currency
	// Type is "production", "sandbox", "developer" or "bigin".
	Type    string `json:"type"`
	License struct {
		PaidType string `json:"paid_type"`
		Users    int    `json:"users_license_purchased"`
	} `json:"license_details"`
}

// Org reads the organisation that the token belongs to (GET /org). The client
// follows the limits of its edition from then on, see [Client.Adopt].
func (c *Client) Org(ctx context.Context) (Org, error) {
	orgs, err := settingList[Org](ctx, c, "/org", nil, "org")
	if err != nil {
		return Org{}, err
	}
	if len(orgs) == 0 {
		return Org{}, missing("/org")
	}
	c.adoptFrom(orgs[0])
	return orgs[0], nil
}

// missing is the failure of a read that should have found something.
func missing(path string) *Error {
	return &Error{
		Status: http.StatusNoContent, Message: "the answer is empty",
		Method: http.MethodGet, Path: path, Applied: NotApplied,
	}
}

// BusinessHours are the hours that an organisation keeps. Times are wall-clock
// "HH:mm" in TimeZone or, where that is empty, in the organisation's zone.
type BusinessHours struct {
	ID string `json:"id"`
	// Type is "24_by_7", "24_by_5" or "custom".
	Type string `json:"type"`
	// Days are English names, "Monday".
	Days []string `json:"business_days"`
	// SameEveryDay says that DailyTiming (start, end) holds for all Days;
	// else CustomTiming has one entry per day.
	SameEveryDay bool        `json:"same_as_everyday"`
	DailyTiming  []string    `json:"daily_timing"`
	CustomTiming []DayTiming `json:"custom_timing"`
	WeekStartsOn string      `json:"week_starts_on"`
	TimeZone     string      `json:"timezone"`
}

// DayTiming is the start and end of business on one day.
type DayTiming struct {
	Day    string   `json:"days"`
	Timing []string `json:"business_timing"`
}

// BusinessHours reads the organisation's hours (GET /settings/business_hours).
// It returns nil where none are set.
func (c *Client) BusinessHours(ctx context.Context) (*BusinessHours, error) {
	ans, err := c.send(ctx, settingRequest("/settings/business_hours"))
	if err != nil {
		return nil, err
	}
	var out struct {
		Hours json.RawMessage `json:"business_hours"` // tells null from absent
	}
	found, err := ans.decode(&out)
	if err != nil || !found {
		return nil, err
	}
	var hours *BusinessHours
	if err := json.Unmarshal(out.Hours, &hours); err != nil {
		return nil, ans.unreadable(err)
	}
	return hours, nil
}

// Holiday is a day off, for the organisation or for one shift.
type Holiday struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Date Date   `json:"date"`
	Year int    `json:"year"`
	// Type is "business_holiday" or "shift_holiday".
	Type  string `json:"type"`
	Shift Lookup `json:"shift_hour"`
}

// Holidays reads the holidays of a year (GET /settings/holidays); year zero
// leaves the choice to Zoho.
func (c *Client) Holidays(ctx context.Context, year int) ([]Holiday, error) {
	query := url.Values{}
	if year > 0 {
		query.Set("year", strconv.Itoa(year))
	}
	return settingList[Holiday](ctx, c, "/settings/holidays", query, "holidays")
}

// UnmarshalJSON takes the year as a number or as text; Zoho's pages and its
// specification differ.
func (h *Holiday) UnmarshalJSON(data []byte) error {
	type plain Holiday
	loose := struct {
		*plain
		Year json.Number `json:"year"`
	}{plain: (*plain)(h)}
	if err := json.Unmarshal(data, &loose); err != nil {
		return err
	}
	year, _ := loose.Year.Int64()
	h.Year = int(year)
	return nil
}
