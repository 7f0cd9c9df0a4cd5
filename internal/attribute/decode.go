package attribute

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// Decode lays values over the defaults of the catalogue and gives the typed
// settings. projectZone is the IANA zone of the project, which applies while
// zoho_timezone is not set. Values are by attribute name, secrets sealed;
// names that the catalogue does not know are passed over, since a revision
// outlives a catalogue.
//
// The error joins one Invalid fault per attribute that cannot be used, in a
// fixed order.
func Decode(values map[string]string, projectZone string) (Settings, error) {
	s, problems := decodeMost(values, projectZone)
	if len(problems) > 0 {
		return Settings{}, errors.Join(problems...)
	}
	return s, nil
}

// decodeMost is Decode that goes on after a problem: what cannot be used gives way to
// its default.
func decodeMost(values map[string]string, projectZone string) (Settings, []error) {
	d := newDecoder(values)
	s := Settings{
		Features:     d.features(),
		Connection:   d.connection(),
		Voice:        d.voice(),
		Organisation: d.organisation(),
		Callers:      d.callers(),
	}
	s.Scheduling = d.scheduling(s.Organisation, projectZone)
	s.AfterCall = d.afterCall(s.Organisation)
	if s.Callers.PhoneRegion == "" {
		s.Callers.PhoneRegion = s.Organisation.Country
	}
	d.checkTogether(s)
	s.Warnings = d.warnings
	return s, d.problems
}

// decoder reads values by name and collects what is wrong with them.
type decoder struct {
	values map[string]string
	// inEffect holds the canonical value or the default of every attribute
	// but the secrets. A value that was refused gives way to the default, so
	// that it is refused once.
	inEffect map[string]string
	problems []error
	warnings []Warning
}

func newDecoder(values map[string]string) *decoder {
	d := &decoder{values: values, inEffect: map[string]string{}}
	for _, entry := range theCatalogue().entries {
		if entry.ValueType == config.Secret {
			continue
		}
		value, err := Canonical(entry, values[entry.IDN])
		if err != nil {
			d.problems = append(d.problems, err)
		}
		d.inEffect[entry.IDN] = cmp.Or(value, entry.DefaultValue)
	}
	return d
}

func (d *decoder) refuse(idn, format string, args ...any) {
	d.problems = append(d.problems, fault.InvalidField(idn, format, args...))
}

func (d *decoder) warn(idn, format string, args ...any) {
	d.warnings = append(d.warnings, Warning{idn, fmt.Sprintf(format, args...)})
}

// text returns the value in effect in its canonical form.
func (d *decoder) text(idn string) string { return d.inEffect[idn] }

func (d *decoder) on(idn string) bool { return d.text(idn) == True }

// number returns 0 where neither a value nor a default is set.
func (d *decoder) number(idn string) int {
	n, _ := strconv.Atoi(d.text(idn)) // canonical, or empty
	return n
}

func (d *decoder) minutes(idn string) time.Duration {
	return time.Duration(d.number(idn)) * time.Minute
}

func (d *decoder) secret(idn string) Secret { return Secret{idn, d.values[idn]} }

func (d *decoder) template(idn string) Template {
	template, err := parseTemplate(d.text(idn), theCatalogue().entry(idn).Placeholders)
	if err != nil {
		d.refuse(idn, "%s", err)
	}
	return template
}

// parsed reads a value that is written in a form of its own. Where nothing
// is set it gives the zero value.
func parsed[T any](d *decoder, idn string, parse func(string) (T, error)) T {
	var zero T
	text := d.text(idn)
	if text == "" {
		return zero
	}
	value, err := parse(text)
	if err != nil {
		d.refuse(idn, "%s", err)
		return zero
	}
	return value
}

func (d *decoder) features() Features {
	return Features{
		SlotCheck:    d.on("zoho_enable_slot_check"),
		Booking:      d.on("zoho_enable_booking"),
		Reschedule:   d.on("zoho_enable_reschedule"),
		Cancellation: d.on("zoho_enable_cancellation"),
		SlotsAtStart: d.on("zoho_check_availability_on_conversation_start"),
	}
}

