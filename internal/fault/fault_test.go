package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
)

func TestRemedyTravelsWithTheFault(t *testing.T) {
	plain := fault.New(fault.Refused, "the code is too old")
	err := fmt.Errorf("publishing: %w", plain.WithRemedy("authorize %s", "again"))
	if got := fault.RemedyOf(err); got != "authorize again" {
		t.Errorf("RemedyOf = %q", got)
	}
	if got := fault.RemedyOf(plain); got != "" {
		t.Errorf("the original has the remedy %q; want a copy to have it", got)
	}
	if got := fault.RemedyOf(errors.New("foreign")); got != "" {
		t.Errorf("a foreign error has the remedy %q", got)
	}
}
