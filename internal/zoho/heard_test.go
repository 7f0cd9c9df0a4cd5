package zoho_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// with answers one event, or a status, with headers: name, value ...
func with(status int, headers ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		say(status, oneEvent)(w)
	}
}

// Fidelity: credits-header-past-half
func TestHeard(t *testing.T) {
	const credits, date = "X-API-CREDITS-REMAINING", "Date"
	first, later := noon.Format(http.TimeFormat), noon.Add(time.Minute).Format(http.TimeFormat)
	for name, c := range map[string]struct {
		answers []func(http.ResponseWriter)
		want    zoho.Heard
	}{
		"nothing but the time":         {[]func(http.ResponseWriter){with(200, date, first)}, zoho.Heard{Date: noon}},
		"credits once half are used":   {[]func(http.ResponseWriter){with(200, date, first, credits, "2400")}, zoho.Heard{CreditsTold: true, Credits: 2400, Date: noon}},
		"none left":                    {[]func(http.ResponseWriter){with(200, date, first, credits, "0")}, zoho.Heard{CreditsTold: true, Date: noon}},
		"credits that have come back":  {[]func(http.ResponseWriter){with(200, date, first, credits, "9"), with(200, date, later)}, zoho.Heard{Date: noon.Add(time.Minute)}},
		"a failure that does not tell": {[]func(http.ResponseWriter){with(200, date, first, credits, "9"), with(400, date, later)}, zoho.Heard{CreditsTold: true, Credits: 9, Date: noon.Add(time.Minute)}},
		"what is no number":            {[]func(http.ResponseWriter){with(200, date, "yesterday", credits, "many")}, zoho.Heard{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answers(c.answers...))
			cl := client(t, s)
			if heard := cl.Heard(); heard != (zoho.Heard{}) {
				t.Errorf("before any answer: %+v", heard)
			}
			for range c.answers {
				_, _ = cl.Events.Get(context.Background(), "57001") // what it says beside is asked after
			}
			if got := cl.Heard(); got.CreditsTold != c.want.CreditsTold || got.Credits != c.want.Credits || !got.Date.Equal(c.want.Date) {
				t.Errorf("heard %+v, want %+v", got, c.want)
			}
		})
	}
}

// A refresh for the sake of proof happens although the token is good, and its
// token is used from then on.
func TestRefreshOfAGoodToken(t *testing.T) {
	refreshed := &counter{}
	source := tokens(t, refreshed)
	for want := 1; want <= 2; want++ {
		got, err := source.Refresh(context.Background())
		if err != nil || refreshed.value() != want {
			t.Fatalf("%v, %v after %d refreshes", got, err, refreshed.value())
		}
		if held, err := source.Token(context.Background()); err != nil || held.AccessToken != got.AccessToken {
			t.Errorf("held is another token than the one got: %v", err)
		}
	}
}
