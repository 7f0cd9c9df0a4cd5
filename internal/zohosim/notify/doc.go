// Package notify keeps the notification channels of the simulated organisation
// and delivers what happens in it (zoho-crm-api §5).
//
// A Board holds subscriptions and says which of them a change concerns. A
// Courier posts notices to their addresses, in the background, and remembers
// what became of them. Neither knows how a channel is asked for or refused: that
// is the API's part. Records come as Changes, already rendered.
//
// A channel is a user's, under an id of their choice, and has one subscription
// per module, which is how Zoho lists it. It ends at its expiry by the
// simulator's clock; waits before a delivery are real time.
package notify
