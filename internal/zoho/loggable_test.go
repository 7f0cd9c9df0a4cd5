package zoho_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Whatever holds a secret does not show it when somebody prints it.
func TestPrintingShowsNoSecret(t *testing.T) {
	const secret = "s3cret"
	token := zoho.Token{AccessToken: secret, RefreshToken: secret, Expiry: noon}
	oauth := &zoho.OAuth{AccountsURL: "https://accounts.zoho.eu", ClientID: "c", ClientSecret: secret}
	cfg := zoho.TokenConfig{Token: token, OAuth: oauth}
	source, err := zoho.NewTokenSource(cfg)
	ok(t, "source", err)
	c, err := zoho.New(zoho.Config{BaseURL: "https://www.zohoapis.eu", Tokens: source})
	ok(t, "client", err)
	channel := zoho.Channel{ID: "1", Events: []string{"Leads.all"}, NotifyURL: "https://example.com/" + secret, Token: secret}
	watch := zoho.SubscriptionConfig{Client: c, Channel: channel}
	subscription, err := zoho.NewSubscription(watch)
	ok(t, "subscription", err)
	for _, v := range []any{token, oauth, *oauth, cfg, source, c, *c, channel, watch, subscription} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if text := fmt.Sprintf(verb, v); strings.Contains(text, secret) {
				t.Errorf("%s of a %T: %s", verb, v, text)
			}
		}
	}
}

// The text of an error is one line, whatever the server or the record has in it.
func TestErrorsAreOneLine(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	body, err := json.Marshal(map[string]any{
		"code": "BAD\nCODE", "message": "a\r\nlevel=ERROR\x00\x1b[31m é " + long, "status": "error", "details": map[string]any{"api_name": "F\t" + long},
	})
	ok(t, "body", err)
	s := newServer(t, answers(say(400, string(body))))
	_, err = client(t, s).Events.Get(context.Background(), "57001")
	if text := err.Error(); strings.ContainsAny(text, "\r\n\t\x00\x1b") || len(text) > 1000 || !strings.Contains(text, " é ") {
		t.Errorf("%.2000q", text)
	}
}

func TestWhatCannotBeEncodedIsNotQuoted(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	for kind, value := range map[string]any{
		"value": json.Number("+15551234567"), "float64": math.NaN(), "zoho.DateTime": zoho.DateTime{Time: time.Date(15551234567, 1, 1, 0, 0, 0, 0, time.UTC)}, "chan int": make(chan int),
	} {
		_, err := client(t, s).Contacts.InsertOne(context.Background(), zoho.Contact{Extra: map[string]any{"X": value}}, zoho.InsertOptions{})
		if text := apiError(t, err).Error(); !surelyNot(err) || strings.Contains(text, "5551234567") || !strings.Contains(text, kind) {
			t.Errorf("%s: %s", kind, text)
		}
	}
	if len(s.seen()) != 0 {
		t.Error("something was sent")
	}
}

func TestGetIfModifiedSinceEver(t *testing.T) {
	s := newServer(t, answers(say(200, oneEvent)))
	_, modified, err := client(t, s).Events.GetIfModified(context.Background(), "57001", time.Time{})
	if _, sent := s.only(t).Header["If-Modified-Since"]; err != nil || !modified || sent {
		t.Errorf("%v, %v, header sent: %v", modified, err, sent)
	}
}
