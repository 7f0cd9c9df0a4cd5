//go:build !race

package app_test

// atOnce is how many tests run at the same time: they wait more than they work.
func atOnce(cores int) int { return max(8, cores) }

// raceDetector tells whether the race detector is on.
const raceDetector = false
