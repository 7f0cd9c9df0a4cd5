// Package zohosim simulates Zoho CRM's REST API, version 8: account server, CRM
// API and a control plane on one address, for one organisation. It is written
// from Zoho's published documents alone and shares nothing with any client of
// that API, so that a client and the simulator are two readings which check each
// other. References such as "zoho-crm-api §2.6" are to a digest of those
// documents; the subject is named beside them.
//
// # Use
//
// As a program: zohosim --listen 127.0.0.1:8091 --seed demo. As a library:
//
//	server, err := zohosim.Start(zohosim.Config{Seed: "demo"})
//	if err != nil { ... }
//	defer server.Close()
//	granted, err := server.Sim.Grant(zohosim.GrantRequest{})
//	// server.URL is both the accounts and the API host;
//	// granted holds client id and secret, a code, a refresh and an access token.
//
// A client that would rather send its requests for https://accounts.zoho.eu and
// the like sends them to the same address with their own Host header.
//
// A Sim is an http.Handler too. Its clock is Config.Now plus what SetNow and
// Advance moved; tokens, search lag, credits and the rules about past and future
// follow it. Only the waits of latency are real time.
//
// # What it does
//
//   - The consent page /oauth/v2/auth, for a browser and for scripts.
//   - POST /oauth/v2/token and /oauth/v2/token/revoke, with lifetimes, limits,
//     the throttle and any number of applications (package oauth).
//   - Ten data centres and three environments, see below.
//   - Records of Leads, Contacts, Accounts, Deals, Tasks, Events, Calls and
//     Notes: insert, list, get, count, update, upsert, delete, deleted, notes,
//     deals and contacts under a record, cancelling a meeting, converting a
//     lead. One field table (package schema) judges writes and is served as
//     metadata; administrators add custom, unique and external fields to it.
//   - Recurring meetings, one record for each occurrence (package recurrence);
//     If-Modified-Since, If-Unmodified-Since and X-EXTERNAL; locked records and
//     Blueprints, which the control plane starts.
//   - Search over an index that lags behind (package criteria), COQL over live
//     data with functions, groups, joins and subqueries (package coql).
//   - Users, organisation, fields, modules, layouts, pipelines, business hours,
//     holidays, shift hours, users' unavailability.
//   - Credits, concurrency and sub-concurrency.
//   - Composite requests with references, parallel execution and rollback
//     (package composite), each part through the ordinary routes.
//   - Change notifications: channels, field conditions, delivery (package
//     notify). The real Zoho can only deliver to a public address; the simulator
//     delivers to any, http or https, follows no redirect and waits five seconds.
//
// Not simulated: most related lists, changing a whole series of meetings,
// X-EXTERNAL for participants and for searches, more than one layout, custom
// views, mails, automation, signing in. Their URLs answer as unknown ones do.
//
// # Data centres and environments
//
// The organisation lives in the data centre of Settings.DataCenter; the Host of a
// request says which one is asked (zoho-crm-api §1.2). In another than its own,
// the token endpoint knows neither its application (invalid_client) nor, where
// Settings.MultiDC enables that everywhere, its codes and tokens (invalid_code),
// and the API answers 401 INVALID_TOKEN. Account servers have no API and API
// hosts no account server. A Host that is none of Zoho's is every host of the
// organisation's own data centre in one: api_domain and accounts-server are then
// the origin that was asked, so that nobody is led to the real Zoho.
//
// A consent is for one environment, production, sandbox or developer, and its
// tokens are good at that environment's API host alone (§1.5, §8). All three show
// the same records; only the organisation's type tells them apart.
//
// # The control plane
//
// Below /__sim/, JSON in and out, mistakes are 400 with {"error"}. It asks for
// no key: never let the simulator's address be reached from outside.
//
//	GET    (nothing)        every route, what it takes and what it does
//	POST   reset            {seed?, randomSeed?}: fresh state; clock and first application stay
//	POST   grant            {clientId?, scopes?, userId?, redirectUri?, environment?}: a consent, ready to use
//	POST   consent          {url, accept?, userId?, environment?}: {redirectUrl}, see Sim.Consent; GET by query
//	POST   tokens/expire    every access token expires
//	POST   tokens/revoke    {clientId?, userId?}: codes, refresh and access tokens are withdrawn
//	GET    clients          what is registered; POST {name?, redirectUris?, dataCenter?} adds one
//	PUT    clients/{id}     changes it, DELETE removes it; POST clients/{id}/secret renews its secret
//	GET    users            the people; POST users/{id} {status?, profile?, timeZone?} changes one
//	GET    faults           what is armed; POST {faults: [Fault]} adds, DELETE clears
//	GET    settings         Settings; POST changes the keys that are given
//	GET    clock            {now}; POST {now} or {advanceMs}
//	GET    records/{module} {data}; with ?deleted=true the deleted ones
//	POST   records/{module} {data: [...]}: as a person in Zoho's pages would
//	PUT    records/{module}/{id}, DELETE the same
//	POST   records/{module}/{id}/{action}: purge, restore, lock, unlock, blueprint {field?}, free
//	GET    fields/{module}  the custom fields; POST schema.Custom adds one, DELETE fields/{module}/{field} removes it
//	GET    unavailability   who is away; POST Absence adds, DELETE unavailability/{id} removes
//	GET    shifts           the shift hours; POST {shifts: [Shift]} replaces them
//	GET    requests?since=  the latest 100,000 requests, see Request
//	GET    notifications    channels and deliveries, when all are out; ?waitMs= bounds the wait (5000)
//	GET    credits          {used, remaining, byRoute, peakConcurrency, inFlight}
//
// GET of "/" is a page for people, on any Host that is none of Zoho's: records
// with their history, requests, tokens (masked), notifications; faults, settings
// and the clock by forms, which come back to addresses below /__sim/page/.
//
// What a person enters costs nothing, needs no mandatory field, and reaches the
// search index late like everything else. Faults strike requests outside the
// control plane, see Fault: drop_after applies a write and closes without an
// answer, hang_after applies it and leaves the client waiting, overtake lets a
// person change the record just before; a write delayed by latency lands even
// when its client has gone. notification_lost, notification_late and
// notification_twice strike what is delivered to channels.
//
// # Where it is unsure
//
// Zoho's documents are silent or disagree on a number of points. Those on which
// a client's correctness may hang are fields of Settings. The others, with the
// reading taken here:
//
//   - A code that is tried at a wrong data centre, or by an application that it
//     was not issued to, is not used up.
//   - Which mistakes of a request for consent are shown to the person and which
//     are told to the application follows RFC 6749 §4.1.2.1.
//   - Without prompt=consent, a user who has granted the application a refresh
//     token in that environment is given no further one.
//   - A user's deactivation leaves refreshing alone; deletion withdraws what they
//     granted, and so does the removal of an application.
//   - A scope that Zoho does not have is refused at the consent page, but taken
//     from the control plane.
//   - Request-level errors of writes stand inside data[], except for bodies that
//     are not JSON; those of reads and of actions/cancel are flat.
//   - A note needs content or a title, as the specification of version 8 says;
//     the page create-notes makes the content mandatory.
//   - Of an unknown URL, a bad token, an unknown module and a missing scope, the
//     first in this order is told.
//   - Picklists keep and answer the display value and take the actual one too;
//     Call_Type and Outgoing_Call_Status always refuse other values. Which pipeline
//     a stage belongs to is checked on plain writes as it is on conversion.
//   - An update is refused for a mandatory field only when it clears it.
//   - Contacts need a Last_Name; one source is content with a First_Name.
//   - A module without upsert answers INVALID_MODULE. Of several records with the
//     value of an upsert the oldest is changed.
//   - Unique values are compared without regard to case; deleted records hold none.
//   - A rule of recurrence must end, has at most recurrence.Most occurrences, and
//     needs no Remind_At. Unique and external values stay with the first of them.
//   - A lead that was converted can still be read by id, queried and changed; its
//     notes and activities stay with it. Mistakes in the data of a conversion are
//     400 inside data[], not 202.
//   - Locked records can be cancelled; a Blueprint's transitions lead to every
//     other value of its field and need no data.
//   - If-Unmodified-Since and If-Modified-Since that are no date-times are ignored.
//   - OAUTH_SCOPE_MISMATCH says "invalid oauth scope to access this URL", as the
//     page of cancelling has it; those of records say "Unauthorized".
//   - A slash in a path parts it even where it is written as %2F.
//   - A watch request of which every channel fails tells each inside watch[]; the
//     specification also allows a single flat error.
//   - A lookup keeps showing the name of a record that was deleted.
//   - X-ACCESSTOKEN-RESET is written like any date-time.
//   - In a composite request what is wrong with a sub-request comes to light
//     when its turn comes, as Zoho's sample of a rollback has it; the second of
//     two equal ids is the wrong one; a sub-request of an older version is
//     answered as version 8 would; ids= of a deletion is a restricted parameter;
//     a missing body, as with 204, is an empty object; a reference to null is
//     invalid; in parallel the last independent one comes first; and
//     REQUEST_TIMEOUT does not happen.
//   - A rollback leaves what others wrote on top of the records meanwhile.
//   - A channel is its user's, with one subscription per module; opening it again
//     replaces that. What a PATCH leaves out stays, the expiry too. A condition
//     looks at the fields that a new record has, and lets deletions pass. GET
//     without channels is 204. users.* events and notify_on_related_action have
//     no effect; two objects per field_selection are not a limit, since sources
//     contradict each other there.
//   - Notices name no bookkeeping fields (Modified_Time, Modified_By) and, of a
//     new record, no fields and no values at all. What comes back from the recycle
//     bin is told as new; permanent deletion is not told.
//   - What COQL's documents leave open is in the documentation of package coql.
//   - The text search word= matches words from their beginning.
//
// # How it is built
//
// A Sim holds the clock, the first application and a world, which a reset
// replaces. A request is a visit: it meets faults, the limit of calls in flight,
// its wait, then the token server or a call of the CRM API, and is logged. A
// call is matched by the route table, checked for token and scope, charged, and
// answered by its handler. Items of writes go through a judge, which yields
// values or problems; records are immutable versions in package record. Every
// call and every act of a person writes through a journal of its own, from which
// channels are told and a composite request is rolled back.
package zohosim
