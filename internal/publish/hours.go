package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

const (
	businessHoursIDN = "zoho_business_hours"
	holidaysIDN      = "zoho_holidays"
	shiftsIDN        = "zoho_shifts"
	workingHoursIDN  = "zoho_working_hours"
)

// businessHours learns when the organisation is open. Not being able to is no
// reason to keep a project from going live: there are the working hours that a
// builder sets, and the usual ones.
func (r *run) businessHours(ctx context.Context) (Step, error) {
	missing, err := r.fetchOptional(ctx, businessHoursIDN)
	if err != nil {
		return Step{}, err
	}
	settings, err := r.Attributes.Check(ctx, attribute.Candidate{
		Project: r.project,
		Values:  selected(r.candidate.Values, workingHoursIDN, "zoho_timezone"),
		System:  selected(r.candidate.System, businessHoursIDN, organisationIDN),
	})
	if err != nil {
		return Step{}, err
	}
	hours := settings.Scheduling.Hours
	about := r.untold(settings, func(w attribute.Warning) bool { return w.IDN == businessHoursIDN || w.IDN == workingHoursIDN })
	ended := Step{State: Done, Detail: lines(missing, opening(hours), about)}
	if about != "" || missing != "" && hours.Source != attribute.HoursSet {
		ended.Remedy = "set " + workingHoursIDN + ", or the business hours in Zoho's settings"
	}
	return ended, nil
}

// holidays learns on which days the organisation is closed.
func (r *run) holidays(ctx context.Context) (Step, error) {
	missing, err := r.fetchOptional(ctx, holidaysIDN)
	if err != nil {
		return Step{}, err
	}
	if missing != "" {
		return Step{State: Done, Detail: missing + "; no day counts as a holiday",
			Remedy: "name the dates on which you are closed in " + workingHoursIDN}, nil
	}
	n := elements(r.candidate.System[holidaysIDN])
	return Step{State: Done, Detail: count(n, "holiday", "holidays") + " this year and next"}, nil
}

// shifts learns who works by shifts. Hours that the builder has set go before
// them, so that nothing is asked for then.
func (r *run) shifts(ctx context.Context) (Step, error) {
	if r.candidate.Values[workingHoursIDN] != "" {
		return Step{State: Skipped, Detail: workingHoursIDN + " are set and apply to everybody"}, nil
	}
	missing, err := r.fetchOptional(ctx, shiftsIDN)
	if err != nil {
		return Step{}, err
	}
	if missing != "" {
		return Step{State: Done, Detail: missing + "; everybody works at the hours of the business",
			Remedy: "let a user authorize who may see the shift hours, or set " + workingHoursIDN}, nil
	}
	settings, err := r.learned(ctx)
	if err != nil {
		return Step{}, err
	}
	about := r.untold(settings, func(w attribute.Warning) bool { return w.IDN == shiftsIDN })
	ended := Step{State: Done, Detail: lines(working(settings), about)}
	if about != "" {
		ended.Remedy = "mend the shifts in Zoho's settings and publish again"
	}
	return ended, nil
}

// working says who works by shifts.
func working(s attribute.Settings) string {
	n := len(s.Scheduling.Hours.Rotas)
	if n == 0 {
		return "nobody works by shifts"
	}
	return count(n, "user works", "users work") + " by shifts"
}

// fetchOptional fetches a value that a project can do without. What Zoho does
// not let ringbook see, or has in a form that is not known, is told as missing.
func (r *run) fetchOptional(ctx context.Context, idn string) (missing string, err error) {
	err = r.fetch(ctx, idn)
	if err == nil {
		alone := attribute.Candidate{Project: r.project, System: selected(r.candidate.System, idn)}
		_, err = r.Attributes.Check(ctx, alone)
	}
	switch {
	case fault.Is(err, fault.Denied), fault.Is(err, fault.Refused), fault.Is(err, fault.Invalid):
		delete(r.candidate.System, idn)
		return problems(err), nil
	}
	return "", err
}

func selected(values map[string]string, idns ...string) map[string]string {
	chosen := map[string]string{}
	for _, idn := range idns {
		if value := values[idn]; value != "" {
			chosen[idn] = value
		}
	}
	return chosen
}

// elements is how many there are in a JSON array; none in anything else.
func elements(value string) int {
	var all []json.RawMessage
	if json.Unmarshal([]byte(value), &all) != nil {
		return 0
	}
	return len(all)
}

// lines puts what is not empty on a line each.
func lines(texts ...string) string {
	var all []string
	for _, text := range texts {
		if text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}

// opening says which hours are in effect, and how many they are in a week.
func opening(h attribute.Hours) string {
	days, minutes := 0, 0
	for _, windows := range h.Week {
		if len(windows) > 0 {
			days++
		}
		for _, w := range windows {
			minutes += length(w)
		}
	}
	whose := map[attribute.HoursSource]string{
		attribute.HoursSet: workingHoursIDN, attribute.HoursOfZoho: "Zoho's business hours", attribute.HoursAssumed: "the usual hours",
	}[h.Source]
	return fmt.Sprintf("%s apply: %s with %g hours a week, %s", whose, count(days, "day", "days"), float64(minutes)/60, h.Zone)
}

// length is that of a window in minutes.
func length(w slot.Window) int {
	if w.To > w.From {
		return int(w.To - w.From)
	}
	return int(w.To - w.From + slot.EndOfDay)
}
