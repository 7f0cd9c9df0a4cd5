package when

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ringbook/ringbook/internal/slot"
)

// vocabulary is a language as its file has it; see "Adding a language" in the
// package's documentation. Where a word has several spellings they are parted
// by bars.
type vocabulary struct {
	// Fold lists what is written in other ways: "ñ" as "n".
	Fold map[string]string `json:"fold"`
	// MonthFirst tells that 3/4 is in March. WeekFromSunday tells that many
	// people count the week from Sunday.
	MonthFirst     bool `json:"monthFirst"`
	WeekFromSunday bool `json:"weekFromSunday"`
	// DateSeparators are the signs that part the numbers of a date.
	DateSeparators  string   `json:"dateSeparators"`
	OrdinalSuffixes []string `json:"ordinalSuffixes"`
	// Numbers begin with zero, Ordinals with the first, Weekdays and the plural
	// Every with Sunday, Months with January.
	Numbers  []string `json:"numbers"`
	Ordinals []string `json:"ordinals"`
	Weekdays []string `json:"weekdays"`
	Every    []string `json:"every"`
	Months   []string `json:"months"`
	// Counts are words for numbers that only count ("a couple of").
	Counts map[string]int `json:"counts"`
	// Units are minute, hour, day, week, month and year; Segments early, middle
	// and late.
	Units    map[string]string `json:"units"`
	Segments map[string]string `json:"segments"`
	// Clock gives the patterns of times of day; see package documentation.
	Clock map[string][]string `json:"clock"`
	AM    []string            `json:"am"`
	PM    []string            `json:"pm"`
	Parts map[string]part     `json:"parts"`
	Rules map[string][]string `json:"rules"`
	// Compounds are the ends of words that are written together with a weekday,
	// and the words they are then read as.
	Compounds map[string]string `json:"compounds"`
	// Fillers say nothing about the time. Telling words do: where one of them
	// was not understood, nothing is taken for understood.
	Fillers string   `json:"fillers"`
	Telling string   `json:"telling"`
	Say     speaking `json:"say"`

	folder  *strings.Replacer
	clocks  []rule
	rules   []rule
	byWord  map[string][]int              // rules that begin with a word, by their index
	slotted []int                         // rules that begin with a slot
	phrases map[string]map[string][]entry // by kind of word and first word
	fillers map[string]bool
	telling map[string]bool
}

// part is a stretch of the day with a name.
type part struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	Say  string   `json:"say"`
	In   []string `json:"in"`

	from, to slot.Clock
}

// entry is one spelling of a word that has a value.
type entry struct {
	words []string
	value int
	name  string
}

//go:embed en.json es.json de.json
var files embed.FS

// vocabularies are the languages by their code. The files are part of the
// program and a test reads each, so one that cannot be read is left out.
var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	all := make(map[string]*vocabulary)
	for _, code := range []string{"en", "es", "de"} {
		if v, err := load(code); err == nil {
			all[code] = v
		}
	}
	return all
})

func load(code string) (*vocabulary, error) {
	data, err := files.ReadFile(code + ".json")
	if err != nil {
		return nil, err
	}
	v := &vocabulary{phrases: make(map[string]map[string][]entry)}
	if err := json.Unmarshal(data, v); err != nil {
		return nil, fmt.Errorf("%s: %w", code, err)
	}
	return v, v.prepare()
}

func (v *vocabulary) prepare() error {
	var pairs []string
	for from, to := range v.Fold {
		pairs = append(pairs, from, to)
	}
	v.folder = strings.NewReplacer(pairs...)
	v.list("number", v.Numbers, 0)
	v.list("ordinal", v.Ordinals, 1)
	v.list("weekday", v.Weekdays, 0)
	v.list("weekdays", v.Every, 0)
	v.list("month", v.Months, 1)
	for said, count := range v.Counts {
		v.add("count", said, count, "")
	}
	for unit, said := range v.Units {
		v.add("unit", said, 0, unit)
	}
	for segment, said := range v.Segments {
		v.add("segment", said, 0, segment)
	}
	v.add("am", strings.Join(v.AM, "|"), 0, "")
	v.add("pm", strings.Join(v.PM, "|"), 12*60, "")
	v.fillers, v.telling = v.set(v.Fillers), v.set(v.Telling)
	return v.grammar()
}

// grammar compiles the patterns, always in the same order.
func (v *vocabulary) grammar() error {
	for _, name := range slices.Sorted(maps.Keys(v.Parts)) {
		p := v.Parts[name]
		var err1, err2 error
		p.from, err1 = slot.ParseClock(p.From)
		p.to, err2 = slot.ParseClock(p.To)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("part %s: its hours cannot be read", name)
		}
		v.Parts[name] = p
		v.Rules["part "+name] = append(v.Rules["part "+name], p.In...)
	}
	for _, g := range []struct {
		from map[string][]string
		into *[]rule
	}{{v.Clock, &v.clocks}, {v.Rules, &v.rules}} {
		for _, meaning := range slices.Sorted(maps.Keys(g.from)) {
			for _, pattern := range g.from[meaning] {
				rules, err := v.compile(meaning, pattern)
				if err != nil {
					return err
				}
				*g.into = append(*g.into, rules...)
			}
		}
	}
	v.byWord = make(map[string][]int)
	for i, rule := range v.rules {
		if word := rule.symbols[0].word; word != "" {
			v.byWord[word] = append(v.byWord[word], i)
		} else {
			v.slotted = append(v.slotted, i)
		}
	}
	return nil
}

func (v *vocabulary) weekday(t token) bool { return len(v.phrases["weekday"][t.text]) > 0 }

// split takes words apart that a language writes together: "Freitagnachmittag",
// and joins what a hyphen only seems to part.
func (v *vocabulary) split(tokens []token) []token {
	var all []token
	for _, t := range tokens {
		if n := len(all); n > 0 && t.dash && t.number < 0 && all[n-1].number < 0 && !v.weekday(t) {
			t.dash = false // "twenty-sixth" is no range, "Mon-Wed" is
		}
		all = append(all, t)
		for last, first := range v.Compounds {
			head, is := strings.CutSuffix(t.text, v.fold(last))
			if is && v.weekday(token{text: head}) {
				all[len(all)-1].text = head
				tail := t
				tail.text, tail.pause, tail.dash = v.fold(first), false, false
				all = append(all, tail)
				break
			}
		}
	}
	return all
}

func (v *vocabulary) list(kind string, words []string, from int) {
	for i, said := range words {
		v.add(kind, said, from+i, "")
	}
}

func (v *vocabulary) add(kind, said string, value int, name string) {
	if v.phrases[kind] == nil {
		v.phrases[kind] = make(map[string][]entry)
	}
	for spelling := range strings.SplitSeq(said, "|") {
		words := strings.Fields(v.fold(spelling))
		if len(words) > 0 {
			v.phrases[kind][words[0]] = append(v.phrases[kind][words[0]], entry{words, value, name})
		}
	}
}

func (v *vocabulary) set(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(v.fold(words)) {
		set[word] = true
	}
	return set
}
