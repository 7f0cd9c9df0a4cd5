//go:build race

package slot

// usualSchedules is less where the race detector makes each ten times dearer:
// the comparison runs on one goroutine, and the full number without it.
const usualSchedules = 4_000
