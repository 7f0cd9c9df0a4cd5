package phone

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

var spellings = []struct {
	raw, region string
	want        Number // empty: not a number
}{
	// One number in the many ways in which it is written.
	{"+12125550143", "", "+12125550143"},
	{"+12125550143", "DE", "+12125550143"},
	{"12125550143", "US", "+12125550143"},
	{"2125550143", "US", "+12125550143"},
	{"2125550143", "us", "+12125550143"},
	{"(212) 555-0143", "US", "+12125550143"},
	{"(212)555-0143", "US", "+12125550143"},
	{"212.555.0143", "US", "+12125550143"},
	{"212 555 0143", " US ", "+12125550143"},
	{"212/555/0143", "US", "+12125550143"},
	{"1-212-555-0143", "US", "+12125550143"},
	{"1 (212) 555-0143", "US", "+12125550143"},
	{"+1 (212) 555-0143", "", "+12125550143"},
	{"(+1) 212 555 0143", "", "+12125550143"},
	{"+1.212.555.0143", "", "+12125550143"},
	{"  +1 212 555 0143  ", "", "+12125550143"},
	{"+12125550143", "", "+12125550143"},
	{"\u202a+1 212 555 0143\u202c", "", "+12125550143"},
	{"+1\u00a0212\u00a0555\u00a00143", "", "+12125550143"},
	{"+1 212–555–0143", "", "+12125550143"},
	{"011 1 212 555 0143", "US", "+12125550143"},
	{"001 212 555 0143", "DE", "+12125550143"},
	// Extensions are dropped.
	{"212-555-0143 x12", "US", "+12125550143"},
	{"212-555-0143x12", "US", "+12125550143"},
	{"212-555-0143 ext. 1234", "US", "+12125550143"},
	{"212-555-0143 extension 7", "US", "+12125550143"},
	{"212-555-0143 #99", "US", "+12125550143"},
	{"+12125550143,,123#", "", "+12125550143"},
	{"+1-212-555-0143;ext=12", "", "+12125550143"},
	// URIs of trunks and platforms.
	{"sip:+12125550143@host.example", "", "+12125550143"},
	{"sip:+12125550143@host.example:5060;transport=udp", "", "+12125550143"},
	{"sips:12125550143@host.example", "US", "+12125550143"},
	{"sip:%2B12125550143@host.example", "", "+12125550143"},
	{"sip:+12125550143;user=phone@host.example", "", "+12125550143"},
	{`"Ann Bell" <sip:+12125550143@host.example>;tag=1`, "", "+12125550143"},
	{"<tel:+12125550143>", "", "+12125550143"},
	{"tel:+1-212-555-0143", "", "+12125550143"},
	{"TEL:+1(212)555-0143", "", "+12125550143"},
	{"tel:2125550143;phone-context=+1", "", "+12125550143"},
	{"tel:555-0143;phone-context=+1212", "", "+12125550143"},
	{"tel://+12125550143", "", "+12125550143"},
	{"+12125550143@host.example", "", "+12125550143"},
	{"whatsapp:+12125550143", "", "+12125550143"},
	// Test lines and ranges that no plan lists.
	{"+15551234567", "", "+15551234567"},
	{"(555) 123-4567", "US", "+15551234567"},
	// Other countries.
	{"+44 20 7946 0018", "", "+442079460018"},
	{"+44 (0)20 7946 0018", "", "+442079460018"},
	{"020 7946 0018", "GB", "+442079460018"},
	{"07911 123456", "GB", "+447911123456"},
	{"030 901820", "DE", "+4930901820"},
	{"0049 30 901820", "AT", "+4930901820"},
	{"+49 (0) 30 / 90 18 20", "", "+4930901820"},
	{"06 6982 1234", "IT", "+390669821234"},
	{"098765 43210", "IN", "+919876543210"},
	{"+91-98765-43210", "US", "+919876543210"},
	{"0412 345 678", "AU", "+61412345678"},
	{"01 23 45 67 89", "FR", "+33123456789"},
	{"8 (495) 123-45-67", "RU", "+74951234567"},
	{"(11) 96123-4567", "BR", "+5511961234567"},
	{"+971 50 123 4567", "", "+971501234567"},
	{"٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567"},
	{"+81 3-1234-5678", "", "+81312345678"},
	{"+86 138 0013 8000", "", "+8613800138000"},
	{"+64 21 123 456", "", "+6421123456"},
	// Not numbers, or not whole ones.
	{"2125550143", "", ""},
	{"2125550143", "XX", ""},
	{"555-0143", "US", ""},
	{"911", "US", ""},
	{"+1", "", ""},
	{"+1 212 555 014", "", ""},
	{"+1 212 555 01434", "", ""},
	{"21255501431234567890", "US", ""},
	{"+999 123 456 789", "", ""},
	{"+0 123 456 7890", "", ""},
	{"1-800-FLOWERS", "US", ""},
	{"+1 800 FLOWERS", "", ""},
	{"two one two five five five", "US", ""},
	{"call me at 212-555-0143", "US", ""},
	{"212-555-0143 or 212-555-0144", "US", ""},
	{"*67 212 555 0143", "US", ""},
	{"Ann Bell", "US", ""},
	{"ann@example.com", "US", ""},
	{"sip:ann@host.example", "US", ""},
	{"sip:1000@host.example", "US", ""},
	{"https://example.com/2125550143", "US", ""},
	{"2027-03-14", "US", ""},
	{"+", "US", ""},
	{"()", "US", ""},
	{"\x00\x01", "US", ""},
	{"\xff\xfe212", "US", ""},
	{"x12", "US", ""},
	{strings.Repeat("2", 5000), "US", ""},
}

