package crm

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zoho"
)

// recordProbes write a lead and a call.
func (p *probing) recordProbes() []probe {
	fields := "ZohoCRM.settings.fields.READ"
	lead := append(moduleScopes("events", "READ", "CREATE", "DELETE"), moduleScopes("leads", "READ", "CREATE", "DELETE")...)
	return []probe{
		{"lead-in-what-id", "Can an event be about a lead?", append(lead, fields), p.leadInWhatID},
		{"call-duration-format", "Is a call's duration read as HH:mm or as mm:ss?", moduleScopes("calls", "READ", "CREATE", "DELETE"), p.callDuration},
	}
}

// leadInWhatID writes an event about a lead, as ringbook does for callers who
// are no contacts. Zoho's list of modules lacks leads, its samples have them
// (zoho-crm-api §2.2).
func (p *probing) leadInWhatID(ctx context.Context) (doctor.Answer, error) {
	lead, err := p.insert(ctx, "Leads", row{"Company": "ringbook probe"})
	if err != nil {
		return doctor.Answer{}, err
	}
	_, err = p.event(ctx, row{"What_Id": zoho.Ref(lead.ID), "$se_module": "Leads"})
	accepted, err := taken(err, "What_Id", "$se_module")
	switch {
	case err != nil:
		return doctor.Answer{}, err
	case accepted:
		return told("accepted", "as ringbook books for leads"), nil
	}
	return mend(told("refused", "ringbook books for leads in this way"), p.live.Features.Booking,
		"convert the leads that are to be booked to contacts"), nil
}

// callDuration writes "01:05" and reads how many seconds that is.
func (p *probing) callDuration(ctx context.Context) (doctor.Answer, error) {
	made, err := p.insert(ctx, "Calls", row{
		"Call_Type": zoho.CallInbound, "Call_Duration": "01:05",
		"Call_Start_Time": zoho.At(p.gateway.clients.Now().Add(-farAhead)),
	})
	if err != nil {
		return doctor.Answer{}, err
	}
	stored, err := p.get(ctx, "Calls", made.ID, "Call_Duration", "Call_Duration_in_seconds")
	if err != nil {
		return doctor.Answer{}, err
	}
	seconds, _ := stored["Call_Duration_in_seconds"].(float64)
	switch time.Duration(seconds) * time.Second {
	case 65 * time.Minute:
		return told("HH:mm", "01:05 is an hour and five minutes"), nil
	case 65 * time.Second:
		return told("mm:ss", "01:05 is a minute and five seconds"), nil
	}
	return untold("01:05 is read back as %v seconds", seconds), nil
}
