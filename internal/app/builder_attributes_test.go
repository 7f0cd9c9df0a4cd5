package app_test

import (
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestAChangeWaitsInTheDraft follows one value from the draft to the agent:
// nothing changes for calls until it is published, and then at once.
func TestAChangeWaitsInTheDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	before := w.attribute(builder, "zoho_enable_slot_check")
	if before.GetValue() != "" || before.GetEffectiveValue() != "True" || before.GetSource() != ringbookv1.ValueSource_VALUE_SOURCE_DEFAULT || before.GetChanged() {
		t.Errorf("at first it is %v", before)
	}
	set := w.sets(builder, map[string]string{"zoho_enable_slot_check": "no"})
	if a := set.GetAttributes(); len(a) != 1 || a[0].GetValue() != "False" || a[0].GetPublishedValue() != "" || a[0].GetEffectiveValue() != "True" || !a[0].GetChanged() {
		t.Errorf("in the draft it is %v", a)
	}
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)

	number := w.live(builder)
	res = call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED)
	live := w.attribute(builder, "zoho_enable_slot_check")
	if live.GetPublishedValue() != "False" || live.GetEffectiveValue() != "False" || live.GetSource() != ringbookv1.ValueSource_VALUE_SOURCE_SET || live.GetChanged() {
		t.Errorf("published it is %v", live)
	}
	listed := call(w, builder.ListAttributes, &ringbookv1.ListAttributesRequest{})
	if listed.GetActiveRevision() != number || listed.GetDraftRevision() != set.GetDraftRevision() {
		t.Errorf("active is %d, the draft %d; want %d, %d", listed.GetActiveRevision(), listed.GetDraftRevision(), number, set.GetDraftRevision())
	}

	w.restart()
	res = call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED)
	if again := w.attribute(w.builder(), "zoho_enable_slot_check"); again.String() != live.String() {
		t.Errorf("after a restart it is %v, want %v", again, live)
	}
	w.quiet()
}

// TestListingTellsAllOfAnAttribute holds one attribute of each kind against what
// the catalogue and the publish made of it.
func TestListingTellsAllOfAnAttribute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	number := w.attribute(builder, "zoho_duration")
	if number.GetValueType() != ringbookv1.ValueType_VALUE_TYPE_NUMBER || number.GetDefaultValue() != "30" || number.GetUnit() != "minutes" ||
		number.GetMinimum() != 5 || number.GetMaximum() != 480 || number.GetTitle() == "" || number.GetDescription() == "" || number.GetGroup() == "" {
		t.Errorf("a number: %v", number)
	}
	region := w.attribute(builder, "zoho_region")
	if region.GetValueType() != ringbookv1.ValueType_VALUE_TYPE_ENUM || len(region.GetPossibleValues()) != 10 || region.Minimum != nil {
		t.Errorf("a choice: %v", region)
	}
	zone := w.attribute(builder, "zoho_timezone")
	if zone.GetDefaultNote() == "" || zone.GetEffectiveValue() != "America/New_York" {
		t.Errorf("a default that follows from something else: %v", zone)
	}
	user := w.attribute(builder, "zoho_user_id")
	if !user.GetIsReadOnly() || user.GetSource() != ringbookv1.ValueSource_VALUE_SOURCE_SYSTEM || user.GetPublishedValue() == "" || user.GetValue() != "" || user.GetChanged() {
		t.Errorf("a value of the system's: %v", user)
	}
	criteria := w.attribute(builder, "zoho_pipeline_criteria")
	if criteria.GetDependsOn() != "zoho_update_pipeline" {
		t.Errorf("a value that depends on another: %v", criteria)
	}

	usual := call(w, builder.ListAttributes, &ringbookv1.ListAttributesRequest{}).GetAttributes()
	all := call(w, builder.ListAttributes, &ringbookv1.ListAttributesRequest{IncludeHidden: true}).GetAttributes()
	narrowed := call(w, builder.ListAttributes, &ringbookv1.ListAttributesRequest{Query: "SLOT check"}).GetAttributes()
	if len(all) <= len(usual) || len(narrowed) == 0 || len(narrowed) >= len(usual) {
		t.Errorf("%d usual, %d with hidden ones, %d found", len(usual), len(all), len(narrowed))
	}
	for _, a := range usual {
		if a.GetIsHidden() || a.GetValueType() == ringbookv1.ValueType_VALUE_TYPE_UNSPECIFIED || a.GetSource() == ringbookv1.ValueSource_VALUE_SOURCE_UNSPECIFIED {
			t.Errorf("listed is %v", a)
		}
	}
}

// TestTokensAreMasksOnceConnected: the tokens live beside the revisions.
func TestTokensAreMasksOnceConnected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	fresh := call(w, w.admin().CreateProject, &ringbookv1.CreateProjectRequest{Name: "Fresh", TimeZone: "UTC"}).GetProject()
	for project, want := range map[string]string{w.keys.Project: "********", fresh: ""} {
		listed := call(w, w.admin().ListAttributes, &ringbookv1.ListAttributesRequest{Project: project, Query: "token", IncludeHidden: true}).GetAttributes()
		found := 0
		for _, a := range listed {
			if a.GetIdn() == "zoho_access_token" || a.GetIdn() == "zoho_refresh_token" {
				found++
				if a.GetPublishedValue() != want || a.GetEffectiveValue() != want || a.GetChanged() {
					t.Errorf("%s of %s: %v", a.GetIdn(), project, a)
				}
			}
		}
		if found != 2 {
			t.Errorf("%d tokens are listed", found)
		}
	}
}

