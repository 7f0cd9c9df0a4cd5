package app_test

import (
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestAdministratorSetsAProjectUp makes a project and its keys by RPC alone:
// it has its attributes, and every key opens what its role may.
func TestAdministratorSetsAProjectUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	admin := w.admin()
	made := call(w, admin.CreateProject, &ringbookv1.CreateProjectRequest{Name: " Kiez Physio ", TimeZone: "Europe/Berlin"})
	if !strings.HasPrefix(made.GetProject(), "kiez-physio-") || made.GetName() != "Kiez Physio" || made.GetTimeZone() != "Europe/Berlin" || !made.GetCrmEnabled() {
		t.Errorf("made is %v", made)
	}
	agent := call(w, admin.CreateKey, &ringbookv1.CreateKeyRequest{Project: made.GetProject(), Role: ringbookv1.Role_ROLE_AGENT})
	builder := call(w, admin.CreateKey, &ringbookv1.CreateKeyRequest{Project: made.GetProject(), Role: ringbookv1.Role_ROLE_BUILDER})

	slots, err := w.client(agent.GetKey()).CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, slots.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)
	if slots.GetTimeZone() != "Europe/Berlin" {
		t.Errorf("the zone is %q", slots.GetTimeZone())
	}
	listed := call(w, w.desk(builder.GetKey(), nil).ListAttributes, &ringbookv1.ListAttributesRequest{})
	if len(listed.GetAttributes()) < 30 || listed.GetDraftRevision() != 1 || listed.GetActiveRevision() != 1 {
		t.Errorf("%d attributes, draft %d, active %d", len(listed.GetAttributes()), listed.GetDraftRevision(), listed.GetActiveRevision())
	}

	projects := call(w, admin.ListProjects, &ringbookv1.ListProjectsRequest{}).GetProjects()
	if len(projects) != 2 || projects[0].GetProject() != w.keys.Project || projects[1].GetProject() != made.GetProject() {
		t.Fatalf("the projects are %v", projects)
	}
	if p := projects[1]; p.GetName() != "Kiez Physio" || !p.GetCrmEnabled() || p.GetCreatedAt().AsTime().Before(monday) {
		t.Errorf("listed is %v", p)
	}
	keys := call(w, admin.ListKeys, &ringbookv1.ListKeysRequest{Project: made.GetProject()}).GetKeys()
	if len(keys) != 2 || keys[0].GetKeyId() != agent.GetKeyId() || keys[0].GetRole() != ringbookv1.Role_ROLE_AGENT ||
		keys[1].GetRole() != ringbookv1.Role_ROLE_BUILDER || keys[0].GetProject() != made.GetProject() || keys[0].GetRevokedAt() != nil {
		t.Errorf("the keys are %v", keys)
	}
	w.quiet()
}

// TestSwitchingTheCRMOff is the administrator's switch: it is obeyed at once.
func TestSwitchingTheCRMOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	off, on, name := false, true, "Harbor Smiles"
	updated := call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	if updated.GetCrmEnabled() || updated.GetName() != "Harbor Dental" {
		t.Errorf("updated is %v", updated)
	}
	_, seen := w.zohoCalls(0)
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)
	if calls, _ := w.zohoCalls(seen); calls != 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
	updated = call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &on, Name: &name})
	if !updated.GetCrmEnabled() || updated.GetName() != name {
		t.Errorf("updated is %v", updated)
	}
	res = call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
}

// TestRevokingKeys ends keys at once, all but the last of the administrators.
func TestRevokingKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ctx, admin := t.Context(), w.admin()
	call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{}) // the key is in memory now
	for _, k := range call(w, admin.ListKeys, &ringbookv1.ListKeysRequest{Project: w.keys.Project}).GetKeys() {
		revoked := call(w, admin.RevokeKey, &ringbookv1.RevokeKeyRequest{KeyId: k.GetKeyId()}).GetKey()
		if revoked.GetRevokedAt() == nil || revoked.GetKeyId() != k.GetKeyId() {
			t.Errorf("revoked is %v", revoked)
		}
	}
	_, err := w.agent.CheckSlots(ctx, &ringbookv1.CheckSlotsRequest{})
	wantCode(t, err, connect.CodeUnauthenticated)
	_, err = w.builder().ListAttributes(ctx, &ringbookv1.ListAttributesRequest{})
	wantCode(t, err, connect.CodeUnauthenticated)

	mine := call(w, admin.ListKeys, &ringbookv1.ListKeysRequest{}).GetKeys()
	if len(mine) != 1 {
		t.Fatalf("the administrators' keys are %v", mine)
	}
	_, err = admin.RevokeKey(ctx, &ringbookv1.RevokeKeyRequest{KeyId: mine[0].GetKeyId()})
	wantCode(t, err, connect.CodeAborted)
	if err == nil || !strings.Contains(err.Error(), "make another") {
		t.Errorf("no remedy: %v", err)
	}
	second := call(w, admin.CreateKey, &ringbookv1.CreateKeyRequest{Role: ringbookv1.Role_ROLE_ADMIN})
	call(w, w.desk(second.GetKey(), nil).RevokeKey, &ringbookv1.RevokeKeyRequest{KeyId: mine[0].GetKeyId()})
	_, err = admin.ListProjects(ctx, &ringbookv1.ListProjectsRequest{})
	wantCode(t, err, connect.CodeUnauthenticated)
}