func TestParse(t *testing.T) {
	for _, tt := range spellings {
		got, err := Parse(tt.raw, tt.region)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Parse(%.60q, %q) = %q, %v; want %q", tt.raw, tt.region, got, err, tt.want)
		}
		if err != nil && !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrWithheld) {
			t.Errorf("Parse(%.60q, %q) fails with a stranger: %v", tt.raw, tt.region, err)
		}
	}
	if len(spellings) < 60 {
		t.Errorf("only %d spellings", len(spellings))
	}
}

func TestErrorsKeepTheNumber(t *testing.T) {
	for _, raw := range []string{"555-0143", "+1 212 555 01434", "+7378742833"} {
		if _, err := Parse(raw, "US"); err == nil || strings.ContainsAny(err.Error(), "0123456789") {
			t.Errorf("Parse(%q): %v", raw, err)
		}
	}
}

func TestForms(t *testing.T) {
	tests := []struct {
		number                                     Number
		national, international, significant, mask string
	}{
		{"+12125550143", "(212) 555-0143", "+1 212-555-0143", "2125550143", "+1…43"},
		{"+442079460018", "020 7946 0018", "+44 20 7946 0018", "2079460018", "+44…18"},
		{"+390669821234", "06 6982 1234", "+39 06 6982 1234", "0669821234", "+39…34"},
		{"", "", "", "", "…"},
		{"nonsense", "", "", "", "…"},
	}
	for _, tt := range tests {
		if got := tt.number.National(); got != tt.national {
			t.Errorf("%q national: %q", tt.number, got)
		}
		if got := tt.number.International(); got != tt.international {
			t.Errorf("%q international: %q", tt.number, got)
		}
		if got := tt.number.Significant(); got != tt.significant {
			t.Errorf("%q significant: %q", tt.number, got)
		}
		if got := Mask(tt.number); got != tt.mask {
			t.Errorf("%q masked: %q", tt.number, got)
		}
	}
}

func TestLast(t *testing.T) {
	const number = Number("+12125550143")
	for count, want := range map[int]string{-1: "", 0: "", 4: "0143", 10: "2125550143", 11: "12125550143", 99: "12125550143"} {
		if got := number.Last(count); got != want {
			t.Errorf("Last(%d) = %q, want %q", count, got, want)
		}
	}
	if got := Number("").Last(4); got != "" {
		t.Errorf("nothing's last digits are %q", got)
	}
}

func TestLogsShowTheMask(t *testing.T) {
	var log bytes.Buffer
	untimed := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{} // its digits may be those of the number
		}
		return a
	}}
	slog.New(slog.NewJSONHandler(&log, untimed)).Info("call", "from", Number("+12125550143"))
	want := `{"level":"INFO","msg":"call","from":"+1…43"}` + "\n"
	if got := log.String(); got != want {
		t.Errorf("logged %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range spellings {
		f.Add(s.raw, s.region)
	}
	for _, s := range withheld {
		f.Add(s, "US")
	}
	f.Fuzz(func(t *testing.T, raw, region string) {
		number, err := Parse(raw, region)
		if (err == nil) != e164.MatchString(string(number)) || err != nil && number != "" {
			t.Fatalf("Parse(%q, %q) = %q, %v", raw, region, number, err)
		}
		if err != nil {
			return
		}
		if again, err := Parse(string(number), ""); err != nil || again != number {
			t.Fatalf("%q reads again as %q, %v", number, again, err)
		}
		if IsWithheld(raw) {
			t.Fatalf("%q is both withheld and %q", raw, number)
		}
		number.National()
		if masked := Mask(number); strings.Contains(masked, number.Last(4)) {
			t.Fatalf("mask %q shows four digits", masked)
		}
	})
}
