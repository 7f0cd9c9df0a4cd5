package attribute_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
)

func TestSecretsAreSealedMaskedAndWriteOnly(t *testing.T) {
	b := newBench(t)
	const plain = "s3cr3t-plain"
	b.update(t, "one", map[string]string{"vapi_secret": " " + plain + " "})
	stored := b.store.drafts["one"].Values["vapi_secret"]
	if !strings.HasPrefix(stored, "sealed|attribute/one/vapi_secret|") {
		t.Fatalf("stored unsealed: %q", stored)
	}
	b.publish(t, "one", nil)
	if draft := b.update(t, "one", map[string]string{"vapi_secret": attribute.Mask}); draft.Values["vapi_secret"] != stored {
		t.Error("a mask that came back changed the secret")
	}
	settings, err := b.Settings(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Reveal("one", settings.Voice.VapiSecret); err != nil || got != plain {
		t.Errorf("revealed %q, %v", got, err)
	}
	if _, err := b.Reveal("two", settings.Voice.VapiSecret); err == nil || strings.Contains(err.Error(), plain) {
		t.Errorf("opened in another project: %v", err)
	}
	if got, err := b.Reveal("one", settings.Voice.RetellAPIKey); err != nil || got != "" {
		t.Errorf("a secret that is not set: %q, %v", got, err)
	}

	revision, changes, err := b.Revision(t.Context(), "one", 2)
	if err != nil {
		t.Fatal(err)
	}
	listed := b.list(t, "one", attribute.ListOptions{IncludeHidden: true})
	asJSON, err := json.Marshal(settings.Voice)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "secret", settings.Voice.VapiSecret)
	history, err := b.Revisions(t.Context(), "one", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	seen := fmt.Sprintf("%+v %#v %v %v %v %v %s %s", settings.Voice, settings.Voice.VapiSecret, revision, changes, history, listed["vapi_secret"], asJSON, &log)
	if strings.Contains(seen, "sealed|") || strings.Contains(seen, plain) {
		t.Errorf("a secret shows: %s", seen)
	}
	if l := listed["vapi_secret"]; l.Value != attribute.Mask || l.Published != attribute.Mask || l.Effective != attribute.Mask {
		t.Errorf("listed as %+v", l)
	}
}

func TestOneTimeCodeIsPublishedByNobody(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_oauth_code": "1000.first"})
	c, err := b.Candidate(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	code := c.Secret("zoho_oauth_code")
	if plain, err := b.Reveal("one", code); err != nil || plain != "1000.first" {
		t.Fatalf("code %q, %v", plain, err)
	}
	r, err := b.Activate(t.Context(), c, "", "")
	if err != nil || len(r.Values) != 0 {
		t.Errorf("revision holds %v, %v", r.Values, err)
	}
	b.update(t, "one", map[string]string{"zoho_oauth_code": "1000.second"})
	if err := b.Blank(t.Context(), "one", code); err != nil {
		t.Fatal(err)
	}
	if l := b.list(t, "one", attribute.ListOptions{})["zoho_oauth_code"]; l.Value != attribute.Mask {
		t.Error("blanking the used code blanked a newer one")
	}
	if c, err = b.Candidate(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if err := b.Blank(t.Context(), "one", c.Secret("zoho_oauth_code")); err != nil {
		t.Fatal(err)
	}
	if l := b.list(t, "one", attribute.ListOptions{})["zoho_oauth_code"]; l.Value != "" {
		t.Error("the used code is still there")
	}
}

func TestListing(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "zoho_region": "eu"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11",
		"zoho_users": `[{"id":"11","full_name":"Ann Lee"}]`, "zoho_org": `{"country_code":"DE"}`})
	b.update(t, "one", map[string]string{"zoho_duration": "50"})
	all := b.list(t, "one", attribute.ListOptions{IncludeHidden: true, Kept: map[string]bool{"zoho_access_token": true}})
	for _, c := range []struct {
		idn, value, published, effective string
		source                           attribute.Source
	}{
		{"zoho_duration", "50", "45", "45", attribute.SourceSet},
		{"zoho_region", "eu", "eu", "eu", attribute.SourceSet},
		{"zoho_buffer_after", "", "", "0", attribute.SourceDefault},
		{"zoho_timezone", "", "", "Europe/Berlin", attribute.SourceDefault},
		{"zoho_slot_interval", "", "", "45", attribute.SourceDefault},
		{"zoho_staff", "", "", "Ann Lee", attribute.SourceDefault},
		{"zoho_phone_region", "", "", "DE", attribute.SourceDefault},
		{"zoho_daily_limit", "", "", "", attribute.SourceDefault},
		{"zoho_user_id", "", "11", "11", attribute.SourceSystem},
		{"zoho_access_token", "", attribute.Mask, attribute.Mask, attribute.SourceSystem},
		{"zoho_refresh_token", "", "", "", attribute.SourceSystem},
	} {
		l := all[c.idn]
		if l.Value != c.value || l.Published != c.published || l.Effective != c.effective || l.Source != c.source {
			t.Errorf("%s: value %q, published %q, effective %q, %s; want %+v", c.idn, l.Value, l.Published, l.Effective, l.Source, c)
		}
	}
	if got := all["zoho_working_hours"].Effective; !strings.HasPrefix(got, `{"mon":[["09:00","17:00"]]`) {
		t.Errorf("working hours in effect: %s", got)
	}
	if _, hidden := b.list(t, "one", attribute.ListOptions{})["zoho_users"]; hidden {
		t.Error("a hidden attribute is listed")
	}
	found := b.list(t, "one", attribute.ListOptions{Query: "BUFFER after"})
	if _, ok := found["zoho_buffer_after"]; !ok || len(found) != 1 {
		t.Errorf("query found %v", found)
	}
}

func TestDiffs(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "vapi_secret": "a"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11"})
	b.update(t, "one", map[string]string{"zoho_duration": "", "vapi_secret": "b", "zoho_region": "eu"})
	changes, err := b.DiffDraft(t.Context(), "one")
	want := []attribute.Change{{IDN: "zoho_region", After: "eu"}, {IDN: "zoho_duration", Before: "45"},
		{IDN: "vapi_secret", Before: attribute.Mask, After: attribute.Mask}}
	if err != nil || fmt.Sprint(changes) != fmt.Sprint(want) {
		t.Errorf("draft: %v, %v, want %v", changes, err, want)
	}
	_, changes, err = b.Revision(t.Context(), "one", 2)
	want = []attribute.Change{{IDN: "zoho_duration", After: "45"}, {IDN: "zoho_user_id", After: "11"}, {IDN: "vapi_secret", After: attribute.Mask}}
	if err != nil || fmt.Sprint(changes) != fmt.Sprint(want) {
		t.Errorf("revision 2: %v, %v, want %v", changes, err, want)
	}
	if _, changes, err = b.Revision(t.Context(), "one", 1); err != nil || len(changes) != 0 {
		t.Errorf("revision 1: %v, %v", changes, err)
	}
}
