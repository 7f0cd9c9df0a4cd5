package speech

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/internal/slot"
)

// languages are the codes that languageOf knows.
var languages = []string{"en", "es", "de"}

var (
	isoDate     = regexp.MustCompile(`[0-9]{4}-[0-9]{2}`)
	anyID       = regexp.MustCompile(`[0-9]{7,}`)
	clockFace   = regexp.MustCompile(`[0-9]:[0-9]{2}`)
	placeholder = regexp.MustCompile(`\{[a-z]*\}`)
)

// TestEveryLineKeepsTheContract calls every method of Lines with anything at
// all.
func TestEveryLineKeepsTheContract(t *testing.T) {
	lines := reflect.TypeFor[Lines]()
	for i := range lines.NumMethod() {
		method := lines.Method(i)
		if method.Name == "From" || method.Name == "Code" {
			continue // the one says nothing, the other what it is given
		}
		t.Run(method.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				at := drawTime(t)
				speaker := For(rapid.SampledFrom(languages).Draw(t, "language"))
				said := speaker.At(at, drawZone(t)).From(drawZone(t))
				arguments := []reflect.Value{reflect.ValueOf(said)}
				for p := 1; p < method.Type.NumIn(); p++ {
					arguments = append(arguments, reflect.ValueOf(drawArgument(t, method.Type.In(p))))
				}
				line := method.Func.Call(arguments)[0].String()
				if problem := breach(line); problem != "" {
					t.Fatalf("%s in %q", problem, line)
				}
			})
		})
	}
}

// breach says how a line breaks the contract, if it does.
func breach(line string) string {
	switch {
	case strings.TrimSpace(line) == "" || line != strings.TrimSpace(line):
		return "nothing, or space at an end,"
	case !utf8.ValidString(line):
		return "invalid UTF-8"
	case utf8.RuneCountInString(line) > Longest:
		return fmt.Sprintf("%d characters", utf8.RuneCountInString(line))
	case strings.IndexFunc(line, unseen) >= 0:
		return "a control character"
	case strings.ContainsAny(line, "<>{}[]|\\*_#`~^=@&\""):
		return "markup"
	case isoDate.MatchString(line):
		return "an ISO date"
	case anyID.MatchString(line):
		return "an id"
	case clockFace.MatchString(line):
		return "a time as clocks write it"
	}
	return ""
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func drawZone(t *rapid.T) *time.Location {
	return time.FixedZone("", rapid.IntRange(-12*3600, 14*3600).Draw(t, "offset"))
}

func drawArgument(t *rapid.T, kind reflect.Type) any {
	switch kind {
	case reflect.TypeFor[string]():
		return drawText(t)
	case reflect.TypeFor[[]string]():
		return rapid.SliceOfN(rapid.Custom(drawText), 0, 30).Draw(t, "texts")
	case reflect.TypeFor[time.Time]():
		return drawTime(t)
	case reflect.TypeFor[[]time.Time]():
		return rapid.SliceOfN(rapid.Custom(drawTime), 0, 60).Draw(t, "times")
	case reflect.TypeFor[time.Duration]():
		return time.Duration(rapid.Int64().Draw(t, "duration"))
	case reflect.TypeFor[int]():
		return rapid.Int().Draw(t, "number")
	}
	t.Fatalf("no values of type %v are drawn", kind)
	return nil
}

func drawText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[ -~]{0,300}`),
		rapid.StringMatching(`[A-Z][a-z]{2,60}( [A-Z][a-z]{2,60}){0,9}`),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{"", "Ann", "2027-03-14T10:00:00Z", "5725767000000411001", "{name}{when}{list}", "<say-as>", "a\r\nb", "\u2028", "＜b＞",
			"محمد علي", "\u202eנעמי\u202c כהן", "😀👩\u200d🦰\ufe0f", "Ann 😀", "12125550143", "٠١٢٣٤٥٦٧٨٩", "10:30 PM", strings.Repeat("長", 300), strings.Repeat("e\u0301", 200)}),
	).Draw(t, "text")
}

// drawTime draws from the year 1 to 9999, and the zero time often.
func drawTime(t *rapid.T) time.Time {
	if rapid.IntRange(0, 4).Draw(t, "zero time") == 0 {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(-62_000_000_000, 253_000_000_000).Draw(t, "seconds"), 0)
}

// TestLanguagesAreComplete compares each language with English: every phrase
// is there, asks for the same values, and leaves room for them.
func TestLanguagesAreComplete(t *testing.T) {
	model := reflect.ValueOf(english().phrases)
	for _, code := range languages {
		l := languageOf(code)
		lengths := longest(l)
		for i := range model.NumField() {
			name := model.Type().Field(i).Name
			phrase := reflect.ValueOf(l.phrases).Field(i).String()
			if phrase == "" {
				t.Errorf("%s: %s is missing", code, name)
			}
			if code != "en" && phrase == model.Field(i).String() {
				t.Errorf("%s: %s is not translated", code, name)
			}
			if got, want := asked(phrase), asked(model.Field(i).String()); !slices.Equal(got, want) {
				t.Errorf("%s: %s asks for %v, want %v", code, name, got, want)
			}
			if strings.Contains(phrase, "{range}") || name == "BookedName" {
				continue // these have a shorter form to fall back on
			}
			filled := placeholder.ReplaceAllStringFunc(phrase, func(key string) string { return strings.Repeat("x", lengths[key]) })
			if left := Longest - utf8.RuneCountInString(filled); left < 0 {
				t.Errorf("%s: %s is %d characters too long", code, name, -left)
			}
		}
	}
}

// asked lists the values of a phrase, sorted.
func asked(phrase string) []string {
	return slices.Sorted(slices.Values(placeholder.FindAllString(phrase, -1)))
}

// longest measures the values of phrases at their longest, and a list at its
// first item. The aside and what falls back on a shorter form are left out.
func longest(l *language) map[string]int {
	when := 0
	today := slot.Date{Year: 2027, Month: 3, Day: 8}
	for days := range 366 {
		day := l.day(today.AddDays(days), days, days > 2)
		for minute := range 24 * 60 {
			m := moment{day, l.clock(minute/60, minute%60), l.part(minute/60, minute%60)}
			when = max(when, utf8.RuneCountInString(l.at(m)))
		}
	}
	count := 0
	for n := range 1000 {
		count = max(count, utf8.RuneCountInString(l.days(n)), utf8.RuneCountInString(l.minutes(n)))
	}
	code := ""
	for _, r := range Symbols {
		if said := (Speaker{l}).Code(strings.Repeat(string(r), longestCode)); len(said) > len(code) {
			code = said
		}
	}
	return map[string]int{
		"{name}": longestName, "{when}": when, "{list}": max(when, longestName), "{count}": count, "{code}": utf8.RuneCountInString(code),
	}
}
