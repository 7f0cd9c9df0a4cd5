//go:build race

package doctor_test

// stride is the step from one interrupted request to the next: the race
// detector, which makes each examination slow, sees the same code at a few.
const stride = 6
