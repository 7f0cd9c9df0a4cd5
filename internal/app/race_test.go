//go:build race

package app_test

// raceDetector: everything takes some ten times as long, and the time that an
// answer may take does not, so no more tests run at once than there are cores.
const raceDetector = true
