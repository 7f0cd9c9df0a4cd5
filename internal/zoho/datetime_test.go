package zoho_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// Fidelity: value-formats
func TestDateTimeWrites(t *testing.T) {
	newYork := zone(t, "America/New_York")
	for name, tt := range map[string]struct {
		in   time.Time
		want string
	}{
		"utc":                {time.Date(2026, 3, 9, 15, 4, 5, 0, time.UTC), "2026-03-09T15:04:05+00:00"},
		"fraction dropped":   {time.Date(2026, 3, 9, 15, 4, 5, 999_999_999, time.UTC), "2026-03-09T15:04:05+00:00"},
		"before the change":  {time.Date(2026, 3, 8, 1, 59, 59, 0, newYork), "2026-03-08T01:59:59-05:00"},
		"after the change":   {time.Date(2026, 3, 8, 3, 0, 0, 0, newYork), "2026-03-08T03:00:00-04:00"},
		"half hour":          {time.Date(2026, 1, 1, 0, 0, 0, 0, zone(t, "Asia/Kolkata")), "2026-01-01T00:00:00+05:30"},
		"seconds in offset":  {time.Date(1850, 1, 1, 0, 0, 0, 0, newYork), "1850-01-01T04:56:02+00:00"},
		"far east of Zoho's": {time.Date(2026, 1, 1, 0, 0, 0, 0, zone(t, "Pacific/Kiritimati")), "2026-01-01T00:00:00+14:00"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := json.Marshal(zoho.At(tt.in))
			if err != nil || string(b) != `"`+tt.want+`"` {
				t.Errorf("got %s, %v; want %s", b, err, tt.want)
			}
			var back zoho.DateTime
			if err := json.Unmarshal(b, &back); err != nil || !back.Equal(tt.in.Truncate(time.Second)) {
				t.Errorf("read back %v, %v", back, err)
			}
		})
	}
}

func TestDateTimeRefusesFarYears(t *testing.T) {
	for _, year := range []int{-1, 10000} {
		if b, err := json.Marshal(zoho.At(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))); err == nil {
			t.Errorf("year %d was written as %s", year, b)
		}
	}
}

// Fidelity: user-time-zone
func TestDateTimeReads(t *testing.T) {
	want := time.Date(2026, 3, 9, 15, 4, 5, 0, time.UTC)
	for _, in := range []string{
		"2026-03-09T15:04:05Z", "2026-03-09T15:04:05+00:00", "2026-03-09T16:04:05+01:00",
		"2026-03-09T08:04:05-07:00", "2026-03-09T08:04:05-0700", "2026-03-09T15:04:05.123Z", "2026-03-09T20:34:05+05:30",
	} {
		got, err := zoho.ParseDateTime(in)
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: got %v, %v", in, got, err)
		}
		if got.Location() == time.Local {
			t.Errorf("%s: has the server's zone", in)
		}
	}
	for _, in := range []string{"2026-03-09", "2026-03-09T15:04:05", "2026-02-30T15:04:05Z", "noon", "2026-03-09 15:04:05+00:00"} {
		if got, err := zoho.ParseDateTime(in); err == nil {
			t.Errorf("%q was read as %v", in, got)
		}
	}
}

// The offset of the machine's own zone must not bring its clock changes along.
// A process of its own lives in Berlin: to move this one would race with all
// that goes on in it.
//
// Fidelity: user-time-zone
func TestDateTimeDoesNotTakeTheServersZone(t *testing.T) {
	const berlin = "Europe/Berlin"
	if os.Getenv("TZ") != berlin {
		there := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
		there.Env = append(os.Environ(), "TZ="+berlin)
		if out, err := there.CombinedOutput(); err != nil {
			t.Errorf("in Berlin: %v\n%s", err, out)
		}
		return
	}
	if summer := noon.AddDate(0, 4, 0); summer.Local().Hour() != 14 {
		t.Fatalf("this is not Berlin: noon in summer is %s", summer.Local())
	}
	got, err := zoho.ParseDateTime("2026-03-28T12:00:00+01:00")
	if err != nil {
		t.Fatal(err)
	}
	if next := got.AddDate(0, 0, 1); next.Sub(got.Time) != 24*time.Hour {
		t.Errorf("the next day is %v away, as only in Berlin", next.Sub(got.Time))
	}
}

func TestDateTimeNone(t *testing.T) {
	var v struct {
		A zoho.DateTime `json:"a"`
		B zoho.DateTime `json:"b,omitzero"`
	}
	b, err := json.Marshal(v)
	if err != nil || string(b) != `{"a":null}` {
		t.Errorf("got %s, %v", b, err)
	}
	v.A = zoho.At(noon)
	if err := json.Unmarshal([]byte(`{"a":"","b":null}`), &v); err != nil || !v.A.IsZero() || !v.B.IsZero() {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestDate(t *testing.T) {
	d, err := zoho.ParseDate("2026-03-09")
	if err != nil || d != (zoho.Date{Year: 2026, Month: time.March, Day: 9}) {
		t.Fatalf("got %v, %v", d, err)
	}
	b, err := json.Marshal([]zoho.Date{d, {}})
	if err != nil || string(b) != `["2026-03-09",null]` {
		t.Errorf("got %s, %v", b, err)
	}
	var back []zoho.Date
	if err := json.Unmarshal(b, &back); err != nil || back[0] != d || !back[1].IsZero() {
		t.Errorf("got %v, %v", back, err)
	}
	for _, bad := range []string{"2026-02-29", "09.03.2026", "2026-3-9", ""} {
		if got, err := zoho.ParseDate(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
	if b, err := json.Marshal(zoho.Date{Year: 2026, Month: 2, Day: 30}); err == nil {
		t.Errorf("30 February was written as %s", b)
	}
}

func TestDateStartsWhereMidnightIsSkipped(t *testing.T) {
	saoPaulo := zone(t, "America/Sao_Paulo")
	got := zoho.Date{Year: 2018, Month: time.November, Day: 4}.In(saoPaulo)
	if want := time.Date(2018, 11, 4, 1, 0, 0, 0, saoPaulo); !got.Equal(want) || got.Day() != 4 {
		t.Errorf("got %v, want %v", got, want)
	}
	got = zoho.Date{Year: 2018, Month: time.November, Day: 5}.In(saoPaulo)
	if h, m, s := got.Clock(); got.Day() != 5 || h+m+s != 0 {
		t.Errorf("got %v, want midnight", got)
	}
}
