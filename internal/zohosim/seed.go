package zohosim

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

//go:embed seeds/*.json
var seedFiles embed.FS

// seedFile is an organisation as data. In record values "@key" stands for the
// record or user of that key, and "@workday 3 10:30" for that wall-clock time in
// the organisation's zone on the third weekday after the clock's local date
// ("@workday 3" alone is the date).
type seedFile struct {
	Org           organisation   `json:"org"`
	Users         []seedUser     `json:"users"`
	BusinessHours *businessHours `json:"businessHours"`
	Holidays      []holiday      `json:"holidays"`
	Records       []seedRecord   `json:"records"`
}

type seedUser struct {
	Key string `json:"key"`
	User
}

type seedRecord struct {
	Module string         `json:"module"`
	Key    string         `json:"key"`
	Values map[string]any `json:"values"`
}

// seeding carries what one run of a seed needs.
type seeding struct {
	w    *world
	keys map[string]string // key to id
	now  time.Time
	zone *time.Location
}

// plant fills a fresh world from a named seed.
func (w *world) plant(name string) error {
	body, err := seedFiles.ReadFile("seeds/" + name + ".json")
	if err != nil {
		return fmt.Errorf("zohosim: no seed %q; there are demo and empty", name)
	}
	var file seedFile
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return fmt.Errorf("zohosim: seed %s: %w", name, err)
	}
	if err := file.checkZones(); err != nil {
		return fmt.Errorf("zohosim: seed %s: %w", name, err)
	}
	s := &seeding{w: w, keys: map[string]string{}, now: w.now(), zone: location(file.Org.TimeZone)}
	w.people.Store(s.directory(file))
	for i, r := range file.Records {
		if err := s.record(r); err != nil {
			return fmt.Errorf("zohosim: seed %s: record %d: %w", name, i, err)
		}
	}
	w.store.Settle()
	return nil
}

// checkZones finds out early that the machine has no time zone data.
func (f seedFile) checkZones() error {
	zones := []string{f.Org.TimeZone}
	for _, u := range f.Users {
		zones = append(zones, u.TimeZone)
	}
	for _, zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeding) directory(file seedFile) *directory {
	d := &directory{org: file.Org, hours: file.BusinessHours, holidays: file.Holidays}
	for i, u := range file.Users {
		u.ID = nthID(userNumbers, i)
		s.keys["@"+u.Key] = u.ID
		u.Status = cmp.Or(u.Status, UserActive)
		d.users = append(d.users, u.User)
	}
	for i := range d.holidays {
		d.holidays[i].ID = nthID(holidayNumbers, i)
		d.holidays[i].Date = s.resolveText(d.holidays[i].Date)
	}
	return d
}

func (s *seeding) record(r seedRecord) error {
	values, _ := s.resolve(r.Values).(map[string]any)
	stored, err := s.w.plantRecord(r.Module, values, s.now)
	if err != nil {
		return err
	}
	if r.Key != "" {
		s.keys["@"+r.Key] = stored.ID
	}
	return nil
}

// resolve replaces the @ forms throughout a JSON value.
func (s *seeding) resolve(v any) any {
	switch x := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(x))
		for k, inner := range x {
			out[k] = s.resolve(inner)
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, inner := range x {
			out[i] = s.resolve(inner)
		}
		return out
	case string:
		return s.resolveText(x)
	default:
		return v
	}
}

func (s *seeding) resolveText(text string) string {
	if id, ok := s.keys[text]; ok {
		return id
	}
	var n int
	var clockTime string
	switch count, _ := fmt.Sscanf(strings.TrimPrefix(text, "@workday "), "%d %s", &n, &clockTime); {
	case !strings.HasPrefix(text, "@workday ") || count == 0:
		return text
	case count == 1:
		return s.workday(n).Format(time.DateOnly)
	default:
		return s.onWorkday(n, clockTime).Format(time.RFC3339)
	}
}

// workday is midnight of the n-th weekday after the clock's local date.
func (s *seeding) workday(n int) time.Time {
	y, m, d := s.now.In(s.zone).Date()
	for n > 0 {
		d++
		if weekday := time.Date(y, m, d, 12, 0, 0, 0, s.zone).Weekday(); weekday != time.Saturday && weekday != time.Sunday {
			n--
		}
	}
	return time.Date(y, m, d, 0, 0, 0, 0, s.zone)
}

func (s *seeding) onWorkday(n int, clockTime string) time.Time {
	t, err := time.Parse("15:04", clockTime)
	if err != nil {
		return s.workday(n)
	}
	y, m, d := s.workday(n).Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, s.zone)
}

// plantRecord stores a record as a person would enter it in Zoho's own pages:
// types are checked, mandatory fields are not.
func (w *world) plantRecord(module string, values map[string]any, at time.Time) (*record.Record, error) {
	var made []*record.Record
	var p *problem.Problem
	w.store.Alone(func(wr record.Writer) { made, p = w.enter(wr, module, values, at) })
	if p != nil {
		return nil, fmt.Errorf("%s %v", p.Message, p.Details)
	}
	return made[0], nil
}
