package when

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// speaking has the phrases of the normal form, with names in braces for what is
// filled in.
type speaking struct {
	Weekdays []string `json:"weekdays"` // from Sunday
	Months   []string `json:"months"`

	Date     string `json:"date"` // {weekday} {month} {day}
	Year     string `json:"year"` // {date} {year}
	Today    string `json:"today"`
	Tomorrow string `json:"tomorrow"` // {date}
	Span     string `json:"span"`     // {from} {to}
	From     string `json:"from"`     // {from}
	Each     string `json:"each"`     // {weekdays} {days}
	Every    string `json:"every"`    // {weekday}
	AnyDay   string `json:"anyDay"`
	AnyTime  string `json:"anyTime"`

	At      string `json:"at"`      // {clock}
	Before  string `json:"before"`  // {clock}
	After   string `json:"after"`   // {clock}
	Between string `json:"between"` // {from} {to}

	Or  string `json:"or"`
	Not string `json:"not"` // {text} {not}
	// Correction has the date that was said, {wrongWeekday} {wrongMonth}
	// {wrongDay}, and the one that is meant, {weekday} {month} {day}.
	Correction string `json:"correction"`

	Hour    string            `json:"hour"`   // {the} {hour} {half}
	Minute  string            `json:"minute"` // {the} {hour} {minute} {half}
	Special map[string]string `json:"special"`
	Halves  []struct {
		Until string `json:"until"`
		Say   string `json:"say"`
	} `json:"halves"`
	Twelve bool   `json:"twelve"`
	The    string `json:"the"`
	TheOne string `json:"theOne"`
}

// describe says the normal form of a reading, and what was put right.
func (r *reader) describe(wanted, unwanted []expansion) (text, note string) {
	texts := r.texts(wanted)
	if text = r.or(texts); text == "" {
		text = r.Say.AnyTime
		if len(unwanted) > 0 {
			text = r.Say.AnyDay
		}
	}
	if not := r.or(r.texts(unwanted)); not != "" {
		text = fill(r.Say.Not, "text", text, "not", not)
	}
	for _, e := range wanted {
		if e.correction != nil {
			d, wrong := e.dates.from, *e.correction
			note = fill(r.Say.Correction, "weekday", r.Say.Weekdays[d.Weekday()],
				"month", r.Say.Months[d.Month-1], "day", strconv.Itoa(d.Day), "wrongWeekday", r.Say.Weekdays[wrong.Weekday()],
				"wrongMonth", r.Say.Months[wrong.Month-1], "wrongDay", strconv.Itoa(wrong.Day))
		}
	}
	return text, note
}

