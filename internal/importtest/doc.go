// Package importtest holds the house rule of imports, and is nothing but tests.
//
// The rule is one table, house_test.go: every package of the module has a line
// there that says where it stands and why. A subject stands on a floor and may
// import subjects of lower floors. An edge, which ties the subjects to one
// technology, names what it may import. A package without a line fails the test,
// so that a new room is a decision and not an accident.
//
// Only files that end up in a program are held to the rule; _test.go files may
// import what they like. The imports are read from the source files themselves
// rather than asked of the go command: this covers every build tag, and go test
// then knows which files its cached result depends on.
package importtest
