package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func ExampleRecords_Upsert() {
	client, done := exampleClient(200, `{"data":[
		{"code":"SUCCESS","status":"success","message":"record added","action":"insert","duplicate_field":null,"details":{"id":"57001"}},
		{"code":"SUCCESS","status":"success","message":"record updated","action":"update","duplicate_field":"Email","details":{"id":"57002"}}]}`)
	defer done()

	results, err := client.Contacts.Upsert(context.Background(), []zoho.Contact{
		{LastName: "Boyle", Email: "p.boyle@example.com"},
		{LastName: "Smith", Email: "smith@example.com"},
	}, zoho.UpsertOptions{DuplicateCheck: []string{"Email"}})
	for _, result := range results {
		fmt.Println(result.ID, result.Action, result.DuplicateField, result.Err)
	}
	fmt.Println(err)
	// Output:
	// 57001 insert  <nil>
	// 57002 update Email <nil>
	// <nil>
}

// A list is read page by page, for as long as the loop goes on.
func ExampleRecords_List() {
	client, done := exampleClient(200, `{"data":[{"id":"57001","Event_Title":"Haircut"}],"info":{"more_records":false}}`)
	defer done()

	options := zoho.ListOptions{Fields: []string{"Event_Title"}, SortBy: "Modified_Time"}
	for event, err := range client.Events.List(context.Background(), options) {
		if errors.Is(err, zoho.CodePageTokenExpired) {
			fmt.Println("the loop took more than a day: list what is left anew")
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.ID, event.Title)
	}
	// Output: 57001 Haircut
}

// A record is addressed by the key that the caller gave it.
func ExampleRecords_ByExternal() {
	client, done := exampleClient(200, `{"data":[{"id":"57001","Event_Title":"Haircut","Booking_Key":"k-1"}]}`)
	defer done()

	event, err := client.Events.ByExternal("Booking_Key").Get(context.Background(), "k-1")
	fmt.Println(event.ID, event.Extra["Booking_Key"], err)
	// Output: 57001 k-1 <nil>
}

func ExampleRecords_GetIfModified() {
	client, done := exampleClient(304, "")
	defer done()

	_, modified, err := client.Contacts.GetIfModified(context.Background(), "57001", noon)
	fmt.Println(modified, err)
	// Output: false <nil>
}

func ExampleRecords_Count() {
	client, done := exampleClient(200, `{"count":12}`)
	defer done()

	n, err := client.Leads.Count(context.Background(), zoho.ByEmail("p.boyle@example.com"))
	fmt.Println(n, err)
	// Output: 12 <nil>
}

func ExampleRecords_Deleted() {
	client, done := exampleClient(200, `{"data":[{"id":"57001","display_name":"Haircut","type":"recycle","deleted_time":"2026-03-09T05:00:00-07:00"}],"info":{"more_records":false}}`)
	defer done()

	for gone, err := range client.Events.Deleted(context.Background(), zoho.DeletedOptions{Since: noon.Add(-time.Hour)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(gone.ID, gone.DisplayName, gone.DeletedTime.UTC().Format(time.Kitchen))
	}
	// Output: 57001 Haircut 12:00PM
}

func ExampleClient_ConvertLead() {
	client, done := exampleClient(200, `{"data":[{"code":"SUCCESS","status":"success","message":"The record has been converted successfully",
		"details":{"Contacts":{"name":"Patricia Boyle","id":"57002"},"Accounts":null,"Deals":{"name":"Haircut","id":"57003"}}}]}`)
	defer done()

	became, err := client.ConvertLead(context.Background(), "57001", zoho.Conversion{
		Deal: &zoho.Deal{Name: "Haircut", Stage: "Qualification", Pipeline: "Standard (Standard)", ClosingDate: zoho.DateOf(noon)},
	})
	if errors.Is(err, zoho.CodeAlreadyConverted) {
		fmt.Println("it is a contact already")
		return
	}
	fmt.Println(became.Contact.ID, became.Deal.ID, err)
	// Output: 57002 57003 <nil>
}

// A field that a blueprint owns changes by a step that the blueprint allows.
func ExampleClient_Blueprint() {
	client, done := exampleClient(200, `{"blueprint":{"process_info":{"name":"Sales","api_name":"Stage","field_value":"Qualification"},
		"transitions":[{"id":"57009","name":"Win","next_field_value":"Closed Won"}]}}`)
	defer done()

	process, err := client.Blueprint(context.Background(), "Deals", "57001")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range process.Transitions {
		fmt.Println(step.Name, process.Process.Field, process.Process.Value, "to", step.NextValue)
		// client.Advance(ctx, "Deals", "57001", step.ID.String(), nil) takes it.
	}
	// Output: Win Stage Qualification to Closed Won
}

func ExampleIsInvalid() {
	client, done := exampleClient(400, `{"data":[{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Meeting_Venue__s","json_path":"$.data[0].Meeting_Venue__s"},
		"message":"required field not found","status":"error"}]}`)
	defer done()

	_, err := client.Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
	if e, ok := errors.AsType[*zoho.Error](err); ok && zoho.IsInvalid(err) {
		fmt.Println("mend", e.Field, "at", e.JSONPath)
	}
	// Output: mend Meeting_Venue__s at $.data[0].Meeting_Venue__s
}
