//go:build !race

package doctor_test

// stride is the step from one interrupted request to the next.
const stride = 1
