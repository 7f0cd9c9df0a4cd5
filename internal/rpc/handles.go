package rpc

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/vault"
)

// The handles that a model quotes back: short, sealed, bound to the project
// and expiring; nothing is stored for them. They must be short because a
// language model has to copy them, so a slot names its staff and service by a
// hash that is looked up among the project's few.
const (
	slotHandle        = "slot"
	pageHandle        = "page"
	candidateHandle   = "candidate"
	appointmentHandle = "appointment"
)

// handleLife is how long a handle is good for, at least. Expiry is rounded up
// to the hour, so that one slot keeps one handle during a call.
const handleLife = time.Hour

// handles seals and opens them for one project at one moment.
type handles struct {
	sealer  *vault.Handles
	project string
	now     time.Time
}

func (h handles) expiry() time.Time {
	return h.now.Add(handleLife).Truncate(time.Hour).Add(time.Hour)
}

// wishedStaff marks, in the length of a slot, that the caller asked for its
// staff. No slot is as long as the bit is worth.
const wishedStaff = 1 << 15

func (h handles) slot(o booking.Offer) string {
	payload := make([]byte, 0, 14)
	payload = binary.BigEndian.AppendUint32(payload, minutes(o.Start))
	length := uint16(o.End.Sub(o.Start) / time.Minute)
	if o.Wished {
		length |= wishedStaff
	}
	payload = binary.BigEndian.AppendUint16(payload, length)
	payload = binary.BigEndian.AppendUint32(payload, nameHash(o.Staff))
	payload = binary.BigEndian.AppendUint32(payload, nameHash(o.Service))
	return h.sealer.Seal(slotHandle, h.project, payload, h.expiry())
}

// choice opens a slot's handle. One that was invented gives an unknown choice;
// one that has expired too, but it still tells which time was meant, so that
// the repeat of an answered request is known as such.
func (h handles) choice(handle string, set attribute.Settings) booking.Choice {
	payload, err := h.sealer.Open(slotHandle, h.project, handle, h.now)
	expired := errors.Is(err, vault.ErrExpired)
	if expired {
		payload, err = h.sealer.Open(slotHandle, h.project, handle, time.Unix(0, 0))
	}
	if err != nil || len(payload) != 14 {
		return booking.Choice{Unknown: true}
	}
	staff, known := named(binary.BigEndian.Uint32(payload[6:]), staffIDs(set))
	service, offered := named(binary.BigEndian.Uint32(payload[10:]), append(serviceNames(set), ""))
	length := binary.BigEndian.Uint16(payload[4:])
	choice := booking.Choice{
		Unknown:  expired || !known || !offered,
		Start:    fromMinutes(binary.BigEndian.Uint32(payload)),
		Duration: time.Duration(length&^wishedStaff) * time.Minute,
		Service:  service, Offered: staff,
	}
	if length&wishedStaff != 0 {
		choice.Staff = staff
	}
	return choice
}

// longestPage bounds what a page token remembers, in bytes: sealed it may have
// the 2000 characters that a request takes. That is some 1400 slots; nobody
// turns pages beyond them.
const longestPage = 1480

// page remembers the starts of the pages so far, as steps from one to the next:
// most take one byte. Empty where they are too many.
func (h handles) page(offered []time.Time) string {
	slices.SortFunc(offered, time.Time.Compare)
	var payload []byte
	var last uint32
	for _, t := range offered {
		payload = binary.AppendUvarint(payload, uint64(minutes(t)-last))
		last = minutes(t)
	}
	if len(payload) > longestPage {
		return ""
	}
	return h.sealer.Seal(pageHandle, h.project, payload, h.expiry())
}

// offered opens a page token: the starts of the pages before. A token that
// cannot be opened starts from the beginning again.
func (h handles) offered(token string) []time.Time {
	payload, err := h.sealer.Open(pageHandle, h.project, token, h.now)
	if err != nil {
		return nil
	}
	var starts []time.Time
	var last uint32
	for len(payload) > 0 {
		step, n := binary.Uvarint(payload)
		if n <= 0 {
			return starts
		}
		payload, last = payload[n:], last+uint32(step)
		starts = append(starts, fromMinutes(last))
	}
	return starts
}

// longestCandidateName, in bytes, keeps the handle of a candidate within what a model
// copies without mistakes.
const longestCandidateName = 32

func (h handles) candidate(r contact.Record) string {
	name := clipped(r.Name, longestCandidateName)
	return h.sealer.Seal(candidateHandle, h.project, []byte(string(r.Module)+"\x00"+r.ID+"\x00"+name), h.expiry())
}

func (h handles) record(handle string) *contact.Record {
	payload, err := h.sealer.Open(candidateHandle, h.project, handle, h.now)
	if err != nil {
		return nil
	}
	parts := strings.Split(string(payload), "\x00")
	if len(parts) != 3 {
		return nil
	}
	return &contact.Record{Module: contact.Module(parts[0]), ID: parts[1], Name: parts[2]}
}

// appointment is bound to the conversation that is told of the booking: there
// it proves what that answer had proved, and nowhere else anything.
func (h handles) appointment(b booking.Booking, conversation string) string {
	id, err := hex.DecodeString(b.ID)
	if err != nil {
		return ""
	}
	return h.sealer.Seal(appointmentHandle, h.project+"\x00"+conversation, id, h.expiry())
}

func (h handles) booking(handle, conversation string) (id string, ok bool) {
	payload, err := h.sealer.Open(appointmentHandle, h.project+"\x00"+conversation, handle, h.now)
	return hex.EncodeToString(payload), err == nil
}

func named(hash uint32, names []string) (string, bool) {
	for _, n := range names {
		if nameHash(n) == hash {
			return n, true
		}
	}
	return "", false
}

func nameHash(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()
}

// minutes counts whole minutes since 1970: every slot begins on one.
func minutes(t time.Time) uint32 { return uint32(t.Unix() / 60) }

func fromMinutes(m uint32) time.Time { return time.Unix(int64(m)*60, 0).UTC() }