// TestSeveralWrongValues are refused together, each by its name and with what
// to write, and none of them is saved.
func TestSeveralWrongValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, err := w.builder().UpdateAttributes(t.Context(), &ringbookv1.UpdateAttributesRequest{Values: map[string]string{
		"zoho_duration": "soon", "zoho_regoin": "eu", "zoho_user_id": "1", "zoho_language": "Klingon", "zoho_offered_slots": "4",
	}})
	wantCode(t, err, connect.CodeInvalidArgument)
	for _, part := range []string{
		"zoho_duration: write a whole number of minutes from 5 to 480", "zoho_regoin: there is no attribute of this name", "zoho_region",
		"zoho_user_id: this is filled on publish", "zoho_language: write one of en",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %v", part, err)
		}
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 4 {
		t.Errorf("%d lines: %v", lines, err)
	}
	if a := w.attribute(w.builder(), "zoho_offered_slots"); a.GetValue() != "" {
		t.Errorf("the good one was saved: %v", a)
	}
	_, err = w.builder().UpdateAttributes(t.Context(), &ringbookv1.UpdateAttributesRequest{})
	wantCode(t, err, connect.CodeInvalidArgument)
	w.quiet()
}

// TestTwoBuilders work on one draft: the second learns that it changed.
func TestTwoBuilders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ctx, one := t.Context(), w.builder()
	two := w.desk(call(w, w.admin().CreateKey, &ringbookv1.CreateKeyRequest{Project: w.keys.Project, Role: ringbookv1.Role_ROLE_BUILDER}).GetKey(), nil)
	seen := call(w, one.ListAttributes, &ringbookv1.ListAttributesRequest{}).GetDraftRevision()
	first := call(w, one.UpdateAttributes, &ringbookv1.UpdateAttributesRequest{Values: map[string]string{"zoho_duration": "45"}, ExpectedRevision: seen})
	if first.GetDraftRevision() != seen+1 {
		t.Errorf("the draft is %d, it was %d", first.GetDraftRevision(), seen)
	}
	_, err := two.UpdateAttributes(ctx, &ringbookv1.UpdateAttributesRequest{Values: map[string]string{"zoho_duration": "60"}, ExpectedRevision: seen})
	wantCode(t, err, connect.CodeAborted)
	_, err = two.DiscardDraft(ctx, &ringbookv1.DiscardDraftRequest{ExpectedRevision: seen})
	wantCode(t, err, connect.CodeAborted)
	_, err = two.RestoreRevision(ctx, &ringbookv1.RestoreRevisionRequest{Revision: 1, ExpectedRevision: seen})
	wantCode(t, err, connect.CodeAborted)
	news, err := w.publishing(two, &ringbookv1.PublishRequest{ExpectedRevision: seen})
	wantCode(t, err, connect.CodeAborted)
	if len(news) != 0 {
		t.Errorf("a publish of an old draft was begun: %v", news)
	}
	if a := w.attribute(one, "zoho_duration"); a.GetValue() != "45" {
		t.Errorf("the second builder overwrote it: %v", a)
	}
	// Without an expectation a change is laid over what is there.
	w.sets(two, map[string]string{"zoho_offered_slots": "4"})
	if a := w.attribute(one, "zoho_duration"); a.GetValue() != "45" {
		t.Errorf("another value was lost: %v", a)
	}
	discarded := call(w, two.DiscardDraft, &ringbookv1.DiscardDraftRequest{ExpectedRevision: seen + 2})
	if a := w.attribute(one, "zoho_duration"); a.GetValue() != "" || discarded.GetDraftRevision() != seen+3 {
		t.Errorf("discarded, the draft %d has %v", discarded.GetDraftRevision(), a)
	}
}

// TestJSONOfABuilder: strings stay as they are, and bare numbers and booleans
// are taken for text.
func TestJSONOfABuilder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	post := func(body string) reply {
		return w.send("POST", "/ringbook.v1.AttributeService/UpdateAttributes", []byte(body), "Authorization", "Bearer "+w.keys.BuilderKey)
	}
	criteria := "true\n  0017 <b>&amp;</b> \\u0041 null \u2028 \"yes\""
	got := post(`{"values":{"zoho_pipeline_criteria":"true\n  0017 <b>&amp;</b> \\u0041 null \u2028 \"yes\"","zoho_duration":45,"zoho_enable_booking":false,"zoho_lead_company":"007"},"expected_revision":""}`)
	if got.status != 200 {
		t.Fatalf("the answer is %s", got)
	}
	for idn, want := range map[string]string{
		"zoho_pipeline_criteria": criteria, "zoho_duration": "45", "zoho_enable_booking": "False", "zoho_lead_company": "007",
	} {
		if a := w.attribute(w.builder(), idn); a.GetValue() != want {
			t.Errorf("%s is %q, want %q", idn, a.GetValue(), want)
		}
	}
	for body, says := range map[string]string{
		`{"values":{"zoho_services":[{"name":"secret-word"}]}}`: "values: must be an object of text values",
		`{"values":{"zoho_duration":null}}`:                     "values: must be an object of text values",
		`{"values":"zoho_duration=45"}`:                         "values: must be an object of text values",
	} {
		got := post(body)
		if got.status != 400 || !strings.Contains(got.text(t, "message"), says) || strings.Contains(got.body, "secret-word") {
			t.Errorf("%s: %s", body, got)
		}
	}
}
