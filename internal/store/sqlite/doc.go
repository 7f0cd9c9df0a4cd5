// Package sqlite keeps everything in one SQLite file, for one process.
//
// [Open] gives a [DB]; each subject's store interface is satisfied by a small
// type over it ([DB.Jobs], [DB.Intents], ...) in a file of its own. The
// package knows tables and nothing of what they are for: whatever must be
// decided inside a transaction is a function that the subject hands in.
//
// Writing: one goroutine owns the only connection that writes. It takes all
// transactions that wait (at most 64), runs them one after the other inside
// one SQLite transaction, each within its own SAVEPOINT, and commits once. The
// disk's sync, which is what a commit costs, is thereby shared by all who came
// while the last one was under way, so that synchronous=FULL is affordable and
// no caller fights for a lock. A transaction that fails or panics rolls back
// to its own savepoint only. A caller who is cancelled while still waiting is
// never run; one whose turn has come is told the true outcome, cancelled or
// not, so there is no commit of which nobody knows whether it happened.
//
// Reading: a few connections that cannot write, each reading from a snapshot
// (WAL), so readers and the writer do not wait for each other.
//
// Times are stored as integers, milliseconds since 1970 in UTC, and absent ones
// as NULL. Tables are STRICT. Errors leave the package as faults: a full or
// broken disk and a closed store are Unavailable, a violated constraint is a
// Conflict, a missing row NotFound.
package sqlite
