// Package job is durable work: what must happen even if the process dies, and
// what nobody on the line should wait for.
//
// A subject returns a [New] beside the change that caused it, and the store
// commits both together. A [Runner] claims due jobs from a [Store] and hands
// each to the [Handler] of its kind. The package knows neither what the work
// is nor how it is stored.
//
//	           claim (a lease)            nil
//	queued --------------------> running -------> done
//	   ^                           |  |
//	   |   error: wait and retry   |  |  Stop, or attempts spent
//	   +---------------------------+  +---------> dead
//	   ^                           |
//	   +------ lease expired ------+
//
// A running job is nothing but a job with a lease, which its worker keeps
// extending. When the process is killed the lease runs out and the job becomes
// due again by itself: no sweep, no heartbeat table, no rescuer. The price is
// that a handler may run again after it had already done its work, or, where a
// process hung for longer than its lease, beside the one that took over.
// Handlers must therefore be repeatable; writes to the outside go through
// package intent, which makes them so.
//
// A job with a key stands for a thing ("settle booking 7f") rather than for an
// event. At most one unfinished job has a kind, project and key: enqueueing it
// again pulls its time forward. Enqueueing it while it runs makes it run once
// more afterwards, because the handler may have read the world before the
// news arrived. The payload of the first stays, so the payload of a job with a
// key must follow from the key.
//
// A handler that always answers [Snooze] is a periodic job. Two runners with
// different kinds keep slow work from standing in front of urgent work.
package job
