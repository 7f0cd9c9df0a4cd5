package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func accounts(t *testing.T, handler http.HandlerFunc) (*zoho.OAuth, *server) {
	s := newServer(t, handler)
	return &zoho.OAuth{AccountsURL: s.URL + "/", ClientID: "client", ClientSecret: "s3cret", HTTPClient: s.Client(), Now: clock}, s
}

// Fidelity: offline-and-consent
func TestAuthorizationURL(t *testing.T) {
	o := &zoho.OAuth{AccountsURL: "https://accounts.zoho.eu", ClientID: "client", ClientSecret: "s3cret"}
	u, err := url.Parse(o.AuthorizationURL("st&te", "https://ours.example/callback", []string{"ZohoCRM.org.READ", "ZohoCRM.users.READ"}))
	if err != nil {
		t.Fatal(err)
	}
	if u.Host != "accounts.zoho.eu" || u.Path != "/oauth/v2/auth" {
		t.Errorf("address %s", u)
	}
	want := url.Values{
		"response_type": {"code"}, "client_id": {"client"}, "redirect_uri": {"https://ours.example/callback"}, "state": {"st&te"},
		"scope": {"ZohoCRM.org.READ,ZohoCRM.users.READ"}, "access_type": {"offline"}, "prompt": {"consent"},
	}
	if got := u.Query().Encode(); got != want.Encode() {
		t.Errorf("got  %s\nwant %s", got, want.Encode())
	}
}

// Fidelity: token-answer
// Fidelity: grant-code
// Fidelity: token-request-forms
func TestExchange(t *testing.T) {
	o, s := accounts(t, answers(say(200, `{"access_token":"1000.aaa","refresh_token":"1000.ccc","api_domain":"https://www.zohoapis.eu",
	 "token_type":"Bearer","expires_in":3600,"scope":"A B"}`)))
	got, err := o.Exchange(context.Background(), "1000.code", "https://ours.example/callback")
	if err != nil {
		t.Fatal(err)
	}
	want := zoho.Token{AccessToken: "1000.aaa", RefreshToken: "1000.ccc", APIDomain: "https://www.zohoapis.eu", Scope: "A B", Expiry: noon.Add(time.Hour)}
	if got != want {
		t.Errorf("got %#v", got)
	}
	call := s.only(t)
	form, _ := url.ParseQuery(call.Body)
	wantForm := url.Values{"grant_type": {"authorization_code"}, "client_id": {"client"}, "client_secret": {"s3cret"},
		"redirect_uri": {"https://ours.example/callback"}, "code": {"1000.code"}}
	if call.Method != "POST" || call.Path != "/oauth/v2/token" || call.Query != "" || form.Encode() != wantForm.Encode() {
		t.Errorf("sent %+v", call)
	}
}

// Fidelity: token-answer
// Fidelity: refresh-does-not-rotate
func TestRefreshReadsEveryLifetime(t *testing.T) {
	for body, want := range map[string]time.Duration{
		`"expires_in":3600`:                          time.Hour,
		`"expires_in":3600000,"expires_in_sec":1800`: 30 * time.Minute,
		`"expires_in":1800000`:                       30 * time.Minute,
		`"expires_in":"3600"`:                        time.Hour,
		`"token_type":"Bearer"`:                      time.Hour,
	} {
		o, s := accounts(t, answers(say(200, `{"access_token":"1000.new",`+body+`}`)))
		got, err := o.Refresh(context.Background(), "1000.ccc")
		if err != nil || got.AccessToken != "1000.new" || !got.Expiry.Equal(noon.Add(want)) {
			t.Errorf("%s: got %#v, %v", body, got, err)
		}
		if got.RefreshToken != "1000.ccc" {
			t.Errorf("%s: the refresh token is lost", body)
		}
		form, _ := url.ParseQuery(s.only(t).Body)
		if form.Get("grant_type") != "refresh_token" || form.Get("refresh_token") != "1000.ccc" {
			t.Errorf("sent %v", form)
		}
	}
}

// A code is good for one answer only, so that an oddity beside the tokens must
// not lose them.
func TestExchangeKeepsTheTokensOfAnOddAnswer(t *testing.T) {
	for _, odd := range []string{`"expires_in":""`, `"expires_in":{}`, `"scope":["A"]`, `"status":7`} {
		o, _ := accounts(t, answers(say(200, `{`+odd+`,"access_token":"1000.aaa","refresh_token":"1000.ccc","api_domain":"https://www.zohoapis.eu"}`)))
		got, err := o.Exchange(context.Background(), "1000.code", "https://ours.example/callback")
		if err != nil || got.AccessToken != "1000.aaa" || got.RefreshToken != "1000.ccc" || got.APIDomain != "https://www.zohoapis.eu" {
			t.Errorf("%s: %#v, %v", odd, got, err)
		}
	}
}

const throttleBody = `{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}`

