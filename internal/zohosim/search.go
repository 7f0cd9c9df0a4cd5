package zohosim

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/criteria"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// searchDepth is how many records a search reaches (zoho-crm-api §3.2).
const searchDepth = 2000

// search is GET /{module}/search over an index that lags behind writes by the
// setting searchLagMs, on the simulator's clock (§3.2). Of several conditions
// criteria wins over email, phone and word.
func (c *call) search() reply {
	match, refused := c.searchCondition()
	if refused != nil {
		return *refused
	}
	fields, refused := c.namedFields()
	if refused != nil {
		return *refused
	}
	p, refused := c.paging()
	if refused != nil {
		return *refused
	}
	if p.offset() >= searchDepth {
		return bad("LIMIT_REACHED", "maximum response iteration limit reached", problem.Details{"limit": "2000"})
	}
	s, refused := c.searchSorting()
	if refused != nil {
		return *refused
	}
	keep, refused := c.convertedOnly()
	if refused != nil {
		return *refused
	}
	lag := time.Duration(c.rules.SearchLagMs)*time.Millisecond + c.lag
	found := slices.DeleteFunc(c.world.store.Indexed(c.module.APIName, c.world.now().Add(-lag)), func(r *record.Record) bool { return !match(r) || !keep(r) })
	s.sort(found)
	part, more := window(p, found)
	if len(part) == 0 {
		return nothing()
	}
	return ok(envelope{"data": c.rows(part, fields), "info": envelope{"per_page": p.size, "count": len(part), "page": p.number, "more_records": more}})
}

func (c *call) searchCondition() (criteria.Matcher, *reply) {
	q := c.query
	switch {
	case q.Get("criteria") != "":
		return c.criteriaCondition(q.Get("criteria"))
	case q.Get("email") != "":
		return c.emailCondition(q.Get("email")), nil
	case q.Get("phone") != "":
		return c.phoneCondition(q.Get("phone"))
	case q.Get("word") != "":
		return c.wordCondition(q.Get("word"))
	default:
		r := bad("EXPECTED_PARAM_MISSING", "one of the expected parameter is missing", problem.Details{"param_names": []string{"criteria", "email", "phone", "word"}})
		return nil, &r
	}
}

// criteriaCondition takes as many conditions as the setting criteriaLimit says.
func (c *call) criteriaCondition(text string) (criteria.Matcher, *reply) {
	parsed, p := criteria.Parse(text)
	if p != nil {
		return nil, refusing(p)
	}
	match, p := criteria.Compile(parsed, c.module, c.rules.CriteriaLimit)
	if p != nil {
		return nil, refusing(p)
	}
	return match, nil
}

// emailCondition compares as the setting emailSearch says.
func (c *call) emailCondition(wanted string) criteria.Matcher {
	wanted = strings.ToLower(wanted)
	return anyField(c.module, schema.Email, func(have string) bool {
		have = strings.ToLower(have)
		return have == wanted || c.rules.EmailSearch == "partial" && strings.Contains(have, wanted)
	})
}

// anyField looks at every field of a kind: email= at all email fields, phone=
// at all phone fields of the module (§3.2).
func anyField(m *schema.Module, kind schema.Kind, fits func(string) bool) criteria.Matcher {
	return func(r *record.Record) bool {
		return slices.ContainsFunc(m.Fields, func(f *schema.Field) bool {
			return f.Kind == kind && r.String(f.APIName) != "" && fits(r.String(f.APIName))
		})
	}
}

// phoneCondition compares as the setting phoneSearch says. "+" arrives as a
// space where a client did not escape it, as Zoho's SDK does not (§12), so
// leading space counts as a plus sign.
func (c *call) phoneCondition(wanted string) (criteria.Matcher, *reply) {
	if strings.HasPrefix(wanted, " ") {
		wanted = "+" + wanted[1:]
	}
	if len(wanted) < 3 || len(wanted) > 50 || !regexp.MustCompile(`^[+]?[0-9\s\-().]+$`).MatchString(wanted) {
		return nil, badParam("phone")
	}
	return anyField(c.module, schema.Phone, func(have string) bool {
		switch c.rules.PhoneSearch {
		case "digits":
			return digits(have) == digits(wanted)
		case "partial":
			return strings.Contains(digits(have), digits(wanted))
		default:
			return have == wanted
		}
	}), nil
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// wordCondition finds records in which every word begins some word of a text
// field; at least two characters are asked for (§3.2, word). How Zoho cuts
// words is not documented.
func (c *call) wordCondition(text string) (criteria.Matcher, *reply) {
	if len([]rune(text)) < 2 {
		return nil, badParam("word")
	}
	wanted := strings.Fields(strings.ToLower(text))
	return func(r *record.Record) bool {
		words := c.wordsOf(r)
		return !slices.ContainsFunc(wanted, func(w string) bool {
			return !slices.ContainsFunc(words, func(have string) bool { return strings.HasPrefix(have, w) })
		})
	}, nil
}

func (c *call) wordsOf(r *record.Record) []string {
	var words []string
	for _, f := range c.module.Fields {
		if f.Textual() || f.Kind == schema.Picklist {
			words = append(words, strings.Fields(strings.ToLower(r.String(f.APIName)))...)
		}
	}
	return words
}
