package app_test
import "testing"
func TestProbeLook(t *testing.T) {
	w := newWorld(t, nil)
	for id, c := range w.probes(true) { t.Logf("%s %s %q -> %s (%s)", id, c.GetState(), c.GetDetail(), c.GetRemedy(), c.GetDuration().AsDuration()) }
}
