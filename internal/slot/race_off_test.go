//go:build !race

package slot

// usualSchedules is how many schedules an ordinary run compares.
const usualSchedules = 20_000