// TestAdministratorsMistakes says what is wrong and what to do.
func TestAdministratorsMistakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ctx, admin := t.Context(), w.admin()
	name, long := "Name", strings.Repeat("x", 101)
	_, badZone := admin.CreateProject(ctx, &ringbookv1.CreateProjectRequest{Name: "One", TimeZone: "Berlin"})
	_, noName := admin.CreateProject(ctx, &ringbookv1.CreateProjectRequest{TimeZone: "UTC"})
	_, twoLines := admin.CreateProject(ctx, &ringbookv1.CreateProjectRequest{Name: "a\nb", TimeZone: "UTC"})
	_, longName := admin.UpdateProject(ctx, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, Name: &long})
	_, noProject := admin.UpdateProject(ctx, &ringbookv1.UpdateProjectRequest{Project: "none", Name: &name})
	_, homeless := admin.CreateKey(ctx, &ringbookv1.CreateKeyRequest{Role: ringbookv1.Role_ROLE_AGENT})
	_, noSuchHome := admin.CreateKey(ctx, &ringbookv1.CreateKeyRequest{Project: "none", Role: ringbookv1.Role_ROLE_AGENT})
	_, adminOfOne := admin.CreateKey(ctx, &ringbookv1.CreateKeyRequest{Project: w.keys.Project, Role: ringbookv1.Role_ROLE_ADMIN})
	_, noRole := admin.CreateKey(ctx, &ringbookv1.CreateKeyRequest{Project: w.keys.Project})
	_, noKeys := admin.ListKeys(ctx, &ringbookv1.ListKeysRequest{Project: "none"})
	_, noKey := admin.RevokeKey(ctx, &ringbookv1.RevokeKeyRequest{KeyId: "key_none"})
	for name, tt := range map[string]struct {
		err  error
		code connect.Code
		says string
	}{
		"a zone that is none":       {badZone, connect.CodeInvalidArgument, "Europe/Berlin"},
		"no name":                   {noName, connect.CodeInvalidArgument, "name"},
		"a name of two lines":       {twoLines, connect.CodeInvalidArgument, "one line"},
		"a long name":               {longName, connect.CodeInvalidArgument, "name"},
		"an unknown project":        {noProject, connect.CodeNotFound, "no project of this id; list the projects"},
		"a key without a project":   {homeless, connect.CodeInvalidArgument, "project: name the project"},
		"a key of an unknown one":   {noSuchHome, connect.CodeNotFound, "no project of this id"},
		"an admin key of a project": {adminOfOne, connect.CodeInvalidArgument, "leave it out"},
		"no role":                   {noRole, connect.CodeInvalidArgument, "role"},
		"keys of an unknown one":    {noKeys, connect.CodeNotFound, "no project of this id"},
		"an unknown key":            {noKey, connect.CodeNotFound, "no key of this id; list the keys"},
	} {
		if connect.CodeOf(tt.err) != tt.code || !strings.Contains(tt.err.Error(), tt.says) {
			t.Errorf("%s: %v, want %s with %q", name, tt.err, tt.code, tt.says)
		}
	}
	if len(call(w, admin.ListProjects, &ringbookv1.ListProjectsRequest{}).GetProjects()) != 1 {
		t.Error("a project was made all the same")
	}
	w.quiet()
}

// TestRolesInShort asks in JSON as a person with curl does: roles in short.
func TestRolesInShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	got := w.send("POST", "/ringbook.v1.AdminService/CreateKey", []byte(`{"project":"`+w.keys.Project+`","role":"builder"}`), "Authorization", "Bearer "+w.keys.AdminKey)
	if got.status != 200 || !strings.HasPrefix(got.text(t, "key"), "rk_builder_") || got.text(t, "keyId") == "" {
		t.Errorf("the answer is %s", got)
	}
}
