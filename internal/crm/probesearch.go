package crm

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

const searchNeeds = "ZohoSearch.securesearch.READ"

// searchProbes look into Zoho's search, which ringbook itself does without.
func (p *probing) searchProbes() []probe {
	needs := append(moduleScopes("contacts", "READ"), searchNeeds)
	return []probe{
		{"phone-search", "How does Zoho's search compare phone numbers?", needs, p.phoneSearch},
		{"criteria-limit", "How many criteria does a search take?", needs, p.criteriaLimit},
	}
}

// searchable is what Zoho takes as a number to search for (zoho-crm-api §3.2).
var searchable = regexp.MustCompile(`^[+]?[0-9\s\-().]{3,50}$`)

// sampleNumber is the spelling of a number that can be respelled and cut.
func sampleNumber(spelled string) bool {
	return searchable.MatchString(spelled) && len(digitsOf(spelled)) >= 7
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// respelled is the same number in other characters.
func respelled(spelled string) string {
	digits := digitsOf(spelled)
	if spelled != digits {
		return digits
	}
	return digits[:3] + "-" + digits[3:]
}

// phoneSearch looks for a contact by its number as it is stored, in another
// spelling, and in part. The number itself is not told.
func (p *probing) phoneSearch(ctx context.Context) (doctor.Answer, error) {
	rows, err := p.some(ctx, "Contacts", coql.NotNull("Phone"), 50, "id", "Phone")
	if err != nil {
		return doctor.Answer{}, err
	}
	for _, r := range rows {
		if number := text(r["Phone"]); sampleNumber(number) {
			return p.searchNumber(ctx, text(r["id"]), number)
		}
	}
	return untold("no contact has a phone number that would show it"), nil
}

func (p *probing) searchNumber(ctx context.Context, id, number string) (doctor.Answer, error) {
	digits := digitsOf(number)
	reading := told("not found", "a contact's number is not found, even as it is stored")
	for _, step := range []struct {
		number string
		found  doctor.Answer
	}{
		{number, told("exact", "a number is found as it is stored, and in no other spelling")},
		{respelled(number), told("digits", "a number is found in any spelling, but not by a part of it")},
		{digits[2:], told("partial", "a number is found in any spelling, and by a part of it")},
	} {
		found, err := p.finds(ctx, "Contacts", zoho.ByPhone(step.number), id)
		if err != nil {
			return doctor.Answer{}, err
		}
		if !found {
			return reading, nil
		}
		reading = step.found
	}
	return reading, nil
}

// criteriaLimit tries what sources name: 10 and 15 (zoho-crm-api §3.2).
func (p *probing) criteriaLimit(ctx context.Context) (doctor.Answer, error) {
	most := "fewer than 10"
	for _, n := range []int{10, 15, 16} {
		_, err := p.finds(ctx, "Contacts", zoho.ByCriteria(anyOfMany(n)), "")
		if turnedDown(err) != nil {
			return told(most, "%d are refused; ringbook does not search by criteria", n), nil
		}
		if err != nil {
			return doctor.Answer{}, err
		}
		most = fmt.Sprint(n)
	}
	return told("more than 15", "ringbook does not search by criteria"), nil
}

func anyOfMany(n int) zoho.Criteria {
	terms := make([]zoho.Criteria, n)
	for i := range terms {
		terms[i] = zoho.Match("Last_Name", zoho.Equals, fmt.Sprintf("%s%d", probeWord, i))
	}
	return zoho.AnyOf(terms...)
}

// searchPatience is how long the index is waited for, on ringbook's clock, and
// searchPause how long between two looks.
const (
	searchPatience = time.Minute
	searchPause    = time.Second
)

// searchLag writes an event and searches for it until it is found.
func (p *probing) searchLag(ctx context.Context) (doctor.Answer, error) {
	made, err := p.event(ctx, nil)
	if err != nil {
		return doctor.Answer{}, err
	}
	title := p.books.open[len(p.books.open)-1].title
	now := p.gateway.clients.Now
	for began := now(); ; {
		found, err := p.finds(ctx, "Events", zoho.ByCriteria(zoho.Match("Event_Title", zoho.Equals, title)), made.ID)
		waited := now().Sub(began).Round(time.Second)
		switch {
		case err != nil:
			return doctor.Answer{}, err
		case found && waited < time.Second:
			return told("none", "a new event is found at once"), nil
		case found:
			return told("lags", "a new event is found after about %s", waited), nil
		case waited > searchPatience:
			return told("lags", "a new event is not found within %s", searchPatience), nil
		}
		if err := pause(ctx, searchPause); err != nil {
			return doctor.Answer{}, err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
