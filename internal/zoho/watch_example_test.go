package zoho_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// A caller who is not known yet and the event that they booked are made
// together, or not at all.
func ExampleClient_Composite() {
	client, done := exampleClient(200, `{"__composite_requests":[
		{"code":"SUCCESS","status":"success","message":"composite sub request executed successfully","details":{"response":{"status_code":201,"body":`+inserted+`}}},
		{"code":"SUCCESS","status":"success","message":"composite sub request executed successfully","details":{"response":{"status_code":201,"body":`+inserted+`}}}]}`)
	defer done()

	b := zoho.NewComposite(zoho.RollbackOnFail)
	contact := b.Insert("Contacts", zoho.Contact{LastName: "Boyle", Phone: "+15551234567"}, zoho.InsertOptions{})
	event := b.Insert("Events", zoho.Event{
		Title: "Haircut", Start: zoho.At(noon), End: zoho.At(noon.Add(30 * time.Minute)), MeetingVenue: "In-office",
		Who: contact.Ref(), // the contact that is made just before
	}, zoho.InsertOptions{})

	answer, err := client.Composite(context.Background(), b)
	if err == nil {
		err = answer.Err()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	made, _ := answer.Result(event)
	fmt.Println("booked", made.ID)
	// Output: booked 57001
}

func ExampleClient_Watch() {
	client, done := exampleClient(201, `{"watch":[{"code":"SUCCESS","status":"success","message":"Successfully subscribed","details":{"events":[
		{"channel_id":"1000000068001","channel_expiry":"2026-03-10T12:00:00+00:00","resource_name":"Events","resource_id":"1","resource_uri":"https://www.zohoapis.com/crm/v8/Events"}]}}]}`)
	defer done()

	results, err := client.Watch(context.Background(), zoho.Channel{
		ID: "1000000068001", Events: []string{"Events.all"}, NotifyURL: "https://example.com/zoho", Token: "a secret of yours",
		Expiry: zoho.At(noon.Add(24 * time.Hour)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results[0].Modules, "until", results[0].Expiry, results[0].Err)
	// Output: [Events] until 2026-03-10T12:00:00+00:00 <nil>
}

// A subscription keeps a channel open for longer than Zoho would.
func ExampleSubscription() {
	client, done := exampleClient(201, `{"watch":[{"code":"SUCCESS","status":"success","message":"Successfully subscribed","details":{"events":[
		{"channel_id":"1000000068001","channel_expiry":"2026-03-10T12:00:00+00:00","resource_name":"Events"}]}}]}`)
	defer done()

	subscription, err := zoho.NewSubscription(zoho.SubscriptionConfig{
		Client:  client.At(zoho.Background),
		Channel: zoho.Channel{ID: "1000000068001", Events: []string{"Events.all"}, NotifyURL: "https://example.com/zoho", Token: "a secret of yours"},
		Now:     clock,
		Failed:  func(err error) { fmt.Println("will try again:", err) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// In a program: go subscription.Run(ctx). One that wakes up by itself:
	err = subscription.Renew(context.Background())
	fmt.Println(subscription.Expiry().Format(time.DateTime), subscription.Due().Format(time.DateTime), err)
	// Output: 2026-03-10 12:00:00 2026-03-10 06:00:00 <nil>
}

func ExampleParseNotification() {
	body := []byte(`{"server_time":1773057600000,"query_params":{},"module":"Events","resource_uri":"https://www.zohoapis.com/crm/v2/Events",
		"ids":["57001"],"affected_fields":[],"operation":"insert","channel_id":"1000000068001","token":"a secret of yours"}`)

	n, err := zoho.ParseNotification(body)
	switch {
	case err != nil:
		fmt.Println("400:", err)
	case !n.Authentic("a secret of yours"):
		fmt.Println("403")
	default:
		fmt.Println("read anew:", n.Module, n.IDs)
	}
	// Output: read anew: Events [57001]
}
