// Package zoho is a client for the REST API of Zoho CRM, version 8.
//
// A [Client] talks to one organisation in one data centre. It needs the API
// domain and a [TokenSource], which holds the access token and renews it:
//
//	oauth := &zoho.OAuth{AccountsURL: "https://accounts.zoho.eu", ClientID: id, ClientSecret: secret}
//	token, err := oauth.Exchange(ctx, code, redirectURL)
//	...
//	tokens, err := zoho.NewTokenSource(zoho.TokenConfig{OAuth: oauth, Token: token, Save: save})
//	...
//	client, err := zoho.New(zoho.Config{BaseURL: token.APIDomain, Tokens: tokens})
//	...
//	event, err := client.Events.Get(ctx, "5725767000000524157")
//
// # Records
//
// Each module is a [Records] value with the methods of the API: Insert, Get,
// List, Search, Count, Update, Upsert, Delete, Deleted. The usual modules are
// fields of the client ([Client.Events], [Client.Contacts] and so on) with a Go
// struct for their standard fields. [Module] gives the same methods over any
// type that encoding/json can handle, for custom modules or for a narrower view
// of a standard one. Custom fields of the standard structs live in their Extra
// map.
//
// Long answers are iterators: they fetch the next page when the loop asks for
// it, and yield at most one error, as the last element.
//
//	for event, err := range client.Events.List(ctx, zoho.ListOptions{Fields: []string{"Event_Title"}}) {
//		if err != nil {
//			return err
//		}
//		...
//	}
//
// [Query] runs a COQL query; package coql beside this one builds queries that
// cannot be malformed by the values in them. Prefer COQL to Search where the
// answer must be current: Zoho's search index lags behind writes.
//
// # Writing
//
// Insert, Update, Upsert and Delete take 1 to 100 records and tell the fate of
// each; InsertOne and the like take one and make its refusal the error. A
// recurring event becomes one record, and one result, per occurrence.
//
// Three means keep a record from being made twice or overwritten unseen: a
// unique field, whose refusal [IsDuplicate] reads; an external field, by whose
// value [Records.ByExternal] addresses a record; and
// [UpdateOptions].IfUnmodifiedSince, whose refusal is [IsModified].
//
// Beside records there are [Client.AddNote], [Client.CancelEvent],
// [Client.ConvertLead] and [Client.Advance], which takes a record through a
// step of its blueprint. What an organisation is like is read by [Client.Org],
// [Client.ListUsers], [Client.Fields], [Client.Layouts], [Client.Pipelines],
// [Client.BusinessHours], [Client.Shifts], [Client.Holidays] and
// [Client.UsersUnavailability].
//
// # Composites
//
// A [Composite] sends up to five calls as one; later ones may refer to what
// earlier ones made, and all may be undone if one fails:
//
//	b := zoho.NewComposite(zoho.RollbackOnFail)
//	contact := b.Insert("Contacts", zoho.Contact{LastName: "Boyle"}, zoho.InsertOptions{})
//	b.Insert("Events", zoho.Event{Title: "Haircut", Who: contact.Ref()}, zoho.InsertOptions{})
//	answer, err := client.Composite(ctx, b)
//
// An error of the call is about the composite as a whole; [CompositeAnswer.Err]
// and [CompositeAnswer.Result] tell about its parts.
//
// # Notifications
//
// [Client.Watch] makes Zoho tell an address when records change, for a week at
// most; a [Subscription] asks again in time. [ParseNotification] reads what
// arrives there, and [Notification.Authentic] whether it is Zoho's. Whether,
// when and how often it arrives Zoho does not promise: read the records now and
// then all the same.
//
// # Errors
//
// A failed call returns an [*Error]. Its text names method, path, status, code
// and field, and never a token, a body or a query string. Branch with
// [IsNotFound], [IsDuplicate] and the like, or on a single code:
//
//	if errors.Is(err, zoho.CodeMandatoryNotFound) { ... }
//
// Zoho's errors come flat, inside lists by record, inside other errors and
// inside composites. All arrive as this one type, with the field and its place
// in what was sent where Zoho names them.
//
// Zoho has no idempotency key, so a write whose answer is lost may or may not
// have happened. [Error.Applied] says which failures are certain. A caller
// must look for the record before it repeats a write that is [MaybeApplied].
//
// # What is repeated
//
// A call that Zoho answers with "invalid token" is repeated once with a
// renewed token; Zoho rejected it before doing anything. A call that it answers
// with 429 is repeated twice, after short random delays: that too comes before
// anything is done. A read that meets a 5xx or a lost connection is repeated
// once, and so is a write that never left, as when no connection can be had. A
// write is never repeated for any other reason.
//
// All this happens only where the deadline of the context leaves room for the
// delay. Else the failure is returned at once, and [Error.RetryAfter] says when
// another call is worth making.
//
// # Priorities
//
// A client from [New] makes live calls. [Client.At] gives views of it for calls
// that can wait:
//
//	jobs := client.At(zoho.Background)
//	for event, err := range jobs.Events.List(ctx, zoho.ListOptions{Fields: fields}) { ... }
//
// Where calls wait for a place among those in flight, live ones enter first, then
// [Attended], then [Background]; within a priority, who came first. Calls that
// are not live never hold all places, so that a live one mostly finds one free,
// but while live calls alone take all of them, the others wait. Nothing entitles
// them to a turn then: live load that never leaves a place free is more than Zoho
// serves, and what can wait comes back as unavailable at its deadline, with
// nothing applied, to be made later.
//
// # Limits
//
// Zoho bounds the calls that one application may have in flight in one
// organisation, those of heavier kinds among them more tightly, and the API
// credits of a running day, all by what the organisation has bought
// (zoho-crm-api §6). The client follows the [Edition] once it knows it: from
// [Client.Org], or told by [Client.Adopt]. Until then it makes 4 calls at once,
// which fits the smallest edition. It stays one below each bound, since Zoho may
// still be at a call that was given up here. A 429 nevertheless, as where another
// process uses the same application, halves the calls in flight; answers open
// them again one by one. A program with several grants of one application in one
// organisation lets their clients share what is counted together: [Limits].
//
// How many credits are left Zoho says only once half of them are used. From then
// on Background calls keep away from the last tenth of them ([Config.Reserve]):
// they fail with a [*CreditsError], nothing applied, and ask again every quarter
// of an hour, since credits come back little by little. Other calls may spend the
// last one. [Client.Heard] tells what Zoho said and what the client counted.
//
// # Concurrency
//
// Every type here is safe for use by many goroutines once it is built, with
// the exception of the plain option and record structs. Contexts carry
// cancellation and deadline only.
//
// The package knows nothing about the program that uses it: which fields mean
// what, which calls can wait and what is stored where is the caller's business.
package zoho