// Fidelity: token-errors-are-200
// Fidelity: token-throttle
// Fidelity: token-throttle-status
func TestOAuthRefusals(t *testing.T) {
	for _, tt := range []struct {
		status    int
		body      string
		reason    zoho.OAuthReason
		permanent bool
	}{
		{200, `{"error":"invalid_code"}`, zoho.InvalidCode, true},
		{400, `{"error":"invalid_code"}`, zoho.InvalidCode, true},
		{200, `{"error":"invalid_client"}`, zoho.InvalidClient, true},
		{200, `{"error":"invalid_client_secret"}`, zoho.InvalidSecret, true},
		{200, `{"error":"invalid_redirect_uri"}`, zoho.InvalidRedirect, true},
		{200, `{"error":"access_denied"}`, zoho.Denied, true},
		{400, throttleBody, zoho.Throttled, false},
		{200, throttleBody, zoho.Throttled, false},
		{400, `{"error":"Zugriff verweigert","status":"failure"}`, zoho.Throttled, false},
		{400, `{"status":"failure"}`, zoho.Throttled, false},
		{200, `{"status":"failure"}`, zoho.Throttled, false},
		{500, `{"access_token":"1000.new"}`, zoho.Other, false},
		{429, `slow down`, zoho.Throttled, false},
		{200, `{"error":"general_error"}`, zoho.Other, false},
		{500, `<html>1000.ccc s3cret</html>`, zoho.Other, false},
		{200, `<html>1000.ccc s3cret</html>`, zoho.Other, false},
		{200, `{"access_token":"1000.n`, zoho.Other, false},
		{200, `{}`, zoho.Other, false},
		{200, ``, zoho.Other, false},
	} {
		o, s := accounts(t, answers(say(tt.status, tt.body)))
		_, err := o.Refresh(context.Background(), "1000.ccc")
		refusal, ok := errors.AsType[*zoho.OAuthError](err)
		if !ok {
			t.Errorf("%d %s: error %v", tt.status, tt.body, err)
			continue
		}
		if refusal.Reason != tt.reason || refusal.Permanent() != tt.permanent || (refusal.RetryAfter > 0) != (tt.reason == zoho.Throttled) {
			t.Errorf("%d %s: got %+v", tt.status, tt.body, refusal)
		}
		if text := err.Error(); strings.Contains(text, "1000.") || strings.Contains(text, "s3cret") {
			t.Errorf("the error shows a secret: %s", text)
		}
		if n := len(s.seen()); n != 1 {
			t.Errorf("%d %s: asked %d times", tt.status, tt.body, n)
		}
	}
}

// Some answers of the accounts server are not labelled as JSON.
func TestOAuthReadsUnlabelledAnswers(t *testing.T) {
	for _, kind := range []string{"text/plain", "text/html;charset=UTF-8", "application/x-www-form-urlencoded"} {
		body := `{"error":"invalid_code"}`
		o, _ := accounts(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			io.WriteString(w, body)
		})
		if _, err := o.Refresh(context.Background(), "1000.ccc"); !zoho.IsUnauthorized(err) {
			t.Errorf("%s: got %v", kind, err)
		}
		body = `{"access_token":"1000.new","expires_in":3600}`
		if got, err := o.Refresh(context.Background(), "1000.ccc"); err != nil || got.AccessToken != "1000.new" {
			t.Errorf("%s: got %v", kind, err)
		}
	}
}

func TestOAuthWithoutAnswer(t *testing.T) {
	o, _ := accounts(t, answers(hangUp))
	_, err := o.Exchange(context.Background(), "1000.code", "https://ours.example/callback")
	if refusal, ok := errors.AsType[*zoho.OAuthError](err); !ok || refusal.Status != 0 || !refusal.Temporary() || !zoho.IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := o.Refresh(cancelled, "1000.ccc"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := o.Refresh(context.Background(), ""); !zoho.IsUnauthorized(err) {
		t.Errorf("no refresh token: got %v", err)
	}
}

func TestOAuthDoesNotCarryTheSecretElsewhere(t *testing.T) {
	elsewhere := newServer(t, answers(say(200, `{"access_token":"x"}`)))
	o, _ := accounts(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	if _, err := o.Refresh(context.Background(), "1000.ccc"); err == nil {
		t.Error("a redirect passed for a token")
	}
	if err := o.Revoke(context.Background(), "1000.ccc"); err == nil {
		t.Error("a redirect passed for a revocation")
	}
	if calls := elsewhere.seen(); len(calls) != 0 {
		t.Errorf("sent elsewhere: %+v", calls)
	}
}

// Fidelity: revoke
func TestRevoke(t *testing.T) {
	o, s := accounts(t, answers(say(200, `{"status":"success"}`), say(200, `{"error":"invalid_code"}`), say(200, throttleBody), hangUp))
	if err := o.Revoke(context.Background(), "1000.ccc"); err != nil {
		t.Error(err)
	}
	if call := s.only(t); call.Path != "/oauth/v2/token/revoke" || call.Body != "token=1000.ccc" {
		t.Errorf("sent %+v", call)
	}
	for _, want := range []zoho.OAuthReason{zoho.InvalidCode, zoho.Throttled, zoho.Other} {
		err := o.Revoke(context.Background(), "1000.ccc")
		if refusal, ok := errors.AsType[*zoho.OAuthError](err); !ok || refusal.Reason != want {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}

func TestTokenShowsNoSecret(t *testing.T) {
	token := validToken("1000.secret")
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, token); strings.Contains(text, "secret") || strings.Contains(text, "refresh") {
			t.Errorf("%s shows %s", format, text)
		}
	}
	if text := token.LogValue().String(); strings.Contains(text, "1000.") {
		t.Errorf("the log shows %s", text)
	}
}
