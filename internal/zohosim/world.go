package zohosim

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/notify"
	"github.com/ringbook/ringbook/internal/zohosim/oauth"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// world is everything that a reset replaces. A request works on the world it
// began in, whatever a reset does meanwhile.
type world struct {
	now       func() time.Time
	authority *oauth.Authority
	store     *record.Store
	meter     *meter
	faults    *faultTable
	log       *requestLog
	rules     *atomic.Pointer[rules]
	ruling    *sync.Mutex // one change of the rules at a time
	board     *notify.Board
	courier   *notify.Courier

	staffing *sync.Mutex // one change of the directory at a time
	people   *atomic.Pointer[directory]
}

// directory is the organisation as it is now. One call should ask once where
// two answers must agree.
func (w *world) directory() *directory { return w.people.Load() }

// newWorld builds a world from a seed. randomSeed makes fault probabilities
// repeatable.
func newWorld(now func() time.Time, client oauth.Client, settings Settings, seed string, randomSeed uint64) (*world, error) {
	w := &world{
		now:       now,
		authority: oauth.New(client, now),
		store:     record.NewStore(),
		meter:     newMeter(now),
		faults:    newFaultTable(randomSeed),
		log:       &requestLog{},
		rules:     &atomic.Pointer[rules]{},
		board:     notify.NewBoard(now),
		courier:   notify.NewCourier(now),
		ruling:    &sync.Mutex{},
		staffing:  &sync.Mutex{},
		people:    &atomic.Pointer[directory]{},
	}
	w.rule(newRules(settings, nil))
	return w, w.plant(seed)
}

// configure puts changed settings into force, or leaves all as it was where one
// of them is wrong. No other change of the rules comes between.
func (w *world) configure(change func(*Settings) error) (Settings, error) {
	w.ruling.Lock()
	defer w.ruling.Unlock()
	before := w.rules.Load()
	next := before.Settings
	if err := change(&next); err != nil {
		return next, err
	}
	if err := next.check(); err != nil {
		return next, err
	}
	w.rule(newRules(next, before.custom))
	return next, nil
}

// rule makes rules those in force.
func (w *world) rule(r *rules) {
	w.authority.SetRules(oauth.Rules{Throttle: r.TokenThrottle, DataCenter: r.DataCenter, MultiDC: r.MultiDC})
	w.rules.Store(r)
}

func (w *world) allowance() allowance {
	return w.rules.Load().allowance(w.directory().licences())
}

// view is how a user sees values (zoho-crm-api §2.1: the API user's zone).
func (w *world) view(userID string, r *rules) record.View {
	return record.View{
		Zone:      location(w.directory().zoneOf(userID, r.Settings)),
		Names:     func(ref record.Ref) (string, string) { return w.nameOf(ref, r) },
		Catalogue: r.catalogue,
		User:      userID,
	}
}

// nameOf is the name, and for users the email, that a reference is shown with.
// A deleted record keeps its name, since it still is in the recycle bin.
func (w *world) nameOf(ref record.Ref, r *rules) (name, email string) {
	if ref.Module == "" {
		u, _ := w.directory().user(ref.ID)
		return u.fullName(), u.Email
	}
	m := r.catalogue.Module(ref.Module)
	target := w.store.Any(ref.Module, ref.ID)
	if m == nil || target == nil {
		return "", ""
	}
	return target.String(m.Name), target.String("Email")
}
