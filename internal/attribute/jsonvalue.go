package attribute

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// jsonValue is a piece of typed JSON that knows where it stands, so that a
// refusal can say "at mon[0][1]". Names that stand twice in one object are
// refused: encoding/json would silently keep the last.
type jsonValue struct {
	path string
	data any // map[string]jsonValue, []jsonValue, string, json.Number, bool or nil
}

// deepest is far beyond any shape of the catalogue.
const deepest = 32

func parseJSON(text string) (jsonValue, error) {
	var whole json.RawMessage
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		return jsonValue{}, syntaxProblem(text, err)
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	return readValue(decoder, "", 0)
}

// syntaxProblem names line and column, counted from 1.
func syntaxProblem(text string, err error) error {
	at := len(text)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = min(max(int(syntax.Offset)-1, 0), len(text))
	}
	line := 1 + strings.Count(text[:at], "\n")
	column := at - strings.LastIndexByte(text[:at], '\n')
	return fmt.Errorf("this is not valid JSON: look at line %d, column %d", line, column)
}

func readValue(decoder *json.Decoder, path string, depth int) (jsonValue, error) {
	token, err := decoder.Token()
	if err != nil {
		return jsonValue{}, fmt.Errorf("this is not valid JSON")
	}
	v := jsonValue{path: path, data: token}
	if depth > deepest {
		return v, v.problem("nested too deeply")
	}
	switch token {
	case json.Delim('{'):
		v.data, err = readObject(decoder, v, depth)
	case json.Delim('['):
		v.data, err = readArray(decoder, v, depth)
	}
	return v, err
}

func readObject(decoder *json.Decoder, v jsonValue, depth int) (map[string]jsonValue, error) {
	members := map[string]jsonValue{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, v.problem("not valid JSON")
		}
		name := key.(string) // in valid JSON a member begins with its name
		member, err := readValue(decoder, v.member(name), depth+1)
		if err != nil {
			return nil, err
		}
		if _, twice := members[name]; twice {
			return nil, member.problem("stands twice")
		}
		members[name] = member
	}
	_, err := decoder.Token()
	return members, err
}

func readArray(decoder *json.Decoder, v jsonValue, depth int) ([]jsonValue, error) {
	items := []jsonValue{}
	for decoder.More() {
		item, err := readValue(decoder, fmt.Sprintf("%s[%d]", v.path, len(items)), depth+1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := decoder.Token()
	return items, err
}

func (v jsonValue) member(name string) string {
	if v.path == "" {
		return shorten(name)
	}
	return v.path + "." + shorten(name)
}

// problem is an error that names the place.
func (v jsonValue) problem(format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if v.path == "" {
		return errors.New(text)
	}
	return fmt.Errorf("at %s: %s", v.path, text)
}

// object returns the members in the order of their names. Where known is
// given, a member of another name is refused.
func (v jsonValue) object(like string, known ...string) ([]member, error) {
	members, ok := v.data.(map[string]jsonValue)
	if !ok {
		return nil, v.problem("write an object, such as %s", like)
	}
	var ordered []member
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if len(known) > 0 && !slices.Contains(known, name) {
			return nil, v.problem("%q is not known here%s", shorten(name), didYouMean(name, known))
		}
		ordered = append(ordered, member{name, members[name]})
	}
	return ordered, nil
}

type member struct {
	name  string
	value jsonValue
}

func (v jsonValue) array(like string) ([]jsonValue, error) {
	items, ok := v.data.([]jsonValue)
	if !ok {
		return nil, v.problem("write a list, such as %s", like)
	}
	return items, nil
}

// text returns a string without the blanks around it, of 1 to longest
// characters.
func (v jsonValue) text(longest int) (string, error) {
	text, ok := v.data.(string)
	text = strings.TrimSpace(text)
	if !ok || text == "" || len([]rune(text)) > longest || strings.ContainsAny(text, "\n\r\t") {
		return "", v.problem("write a text in quotes, on one line and of at most %d characters", longest)
	}
	return text, nil
}

func (v jsonValue) whole(least, most int) (int, error) {
	number, ok := v.data.(json.Number)
	n, err := number.Int64()
	if !ok || err != nil || n < int64(least) || n > int64(most) {
		return 0, v.problem("write a whole number from %d to %d", least, most)
	}
	return int(n), nil
}

// marshal writes a canonical value. HTML escapes would only make criteria
// and templates harder to read.
func marshal(value any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func compact(text string) (string, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return "", syntaxProblem(text, err)
	}
	return b.String(), nil
}
