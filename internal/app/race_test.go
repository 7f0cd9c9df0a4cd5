//go:build race

package app_test

// atOnce is how many tests run at the same time. Everything takes some ten times
// as long under the race detector, and the time that an answer may take does not.
func atOnce(cores int) int { return cores + 1 }

// raceDetector tells whether the race detector is on.
const raceDetector = true
