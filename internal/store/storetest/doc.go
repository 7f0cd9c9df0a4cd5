// Package storetest is the one suite that every store must pass: what the
// subjects' store interfaces promise, concurrency included. A store's own test
// is a few lines that hand a constructor to each function here; whatever holds
// for one store then holds for all.
//
// The suite looks at a store only through the subject's interface. It pins the
// clock and never waits for time to pass.
package storetest
