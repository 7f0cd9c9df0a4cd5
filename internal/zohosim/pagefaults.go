package zohosim

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

type faultsView struct {
	Origin  string
	Kinds   []faultWords
	Methods []string
	Armed   []Fault
}

func (c *pageCall) faults() (pageView, error) {
	return pageView{"page-faults", "Faults", faultsView{c.origin, wordsOfFaults(), pageMethods(), c.world.faults.list()}}, nil
}

// armFault takes the fields of Fault under their names.
func (c *pageCall) armFault() (string, error) {
	f := Fault{Method: c.form.Get("method"), Path: strings.TrimSpace(c.form.Get("path")), Kind: c.form.Get("kind"), Code: strings.TrimSpace(c.form.Get("code"))}
	for name, into := range map[string]*int{"times": &f.Times, "status": &f.Status, "latencyMs": &f.LatencyMs} {
		if text := strings.TrimSpace(c.form.Get(name)); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				return "", fmt.Errorf("%s must be a whole number", name)
			}
			*into = n
		}
	}
	if text := strings.TrimSpace(c.form.Get("probability")); text != "" {
		p, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", errors.New("probability must be a number between 0 and 1")
		}
		f.Probability = p
	}
	if text := strings.TrimSpace(c.form.Get("change")); text != "" {
		if err := json.Unmarshal([]byte(text), &f.Change); err != nil {
			return "", errors.New("change must be a JSON object of fields")
		}
	}
	if err := f.check(); err != nil {
		return "", err
	}
	c.world.faults.add([]Fault{f})
	return "faults", nil
}

func (c *pageCall) clearFaults() (string, error) {
	c.world.faults.clear()
	return "faults", nil
}

// moveClock takes a duration such as 90m in advance, or an instant in now.
func (c *pageCall) moveClock() (string, error) {
	now, advance := strings.TrimSpace(c.form.Get("now")), strings.TrimSpace(c.form.Get("advance"))
	switch {
	case now != "" && advance == "":
		t, err := time.Parse(time.RFC3339, now)
		if err != nil {
			return "", errors.New("now must be an instant such as 2026-03-02T14:00:00Z")
		}
		c.sim.SetNow(t)
	case advance != "" && now == "":
		d, err := time.ParseDuration(advance)
		if err != nil {
			return "", errors.New("advance must be a duration such as 90s, 30m or 24h")
		}
		c.sim.Advance(d)
	default:
		return "", errors.New("give either an instant or a duration")
	}
	return "settings", nil
}
