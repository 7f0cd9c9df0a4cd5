package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/slot"
)

// exclusive is a rule that claims where nothing overlaps.
func exclusive(want booking.Booking) func(booking.Ground) booking.Decision {
	return func(g booking.Ground) booking.Decision {
		if len(g.Overlapping) > 0 {
			return booking.Decision{}
		}
		return booking.Decision{Write: &want, Effects: booking.Effects{
			Jobs: []job.New{{Kind: "settle", Project: want.Project, Key: want.ID}},
		}}
	}
}

// raceClaims lets 32 claims of different lengths meet in one morning. What is
// then booked must not overlap, and whatever was turned away must overlap it.
func (t bookingsTest) raceClaims() {
	const claims = 32
	wants := make([]booking.Booking, claims)
	for i := range wants {
		b := t.booked(fmt.Sprint(i), 9)
		b.Start = t.at(9, i*7%120)
		b.End = b.Start.Add(time.Duration(10+i%5*25) * time.Minute)
		b.Block = slot.Interval{Start: b.Start.Add(-time.Duration(i%3*5) * time.Minute), End: b.End.Add(5 * time.Minute)}
		wants[i] = b
	}
	var all sync.WaitGroup
	start := make(chan struct{})
	for _, want := range wants {
		all.Go(func() {
			<-start
			report(t.T, t.store.Claim(t.Context(), t.query(want), exclusive(want)))
		})
	}
	close(start)
	all.Wait()
	var won, lost []booking.Booking
	for _, want := range wants {
		_, err := t.store.Get(t.Context(), "p1", want.ID)
		_, noJob := t.queue.Get(t.Context(), "p1", "settle", want.ID)
		if (err == nil) != (noJob == nil) {
			t.Errorf("booking %s: %v, its job: %v", want.ID, err, noJob)
		}
		if err == nil {
			won = append(won, want)
		} else if lost = append(lost, want); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
	for i, b := range won {
		t.wantIDs("overlapping "+b.ID, overlap(won[i+1:], b.Block))
	}
	for _, b := range lost {
		if len(overlap(won, b.Block)) == 0 {
			t.Errorf("nothing stands in the way of %s", b.ID)
		}
	}
	t.Logf("%d of %d claims won", len(won), claims)
}

func overlap(list []booking.Booking, block slot.Interval) (found []booking.Booking) {
	for _, b := range list {
		if b.Block.Overlaps(block) {
			found = append(found, b)
		}
	}
	return found
}

func (t bookingsTest) raceKey() {
	var won atomic.Int32
	race(func(racer int) {
		b := t.booked(fmt.Sprint(racer), racer+1)
		q := t.query(b)
		q.Key = "k"
		var wrote bool
		err := t.store.Claim(t.Context(), q, func(g booking.Ground) booking.Decision {
			if wrote = g.Memory == nil; !wrote {
				return booking.Decision{}
			}
			return booking.Decision{Write: &b, Effects: booking.Effects{Remember: &booking.Memory{Key: "k", Booking: b.ID}}}
		})
		if report(t.T, err) && wrote {
			won.Add(1)
		}
	})
	if won.Load() != 1 {
		t.Errorf("%d claims of one key were written", won.Load())
	}
}

func (t bookingsTest) raceCodes() {
	var with atomic.Int32
	race(func(racer int) {
		b := t.booked(fmt.Sprint(racer), racer+1)
		q := t.query(b)
		q.Codes = []string{"K4QRX"}
		err := t.store.Claim(t.Context(), q, func(g booking.Ground) booking.Decision {
			if b.Code = g.Code; b.Code == "" {
				return booking.Decision{}
			}
			return booking.Decision{Write: &b}
		})
		if report(t.T, err) && b.Code != "" {
			with.Add(1)
		}
	})
	if with.Load() != 1 {
		t.Errorf("%d live bookings were given one code", with.Load())
	}
}

func (t bookingsTest) raceUpdates() {
	t.put(t.booked("a", 9))
	race(func(racer int) {
		for range 10 {
			_, err := t.store.Update(t.Context(), "p1", "a", func(b booking.Booking) (booking.Booking, booking.Effects, error) {
				b.Notes += "x"
				return b, booking.Effects{}, nil
			})
			report(t.T, err)
		}
	})
	if got := must[booking.Booking](t.T)(t.store.Get(t.Context(), "p1", "a")); len(got.Notes) != 10*racers {
		t.Errorf("of %d updates %d are there", 10*racers, len(got.Notes))
	}
}
