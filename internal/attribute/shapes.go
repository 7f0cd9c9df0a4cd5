package attribute

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/config"
)

// The shapes that a STRING of the catalogue may name.
const (
	shapeAPIName  = "api_name"
	shapeChoices  = "choices"
	shapeCountry  = "country"
	shapeLines    = "lines"
	shapeNames    = "names"
	shapeTemplate = "template"
	shapeTimeZone = "time_zone"
)

func canonicalString(entry config.Attribute, typed string) (string, error) {
	text := strings.TrimSpace(typed)
	switch entry.Shape {
	case "":
		return text, nil
	case shapeAPIName:
		return text, checkAPIName(text)
	case shapeChoices:
		return canonicalChoices(entry.PossibleValues, text)
	case shapeCountry:
		return canonicalCountry(text)
	case shapeLines:
		// Only the end is trimmed: errors in criteria name line and column.
		return strings.ReplaceAll(typed, "\r\n", "\n"), nil
	case shapeNames:
		return strings.Join(splitNames(text), ", "), nil
	case shapeTemplate:
		_, err := parseTemplate(text, entry.Placeholders)
		return text, err
	case shapeTimeZone:
		return canonicalZone(text)
	}
	return "", fmt.Errorf("the catalogue names a shape that is not known: %s", entry.Shape)
}

// apiName is the form of Zoho's API names of modules and fields
// (zoho-crm-api §2.2).
var apiName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,99}$`)

func checkAPIName(text string) error {
	if !apiName.MatchString(text) {
		return fmt.Errorf("write the field's API name as Zoho's settings show it, such as Booking_Reference")
	}
	return nil
}

func canonicalChoices(possible []string, text string) (string, error) {
	var chosen []string
	for _, word := range splitNames(text) {
		i := slices.IndexFunc(possible, func(p string) bool { return strings.EqualFold(p, word) })
		if i < 0 {
			return "", fmt.Errorf("%q is not a choice%s", shorten(word), didYouMean(word, possible))
		}
		chosen = append(chosen, possible[i])
	}
	return strings.Join(chosen, ","), nil
}

// canonicalCountry checks the form alone. Which codes exist is the business
// of the numbering plan, and a code without one reads no local number.
func canonicalCountry(text string) (string, error) {
	code := strings.ToUpper(text)
	if len(code) != 2 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", fmt.Errorf("write a country code of two letters, such as US or DE")
	}
	return code, nil
}

// splitNames reads a list that people separate by commas, semicolons or line
// breaks. A name that stands twice, in whatever case, is kept once.
func splitNames(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\r\n", r) }) {
		name = strings.Join(strings.Fields(name), " ")
		twice := slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
		if name != "" && !twice {
			names = append(names, name)
		}
	}
	return names
}

func canonicalZone(text string) (string, error) {
	for _, name := range []string{text, zoneCase(text)} {
		if _, err := loadZone(name); err == nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("no such time zone; write its IANA name, such as Europe/Berlin or America/New_York")
}

// loadZone refuses "" and "Local", which Go takes for UTC and for the zone of
// the host that happens to run the program.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone", name)
	}
	return time.LoadLocation(name)
}

// zoneCase writes "america/new york" as "America/New_York".
func zoneCase(text string) string {
	letters := []rune(strings.ToLower(strings.ReplaceAll(text, " ", "_")))
	for i, r := range letters {
		if i == 0 || letters[i-1] == '/' || letters[i-1] == '_' {
			letters[i] = []rune(strings.ToUpper(string(r)))[0]
		}
	}
	return string(letters)
}

// shorten keeps a typed word fit for an error text.
func shorten(word string) string {
	const longest = 40
	if runes := []rune(word); len(runes) > longest {
		return string(runes[:longest]) + "..."
	}
	return word
}
