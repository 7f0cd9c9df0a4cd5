package attribute

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

// The canonical spellings of a BOOLEAN, as Newo has them.
const (
	True  = "True"
	False = "False"
)

var (
	trueWords  = []string{"true", "1", "yes", "on", "y", "t"}
	falseWords = []string{"false", "0", "no", "off", "n", "f"}
)

// Canonical turns what somebody typed for an attribute into the one form that
// is stored, or returns an Invalid fault whose Field is the attribute and
// whose Text says what to write instead. Empty and blank input give "", which
// means that nothing is set. The canonical form of a canonical form is itself.
func Canonical(entry config.Attribute, typed string) (string, error) {
	value, err := canonical(entry, typed)
	if err != nil {
		return "", fault.InvalidField(entry.IDN, "%s", err)
	}
	return value, nil
}

func canonical(entry config.Attribute, typed string) (string, error) {
	text := strings.TrimSpace(typed)
	if text == "" {
		return "", nil
	}
	if err := checkText(entry, text); err != nil {
		return "", err
	}
	switch entry.ValueType {
	case config.Boolean:
		return canonicalBoolean(text)
	case config.Number:
		return canonicalNumber(entry, text)
	case config.Enum:
		return canonicalEnum(entry, text)
	case config.JSON:
		return canonicalJSON(entry, text)
	case config.Secret:
		return text, nil
	default:
		return canonicalString(entry, strings.TrimRight(typed, " \t\r\n"))
	}
}

// checkText refuses what no attribute may hold: text that is not UTF-8, too
// long, or with control characters.
func checkText(entry config.Attribute, text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("this is not valid text (UTF-8)")
	}
	if limit := entry.Max; limit != nil && entry.ValueType != config.Number && utf8.RuneCountInString(text) > *limit {
		return fmt.Errorf("this is longer than %d characters", *limit)
	}
	multiline := entry.ValueType == config.JSON || entry.Shape == shapeLines || entry.Shape == shapeNames
	for _, r := range text {
		if unicode.IsControl(r) && !(multiline && strings.ContainsRune("\n\r\t", r)) {
			return fmt.Errorf("line breaks and control characters are not allowed here; write it on one line")
		}
	}
	return nil
}

func canonicalBoolean(text string) (string, error) {
	word := strings.ToLower(text)
	switch {
	case slices.Contains(trueWords, word):
		return True, nil
	case slices.Contains(falseWords, word):
		return False, nil
	}
	return "", fmt.Errorf("write True or False")
}

func canonicalNumber(entry config.Attribute, text string) (string, error) {
	n, err := strconv.Atoi(text)
	if err != nil || (entry.Min != nil && n < *entry.Min) || (entry.Max != nil && n > *entry.Max) {
		return "", fmt.Errorf("write a whole number%s", bounds(entry))
	}
	return strconv.Itoa(n), nil
}

func bounds(entry config.Attribute) string {
	of := ""
	if entry.Unit != "" {
		of = " of " + entry.Unit
	}
	if entry.Min == nil || entry.Max == nil {
		return of
	}
	return fmt.Sprintf("%s from %d to %d", of, *entry.Min, *entry.Max)
}

func canonicalEnum(entry config.Attribute, text string) (string, error) {
	word := strings.NewReplacer(" ", "_", "-", "_").Replace(text)
	for _, possible := range entry.PossibleValues {
		if strings.EqualFold(possible, word) {
			return possible, nil
		}
	}
	return "", fmt.Errorf("write one of %s", strings.Join(entry.PossibleValues, ", "))
}
