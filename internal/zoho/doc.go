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
// List, Search, Update, Delete, Deleted. The usual modules are fields of the
// client ([Client.Events], [Client.Contacts] and so on) with a Go struct for
// their standard fields. [Module] gives the same methods over any type that
// encoding/json can handle, for custom modules or for a narrower view of a
// standard one. Custom fields of the standard structs live in their Extra map.
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
// # Errors
//
// A failed call returns an [*Error]. Its text names method, path, status, code
// and field, and never a token, a body or a query string. Branch with
// [IsNotFound], [IsDuplicate] and the like, or on a single code:
//
//	if errors.Is(err, zoho.CodeMandatoryNotFound) { ... }
//
// Zoho has no idempotency key, so a write whose answer is lost may or may not
// have happened. [Error.Applied] says which failures are certain. A caller
// must look for the record before it repeats a write that is [MaybeApplied].
//
// # What is repeated
//
// A call that Zoho answers with "invalid token" is repeated once with a
// renewed token; Zoho rejected it before doing anything. A read that meets a
// 429, a 5xx or a lost connection is repeated once after a short random delay,
// if the deadline of its context leaves room for that. A write is never
// repeated for any other reason.
//
// # Concurrency
//
// Every type here is safe for use by many goroutines once it is built, with
// the exception of the plain option and record structs. Contexts carry
// cancellation and deadline only.
//
// The package knows nothing about the program that uses it: which fields mean
// what, which calls matter more and what is stored where is the caller's
// business.
package zoho
