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
// A Sim is an http.Handler too. Its clock is Config.Now plus what SetNow and
// Advance moved; tokens, search lag, credits and the rules about past and future
// follow it. Only the waits of latency are real time.
//
// # What it does
//
//   - POST /oauth/v2/token and /oauth/v2/token/revoke, with lifetimes, limits and
//     the throttle (package oauth).
//   - Records of Leads, Contacts, Accounts, Deals, Tasks, Events, Calls and
//     Notes: insert, list, get, update, delete, deleted, notes under a record,
//     cancelling a meeting. One field table (package schema) judges writes and is
//     served as metadata.
//   - Search over an index that lags behind (package criteria), COQL over live
//     data (package coql).
//   - Users, organisation, fields, modules, layouts, pipelines, business hours,
//     holidays.
//   - Credits, concurrency and sub-concurrency.
//
// Not simulated: upsert, recurring meetings, lead conversion, composite
// requests, change notifications, record counts, related lists but Notes, custom
// and unique fields, mails, automation, the consent page. Their URLs answer as
// unknown ones do.
//
// # The control plane
//
// Below /__sim/, JSON in and out, mistakes are 400 with {"error"}. It asks for
// no key: never let the simulator's address be reached from outside.
//
//	POST   reset            {seed?, randomSeed?}: fresh state; clock and application stay
//	POST   grant            {scopes?, userId?, redirectUri?}: a consent, ready to use
//	POST   tokens/expire    every access token expires
//	POST   tokens/revoke    every code, refresh and access token is withdrawn
//	GET    faults           what is armed; POST {faults: [Fault]} adds, DELETE clears
//	GET    settings         Settings; POST changes the keys that are given
//	GET    clock            {now}; POST {now} or {advanceMs}
//	GET    records/{module} {data}; with ?deleted=true the deleted ones
//	POST   records/{module} {data: [...]}: as a person in Zoho's pages would
//	PUT    records/{module}/{id}, DELETE the same
//	GET    requests?since=  the latest 100,000 requests, see Request
//	GET    credits          {used, remaining, byRoute, peakConcurrency}
//
// What a person enters costs nothing, needs no mandatory field, and reaches the
// search index late like everything else. Faults strike requests outside the
// control plane, see Fault: drop_after applies a write and closes without an
// answer; a write delayed by latency lands even when its client has gone.
//
// # Where it is unsure
//
// Zoho's documents are silent or disagree on a number of points. Those on which
// a client's correctness may hang are fields of Settings. The others, with the
// reading taken here:
//
//   - Request-level errors of writes stand inside data[], except for bodies that
//     are not JSON; those of reads and of actions/cancel are flat.
//   - A failed DELETE is told inside data[] like other writes; the specification
//     has it flat.
//   - Of an unknown URL, a bad token, an unknown module and a missing scope, the
//     first in this order is told.
//   - An event that ends before it starts is INVALID_DATA.
//   - Picklists keep and answer the display value and take the actual one too;
//     only Call_Type and Outgoing_Call_Status refuse other values. Which pipeline
//     a stage belongs to is checked on plain writes as it is on conversion.
//   - A lookup keeps showing the name of a record that was deleted.
//   - X-ACCESSTOKEN-RESET is written like any date-time.
//   - COQL compares text without regard to case, treats null as SQL does, and
//     answers lookups by id alone.
//
// # How it is built
//
// A Sim holds the clock, the registered application and a world, which a reset
// replaces. A request is a visit: it meets faults, the limit of calls in flight,
// its wait, then the token server or a call of the CRM API, and is logged. A
// call is matched by the route table, checked for token and scope, charged, and
// answered by its handler. Items of writes go through a judge, which yields
// values or problems; records are immutable versions in package record.
package zohosim
