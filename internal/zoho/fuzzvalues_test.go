package zoho_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func FuzzNotification(f *testing.F) {
	for _, body := range []string{
		`{"server_time":1718117126473,"query_params":{"a":"b"},"module":"Events","resource_uri":"https://x/crm/v2/Events","ids":["1"],"affected_fields":[{"1":["a"]}],"operation":"update","channel_id":"9","token":"t"}`,
		`{"module":"Leads","channel_id":9,"ids":[1],"affected_values":[{"record_id":"1","values":{"a":1}}]}`, `{}`, ``, `null`,
	} {
		f.Add([]byte(body), "t")
	}
	f.Fuzz(func(t *testing.T, body []byte, token string) {
		n, err := zoho.ParseNotification(body)
		if err != nil {
			if n.Module != "" || strings.Contains(err.Error(), string(body)) && len(body) > 20 {
				t.Errorf("%+v with %v", n, err)
			}
			return
		}
		if n.Module == "" || n.ChannelID == "" || strings.ContainsAny(n.Module+n.ChannelID, "/'\" ") {
			t.Errorf("taken: %+v", n)
		}
		for _, id := range n.IDs {
			if strings.Trim(id, "0123456789") != "" || id == "" {
				t.Errorf("id %q", id)
			}
		}
		var form struct {
			Token string `json:"token"`
		}
		_ = json.Unmarshal(body, &form) // the parser has accepted it
		if n.Authentic(token) != (token != "" && token == form.Token) {
			t.Errorf("token %q against %q: %v", token, form.Token, n.Authentic(token))
		}
	})
}

func FuzzDateTime(f *testing.F) {
	for _, s := range []string{
		"2026-03-09T15:04:05Z", "2026-03-09T08:04:05-0700", "2026-03-09T15:04:05.123+05:30", "0000-01-01T00:00:00+14:00",
		"9999-12-31T23:59:59-12:00", "", "null", "2026-02-29T00:00:00Z", "2026-03-09T24:00:00Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := zoho.ParseDateTime(s)
		if err != nil {
			if !got.IsZero() {
				t.Errorf("%q: %v with %v", s, got, err)
			}
			return
		}
		if got.Nanosecond() != 0 || got.Location() == time.Local && got.Location() != time.UTC {
			t.Errorf("%q: %v in %v", s, got, got.Location())
		}
		written, err := json.Marshal(got)
		if err != nil {
			return // a year that cannot be written
		}
		var back zoho.DateTime
		if err := json.Unmarshal(written, &back); err != nil || !back.Equal(got.Time) {
			t.Errorf("%q: wrote %s, read %v, %v", s, written, back, err)
		}
		if back.String() != got.String() {
			t.Errorf("%q: %s is then %s", s, got, back)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-03-09", "2024-02-29", "2026-02-30", "0000-01-01", "9999-12-31", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := zoho.ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("%q: %v with %v", s, d, err)
			}
			return
		}
		if d.String() != s {
			t.Errorf("%q is %s", s, d)
		}
		if zoho.DateOf(d.In(time.UTC)) != d {
			t.Errorf("%q begins at %v", s, d.In(time.UTC))
		}
	})
}

func FuzzOAuth(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"1000.a","refresh_token":"1000.r","api_domain":"https://www.zohoapis.eu","expires_in":3600,"token_type":"Bearer"}`,
		`{"access_token":"1000.a","expires_in":3600000,"expires_in_sec":3600}`, `{"error":"invalid_code"}`, `{}`, ``, `null`, gatewayPage,
		`{"error_description":"You have made too many requests continuously.","error":"Access Denied","status":"failure"}`,
		`{"access_token":"","error":""}`, `{"access_token":"a","expires_in":-1}`, `{"access_token":"a","expires_in":1e30}`,
	} {
		for _, status := range []uint16{0, 200, 201, 229, 300} {
			f.Add(status, body)
		}
	}
	f.Fuzz(func(t *testing.T, n uint16, body string) {
		status := anyStatus(n)
		oauth := &zoho.OAuth{
			AccountsURL: "https://accounts.zoho.test", ClientID: "1000.ID", ClientSecret: "very-secret",
			HTTPClient: &http.Client{Transport: canned{status, body}}, Now: clock,
		}
		token, err := oauth.Exchange(context.Background(), "1000.code", "https://example.com/callback")
		if err == nil && (token.AccessToken == "" || !good(status)) {
			t.Errorf("%d is a grant: %#v", status, token)
		}
		renewed, refused := oauth.Refresh(context.Background(), "1000.refresh")
		if refused == nil && (renewed.AccessToken == "" || renewed.RefreshToken == "") {
			t.Errorf("%d renews to %#v", status, renewed)
		}
		for _, got := range []zoho.Token{token, renewed} {
			if got.AccessToken != "" && (!got.Expiry.After(noon) || got.Expiry.After(noon.Add(25*time.Hour))) {
				t.Errorf("it lives until %v", got.Expiry)
			}
		}
		for _, e := range []error{err, refused} {
			if e != nil && (strings.Contains(e.Error(), "very-secret") || strings.Contains(e.Error(), "1000.refresh")) {
				t.Errorf("the error shows a secret: %v", e)
			}
		}
	})
}