func (d *decoder) connection() Connection {
	return Connection{
		Region:         d.text("zoho_region"),
		Environment:    Environment(d.text("zoho_environment")),
		ClientID:       d.text("zoho_client_id"),
		ClientSecret:   d.secret("zoho_client_secret"),
		FieldMap:       decodeFieldMap(parsed(d, "zoho_field_map", parseFieldMap)),
		ReferenceField: d.text("zoho_reference_field"),
		MeetingVenue:   d.text("zoho_meeting_venue"),
		LeadCompany:    d.text("zoho_lead_company"),
	}
}

func (d *decoder) voice() Voice {
	return Voice{
		VapiSecret:       d.secret("vapi_secret"),
		VapiSignature:    parsed(d, "vapi_signature", parseVapiSignature),
		RetellAPIKey:     d.secret("retell_api_key"),
		ElevenLabsSecret: d.secret("elevenlabs_webhook_secret"),
	}
}

func (d *decoder) callers() Callers {
	return Callers{
		CheckExisting:    d.on("zoho_check_existing_client"),
		LookupOrder:      splitNames(d.text("zoho_lookup_order")),
		OnlyWhenNotLocal: d.text("zoho_query_mode") == "when_not_local",
		NewAsContact:     d.text("zoho_create_for_new") == "contact",
		AskWhenAmbiguous: d.text("zoho_ambiguous_caller") == "ask",
		PhoneRegion:      d.text("zoho_phone_region"),
		CacheFor:         d.minutes("zoho_caller_cache_minutes"),
	}
}

func (d *decoder) afterCall(org Organisation) AfterCall {
	update := d.on("zoho_update_pipeline")
	pipeline, err := choosePipeline(org.Pipelines, d.text("zoho_pipeline"))
	if err != nil {
		d.refuse("zoho_pipeline", "%s", err)
	}
	return AfterCall{
		LogCalls:      d.on("zoho_log_calls"),
		RecordingLink: RecordingLink(d.text("zoho_recording_link")),
		AddNote:       d.on("zoho_add_note"),
		CreateLead:    d.on("zoho_create_lead"),
		Deals: Deals{
			Update:        update,
			Create:        d.on("zoho_create_deal") && update,
			Name:          d.template("zoho_deal_name"),
			Pipeline:      pipeline,
			OnlySuggest:   d.text("zoho_pipeline_mode") == "suggest",
			AllowBackward: d.on("zoho_pipeline_backward"),
			Criteria:      d.text("zoho_pipeline_criteria"),
		},
	}
}

// checkTogether judges what only shows when values are seen side by side.
func (d *decoder) checkTogether(s Settings) {
	if (s.Connection.ClientID == "") != !s.Connection.ClientSecret.IsSet() {
		d.refuse("zoho_client_id", "client id and client secret belong together; set both, or neither to use the server's application")
	}
	if s.Voice.VapiSignature.IsSet() && !s.Voice.VapiSecret.IsSet() {
		d.refuse("vapi_signature", "a signature needs the secret it is made with; set vapi_secret")
	}
	slots := s.Scheduling.Slots
	if slots.MinimumNotice >= time.Duration(slots.DaysAhead+1)*24*time.Hour {
		d.warn("zoho_minimum_notice", "the notice reaches beyond the days ahead, so nothing can ever be booked; lower it or raise zoho_availability_days")
	}
	for _, entry := range theCatalogue().entries {
		// A switch that is off asks for nothing.
		asks := d.values[entry.IDN] != "" && (entry.ValueType != config.Boolean || d.on(entry.IDN))
		if asks && d.switchedOff(entry.DependsOn) {
			d.warn(entry.IDN, "this has no effect while %s is False", entry.DependsOn)
		}
	}
}

// switchedOff reports whether idn names a BOOLEAN that is off.
func (d *decoder) switchedOff(idn string) bool {
	return idn != "" && theCatalogue().entry(idn).ValueType == config.Boolean && !d.on(idn)
}

func alignment(word string) slot.Alignment {
	if word == "grid" {
		return slot.AlignGrid
	}
	return slot.AlignWindow
}
