package connection

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
)

// Reseal seals all anew that was sealed with another key than the first, and
// returns how many values that were. It may run beside a serving process and
// be repeated.
func (s *Service) Reseal(ctx context.Context) (resealed int, err error) {
	all, err := s.Store.All(ctx)
	if err != nil {
		return 0, err
	}
	for _, row := range all {
		n := 0
		err := s.Store.Update(ctx, row.Project, row.Aside, func(sealed Sealed) (_ Sealed, err error) {
			n, err = s.reseal(&sealed)
			return sealed, err
		})
		if err != nil && !fault.Is(err, fault.NotFound) { // it may be disconnected meanwhile
			return resealed, err
		}
		resealed += n
	}
	return resealed, nil
}

func (s *Service) reseal(sealed *Sealed) (n int, err error) {
	c, err := open(s.Vault, *sealed)
	if err != nil {
		return 0, err
	}
	fresh := seal(s.Vault, c, sealed.Aside, sealed.Code)
	for _, v := range []struct{ stored, fresh *string }{
		{&sealed.RefreshToken, &fresh.RefreshToken}, {&sealed.AccessToken, &fresh.AccessToken}, {&sealed.ClientSecret, &fresh.ClientSecret},
	} {
		if *v.stored != "" && s.Vault.Stale(*v.stored) {
			*v.stored = *v.fresh
			n++
		}
	}
	return n, nil
}
