package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// exampleClient is a client of a server that gives one answer to everything.
func exampleClient(status int, body string) (*zoho.Client, func()) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	tokens, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: validToken("1000.access"), OAuth: &zoho.OAuth{AccountsURL: s.URL}, Now: clock,
	})
	if err != nil {
		panic(err)
	}
	client, err := zoho.New(zoho.Config{BaseURL: s.URL, Tokens: tokens, HTTPClient: s.Client()})
	if err != nil {
		panic(err)
	}
	return client, s.Close
}

// Connecting an organisation: send a person to the authorization address,
// exchange the code that the redirect brings, and keep the token.
func ExampleOAuth() {
	accounts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"access_token":"1000.a","refresh_token":"1000.r","api_domain":"https://www.zohoapis.eu","expires_in":3600}`)
	}))
	defer accounts.Close()

	oauth := &zoho.OAuth{AccountsURL: accounts.URL, ClientID: "1000.ID", ClientSecret: "secret", HTTPClient: accounts.Client(), Now: clock}
	address := oauth.AuthorizationURL("state", "https://example.com/callback", []string{"ZohoCRM.modules.events.ALL", "ZohoCRM.users.READ"})
	fmt.Println(strings.HasPrefix(address, accounts.URL+"/oauth/v2/auth?"))

	token, err := oauth.Exchange(context.Background(), "1000.code", "https://example.com/callback")
	if refusal, ok := errors.AsType[*zoho.OAuthError](err); ok && refusal.Reason == zoho.InvalidCode {
		fmt.Println("the code is used or too old: ask for a new one")
		return
	}
	fmt.Println(token.APIDomain, token, err)
	// Output:
	// true
	// https://www.zohoapis.eu zoho.Token(expires 2026-03-09T13:00:00Z) <nil>
}

func ExampleRecords_InsertOne() {
	client, done := exampleClient(201, inserted)
	defer done()

	start := time.Date(2026, 3, 10, 9, 30, 0, 0, time.FixedZone("", -7*3600))
	result, err := client.Events.InsertOne(context.Background(), zoho.Event{
		Title: "Haircut", Start: zoho.At(start), End: zoho.At(start.Add(30 * time.Minute)), MeetingVenue: "In-office",
		Owner: zoho.Ref("411"), Who: zoho.Ref("412"), SendNotification: new(false),
		Extra: map[string]any{"Booking_Key": "k-1"}, // a custom field
	}, zoho.InsertOptions{Trigger: []string{}})

	e, failed := errors.AsType[*zoho.Error](err)
	switch {
	case !failed:
		fmt.Println("made", result.ID)
	case e.Applied == zoho.MaybeApplied:
		fmt.Println("look for the booking key before trying again")
	default:
		fmt.Println("surely not made:", err)
	}
	// Output: made 57001
}

func ExampleIsDuplicate() {
	client, done := exampleClient(400, `{"data":[{"code":"DUPLICATE_DATA","details":{"api_name":"Booking_Key","json_path":"$.data[0].Booking_Key","id":"57001"},
		"message":"duplicate data","status":"error"}]}`)
	defer done()

	_, err := client.Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
	if id, ok := zoho.IsDuplicate(err); ok {
		fmt.Println("already there:", id)
	}
	fmt.Println(err)
	// Output:
	// already there: 57001
	// zoho: POST /Events: 400 DUPLICATE_DATA (Booking_Key) duplicate data
}

func ExampleRecords_UpdateOne() {
	client, done := exampleClient(412, `{"data":[{"code":"ALREADY_MODIFIED","details":{"id":"57001"},"message":"modified since","status":"error"}]}`)
	defer done()

	read := zoho.Event{ID: "57001", Audit: zoho.Audit{ModifiedTime: zoho.At(noon)}} // from an earlier Get
	_, err := client.Events.UpdateOne(context.Background(), read.ID, zoho.Event{Title: "Haircut and shave"},
		zoho.UpdateOptions{IfUnmodifiedSince: read.ModifiedTime.Time})
	fmt.Println(zoho.IsModified(err))
	// Output: true
}

func ExampleRecords_Search() {
	client, done := exampleClient(200, `{"data":[{"id":"1","Full_Name":"Patricia Boyle","Phone":"(555) 123-4567"}],"info":{"more_records":false}}`)
	defer done()

	for contact, err := range client.Contacts.Search(context.Background(), zoho.ByPhone("+15551234567"), zoho.SearchOptions{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(contact.FullName)
	}
	// Output: Patricia Boyle
}

// The events that overlap a span of an owner's time.
func ExampleQuery() {
	client, done := exampleClient(200, `{"data":[{"id":"57001","Event_Title":"Haircut","Start_DateTime":"2026-03-09T05:00:00-07:00"}],"info":{"more_records":false}}`)
	defer done()

	query, err := coql.Select("Event_Title", "Start_DateTime", "End_DateTime").
		From("Events").
		Where(coql.And(
			coql.Eq("Owner", "411"),
			coql.Lt("Start_DateTime", noon.Add(24*time.Hour)),
			coql.Gt("End_DateTime", noon))).
		OrderBy("Start_DateTime").
		Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	for event, err := range zoho.Query[zoho.Event](context.Background(), client, query) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.Title, event.Start.UTC().Format(time.Kitchen))
	}
	// Output: Haircut 12:00PM
}

// A custom module, read and written as a type of the caller's.
func ExampleModule() {
	client, done := exampleClient(200, `{"data":[{"id":"9","Name":"V-1","Visited_At":"2026-03-09T12:00:00Z"}]}`)
	defer done()

	type Visit struct {
		ID   string        `json:"id,omitempty"`
		Name string        `json:"Name,omitempty"`
		When zoho.DateTime `json:"Visited_At,omitzero"`
	}
	visit, err := zoho.Module[Visit](client, "Visits").Get(context.Background(), "9")
	fmt.Println(visit.Name, visit.When, err)
	// Output: V-1 2026-03-09T12:00:00+00:00 <nil>
}
