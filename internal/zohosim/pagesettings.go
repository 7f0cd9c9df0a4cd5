package zohosim

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

type settingsView struct {
	Origin   string
	Now      time.Time
	Settings []settingRow
}

// settingRow is one field of Settings under its JSON name.
type settingRow struct {
	Name, Value, Default string
	IsBool, IsNumber     bool
	settingWords
}

// Changed reports whether the setting differs from a fresh simulator's.
func (r settingRow) Changed() bool { return r.Value != r.Default }

func (c *pageCall) settings() (pageView, error) {
	v := settingsView{Origin: c.origin, Now: c.sim.Now().UTC()}
	words := wordsOfSettings()
	now, fresh := reflect.ValueOf(c.rules.Settings), reflect.ValueOf(DefaultSettings())
	for _, field := range reflect.VisibleFields(now.Type()) {
		if field.Anonymous {
			continue // its fields follow
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		value := now.FieldByIndex(field.Index)
		v.Settings = append(v.Settings, settingRow{
			Name: name, Value: fmt.Sprint(value.Interface()), Default: fmt.Sprint(fresh.FieldByIndex(field.Index).Interface()),
			IsBool: value.Kind() == reflect.Bool, IsNumber: value.CanInt(), settingWords: words[name],
		})
	}
	return pageView{"page-settings", "Settings", v}, nil
}

// changeSettings takes settings under their JSON names; those that are not in
// the form stay as they are.
func (c *pageCall) changeSettings() (string, error) {
	given := map[string]any{}
	view, err := c.settings()
	if err != nil {
		return "", err
	}
	shown, _ := view.data.(settingsView)
	for _, row := range shown.Settings {
		if c.form.Has(row.Name) {
			if given[row.Name], err = row.parsed(strings.TrimSpace(c.form.Get(row.Name))); err != nil {
				return "", err
			}
		}
	}
	body, err := json.Marshal(given)
	if err != nil {
		return "", err
	}
	_, err = c.world.configure(func(next *Settings) error { return decodeStrict(body, next) })
	return "settings", err
}

func (r settingRow) parsed(text string) (any, error) {
	switch {
	case r.IsBool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, fmt.Errorf("%s must be true or false", r.Name)
		}
		return b, nil
	case r.IsNumber:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("%s must be a whole number", r.Name)
		}
		return n, nil
	default:
		return text, nil
	}
}
