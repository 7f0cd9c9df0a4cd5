package oauth_test

import (
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// A consent without a refresh token is over when its access token is: nothing of
// it is kept (zoho-crm-api §1.1, §1.4).
func TestGrantsEndWithTheirLastToken(t *testing.T) {
	now := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	client := oauth.NewClient()
	a := oauth.New(client, func() time.Time { return now })
	for range 3 {
		code := a.NewCode(oauth.Consent{ClientID: client.ID, UserID: "1", Online: true})
		if tokens, refused := a.Exchange("", client, code, ""); refused != nil || tokens.RefreshToken != "" {
			t.Fatalf("%+v, %v", tokens, refused)
		}
	}
	a.Grant(oauth.Consent{ClientID: client.ID, UserID: "1"})
	if n := len(a.Holdings()); n != 4 {
		t.Fatalf("%d grants, want 4", n)
	}
	now = now.Add(oauth.AccessLifetime)
	held := a.Holdings()
	if len(held) != 1 || held[0].Refresh == "" || len(held[0].Access) != 0 {
		t.Errorf("grants left: %+v, want the one with a refresh token", held)
	}
}
