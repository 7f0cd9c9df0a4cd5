package connection

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/config"
)

// elsewhereLimit bounds the look into the other data centres as a whole.
const elsewhereLimit = 6 * time.Second

// mayBeElsewhere reports whether a refused code is worth trying in the other
// data centres: a typed one, young enough to be good anywhere. A redirect says
// itself where its code belongs.
func (h handover) mayBeElsewhere(r *Refusal) bool {
	return h.redirectURL == "" && (r.Reason == BadGrant || r.Reason == UnknownClient) && !h.stale()
}

func (h handover) stale() bool { return !h.setAt.IsZero() && h.Now().Sub(h.setAt) > codeLife }

// reply is what one data centre said to the code.
type reply struct {
	region string
	grant  Grant
	err    error
}

// elsewhere tries the code in the other data centres, all at once, and keeps
// the grant of the one that accepts it.
//
// This is safe: code and client secret go to Zoho's own accounts hosts alone,
// which are data of this program; a data centre that does not know a code
// cannot use it up, since they share nothing; and no account has a code that is
// good in two. China's, which is run by another company, is left out unless it
// is the one that was configured, and then it has been asked already.
func (h handover) elsewhere(ctx context.Context, home *Refusal) (Connection, error) {
	limited, cancel := context.WithTimeout(ctx, elsewhereLimit)
	defer cancel()
	regions := h.otherRegions()
	replies := make(chan reply, len(regions))
	for _, region := range regions {
		app := h.app
		app.Region = region
		go func() {
			grant, err := h.Authority.Exchange(limited, app, h.code, "")
			replies <- reply{region, grant, err}
		}()
	}
	knownIn := ""
	for range regions {
		r := <-replies
		if r.err == nil {
			return h.keep(ctx, r.region, r.grant)
		}
		if refusal, ok := errors.AsType[*Refusal](r.err); ok && refusal.Reason != UnknownClient && refusal.Reason != Unheard && refusal.Reason != Unanswered {
			knownIn = r.region
		}
	}
	if err := h.end(ctx, Rejected); err != nil {
		return Connection{}, err
	}
	if home.Reason == UnknownClient && knownIn != "" {
		return Connection{}, clientElsewhere(home, h.app.Region, knownIn)
	}
	return Connection{}, h.word(home)
}

func (h handover) otherRegions() (regions []string) {
	for _, center := range config.DataCenters() {
		if center.Region != h.app.Region && center.Region != "cn" {
			regions = append(regions, center.Region)
		}
	}
	return regions
}
