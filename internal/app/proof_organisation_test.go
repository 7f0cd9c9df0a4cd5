package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

// A conversation that began before the project was connected for the first time
// began with nobody who could be booked.
func TestProofAConversationRunsAcrossTheFirstPublish(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.starts("call-1", newPhone)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{ConversationId: "call-1", From: quietDay, To: quietDay})
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	res := w.ends(endOf("call-1"))
	wantStep(t, res, "note", stepDone, "Notes")
	w.holds(1)
}

// One that began while the project was connected to another organisation began
// with that one's users, pipelines and hours.
func TestProofAConversationRunsAcrossAnotherOrganisation(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_update_pipeline": "True"})
	w.starts("call-1", newPhone)
	w.stop()
	w.behind(func(db *sqlite.DB) {
		was, err := db.Attributes().Revision(t.Context(), w.keys.Project, 2)
		if err != nil {
			t.Fatal(err)
		}
		was.Values["zoho_user_id"] = "111111000000333001"
		was.Values["zoho_users"] = `[{"id":"111111000000333001","full_name":"Somebody Else","status":"active"}]`
		was.Values["zoho_org"] = `{"id":"111111000000000001","company_name":"Another","country_code":"US","time_zone":"America/New_York"}`
		was.Values["zoho_pipelines"] = `[{"display_value":"Theirs","maps":[{"display_value":"First","forecast_type":"Open"}]}]`
		if err := db.Attributes().ResealRevision(t.Context(), w.keys.Project, 2, was.Values); err != nil {
			t.Fatal(err)
		}
	})
	w.start()
	w.live(w.builder())
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	wantDetail(t, w.ends(endOf("call-1")), stepDone, "a deal was made in the stage Qualification")
	w.holds(1)
}
