package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// asked posts to an RPC of AttributeService or ConnectionService as a builder
// and returns whatever came back, as text.
func (w *world) asked(procedure, body string) string {
	w.t.Helper()
	kind, content := "application/json", []byte(body)
	if strings.HasSuffix(procedure, "/Publish") || strings.HasSuffix(procedure, "/Diagnose") {
		kind, content = "application/connect+json", enveloped(body)
	}
	got := w.send(http.MethodPost, "/ringbook.v1."+procedure, content, "Authorization", "Bearer "+w.keys.BuilderKey, "Content-Type", kind)
	return fmt.Sprintf("%s %v\n", got, got.header)
}

// TestSecretsAreWriteOnly sets every secret that there is and asks for it in
// every way there is: no answer, no log and no file has it.
func TestSecretsAreWriteOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	secrets := map[string]string{}
	for _, a := range call(w, w.builder().ListAttributes, &ringbookv1.ListAttributesRequest{IncludeHidden: true}).GetAttributes() {
		if a.GetValueType() == ringbookv1.ValueType_VALUE_TYPE_SECRET && !a.GetIsReadOnly() {
			secrets[a.GetIdn()] = fmt.Sprintf("hush-%d-%s", len(secrets), strings.ToUpper(a.GetIdn()))
		}
	}
	if len(secrets) < 5 {
		t.Fatalf("only these are secrets: %v", secrets)
	}
	values, err := json.Marshal(map[string]any{"values": secrets})
	if err != nil {
		t.Fatal(err)
	}
	answers := w.asked("AttributeService/UpdateAttributes", string(values))
	if strings.Count(answers, `"value":"********"`) != len(secrets) {
		t.Errorf("setting them is answered by %s", answers)
	}
	everywhere := func() {
		for _, ask := range []string{
			`AttributeService/ListAttributes {"includeHidden":true}`, `AttributeService/ListAttributes {"includeHidden":true,"query":"hush"}`,
			`AttributeService/Publish {}`, `AttributeService/ListRevisions {}`, `AttributeService/GetRevision {}`, `AttributeService/GetRevision {"compareWith":1}`,
			`ConnectionService/GetConnection {}`, `ConnectionService/GetAuthorizationUrl {}`, `ConnectionService/Diagnose {"probe":true}`,
		} {
			procedure, body, _ := strings.Cut(ask, " ")
			answers += w.asked(procedure, body)
		}
	}
	everywhere() // the code is refused, so this publish fails
	// A code that Zoho refused is still a secret; without it and the client's
	// own application the publish succeeds.
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": "", "zoho_client_secret": "", "zoho_client_id": ""})
	everywhere()
	for _, ask := range []string{
		`AttributeService/RestoreRevision {"revision":1}`, `AttributeService/DiscardDraft {}`,
		`AttributeService/UpdateAttributes {"values":{"vapi_secret":"hush-on\ntwo-lines"}}`, `AttributeService/UpdateAttributes {"values":{"vapi_secrt":"hush-misspelt"}}`,
		`AttributeService/UpdateAttributes {"values":{"vapi_secret":"` + strings.Repeat("hush-long", 12000) + `"}}`,
		`AttributeService/UpdateAttributes {"values":{"vapi_secret":["hush-listed"]}}`,
	} {
		procedure, body, _ := strings.Cut(ask, " ")
		answers += w.asked(procedure, body)
	}
	if active := w.active(w.builder()); active < 3 {
		t.Errorf("nothing was published: active is %d", active)
	}
	w.stop() // what waits in memory is then in the file
	for where, text := range map[string]string{"an answer": answers, "the log": w.log.String(), "the database": w.files()} {
		if at := strings.Index(strings.ToLower(text), "hush-"); at >= 0 {
			t.Errorf("a secret is in %s: ...%s", where, lineAround(text, at))
		}
		for idn, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s is in %s", idn, where)
			}
		}
	}
}

// files is all that the database wrote.
func (w *world) files() string {
	w.t.Helper()
	var all bytes.Buffer
	for _, name := range []string{"ringbook.db", "ringbook.db-wal"} {
		file, err := os.ReadFile(filepath.Join(w.config.Data, name))
		if err != nil && !os.IsNotExist(err) {
			w.t.Fatal(err)
		}
		all.Write(file)
	}
	if all.Len() < 10_000 {
		w.t.Fatalf("the database has only %d bytes", all.Len())
	}
	return all.String()
}

// TestMasksComeBack sends a listing back as a form does: the secrets stay what
// they were, which Zoho proves by accepting them.
func TestMasksComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	w.sets(builder, map[string]string{"zoho_client_id": w.config.ZohoClientID, "zoho_client_secret": w.config.ZohoClientSecret})
	w.live(builder)
	form := map[string]string{}
	for _, a := range call(w, builder.ListAttributes, &ringbookv1.ListAttributesRequest{}).GetAttributes() {
		if !a.GetIsReadOnly() {
			form[a.GetIdn()] = a.GetValue()
		}
	}
	if form["zoho_client_secret"] != "********" {
		t.Fatalf("the form has %q", form["zoho_client_secret"])
	}
	for _, a := range w.sets(builder, form).GetAttributes() {
		if a.GetChanged() {
			t.Errorf("sent back as it was, %s counts as changed", a.GetIdn())
		}
	}
	w.sets(builder, map[string]string{"zoho_oauth_code": w.code()})
	w.live(builder)
	if a := w.attribute(builder, "zoho_oauth_code"); a.GetValue() != "" || a.GetPublishedValue() != "" {
		t.Errorf("the code is kept after its use: %v", a)
	}
	w.sets(builder, map[string]string{"zoho_client_secret": "another"})
	if a := w.attribute(builder, "zoho_client_secret"); !a.GetChanged() || a.GetValue() != "********" {
		t.Errorf("a changed secret: %v", a)
	}
}