func (r *reader) texts(all []expansion) []string {
	var texts []string
	for _, e := range all {
		if len(e.ranges) == 0 {
			continue
		}
		if text := r.text(e); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

func (r *reader) or(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " " + r.Say.Or + " " + texts[last]
}

// text says one clause; nothing at all where it is any time.
func (r *reader) text(e expansion) string {
	if e.clause.moment != nil {
		local := e.clause.moment.Start.In(r.zone)
		return r.daysText(oneDay(slot.DateOf(local, r.zone)), false) + " " + r.windowText(window{
			from: clockIn(local), to: clockIn(e.clause.moment.End.In(r.zone))})
	}
	days, time := r.daysText(e.dates, e.clause.not), r.timeText(e)
	if days == "" && time != "" && !e.clause.not {
		days = r.Say.AnyDay
	}
	return strings.TrimSpace(days + " " + time)
}

func clockIn(local time.Time) slot.Clock { return slot.Clock(local.Hour()*60 + local.Minute()) }

// daysText says dates; nothing where there is no restriction.
func (r *reader) daysText(s stretch, not bool) string {
	open := s.to == r.today.AddDays(Horizon)
	if s.on != 0 && s.from == r.today && open {
		if not {
			return r.weekdayNames(s.on)
		}
		return r.or(r.eachName(s.on, r.Say.Every))
	}
	if s.on != 0 && s.from.DaysUntil(s.to) < 7 {
		var dates []string
		for d := s.from; d.Compare(s.to) <= 0; d = d.AddDays(1) {
			if s.on.holds(d) {
				dates = append(dates, r.oneDate(d))
			}
		}
		return r.or(dates)
	}
	days := ""
	switch {
	case s.from == s.to:
		return r.oneDate(s.from)
	case !open:
		days = fill(r.Say.Span, "from", r.dateText(s.from), "to", r.dateText(s.to))
	case s.from != r.today:
		days = fill(r.Say.From, "from", r.dateText(s.from))
	}
	if s.on != 0 {
		return fill(r.Say.Each, "weekdays", r.weekdayNames(s.on), "days", days)
	}
	return days
}

// oneDate says a date that stands alone.
func (r *reader) oneDate(d slot.Date) string {
	switch r.today.DaysUntil(d) {
	case 0:
		return r.Say.Today
	case 1:
		return fill(r.Say.Tomorrow, "date", r.dateText(d))
	}
	return r.dateText(d)
}

// yearIsClear is how many days ahead a date is understood without its year.
const yearIsClear = 304

func (r *reader) dateText(d slot.Date) string {
	text := fill(r.Say.Date, "weekday", r.Say.Weekdays[d.Weekday()], "month", r.Say.Months[d.Month-1], "day", strconv.Itoa(d.Day))
	if r.today.DaysUntil(d) > yearIsClear {
		return fill(r.Say.Year, "date", text, "year", strconv.Itoa(d.Year))
	}
	return text
}

func (r *reader) weekdayNames(on weekdays) string { return r.or(r.eachName(on, "{weekday}")) }

// eachName says each weekday of a set by a phrase, from Monday on.
func (r *reader) eachName(on weekdays, phrase string) []string {
	var names []string
	for d := range 7 {
		if weekday := (d + 1) % 7; on&(1<<weekday) != 0 {
			names = append(names, fill(phrase, "weekday", r.Say.Weekdays[weekday]))
		}
	}
	return names
}

// timeText says the part of the day by its name, where nothing narrows it.
func (r *reader) timeText(e expansion) string {
	t, w := e.clause.time, e.window
	if p := t.part; p != nil && t.exact == nil && w.from == p.from && w.to == p.to {
		return p.Say
	}
	return r.windowText(w)
}

func (r *reader) windowText(w window) string {
	switch {
	case w.exact:
		return fill(r.Say.At, "clock", r.clockText(w.from))
	case w.from == 0 && w.to == slot.EndOfDay:
		return ""
	case w.from == 0:
		return fill(r.Say.Before, "clock", r.clockText(w.to))
	case w.to == slot.EndOfDay:
		return fill(r.Say.After, "clock", r.clockText(w.from))
	}
	return fill(r.Say.Between, "from", r.clockText(w.from), "to", r.clockText(w.to))
}

func (r *reader) clockText(c slot.Clock) string {
	if said, special := r.Say.Special[c.String()]; special {
		return said
	}
	hour, minute := int(c)/60, int(c)%60
	half, the := "", r.Say.The
	for _, h := range r.Say.Halves {
		if c.String() < h.Until {
			half = h.Say
			break
		}
	}
	if r.Say.Twelve {
		hour = (hour+11)%12 + 1
	}
	if hour == 1 {
		the = r.Say.TheOne
	}
	form, minutes := r.Say.Hour, strconv.Itoa(minute)
	if minute != 0 {
		form = r.Say.Minute
	}
	if minute < 10 {
		minutes = "0" + minutes
	}
	return fill(form, "the", the, "hour", strconv.Itoa(hour), "minute", minutes, "half", half)
}

// fill puts values, each after its name, into a phrase.
func fill(phrase string, namesAndValues ...string) string {
	pairs := slices.Clone(namesAndValues)
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(phrase)
}
