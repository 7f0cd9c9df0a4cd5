package attribute

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Settings are the values in effect of one revision, typed. They never change
// once decoded and are shared by all who read them: do not write into their
// maps and slices.
type Settings struct {
	// Revision is the number of the revision they were decoded from; zero
	// for values that are not published.
	Revision     int64
	Features     Features
	Connection   Connection
	Voice        Voice
	Organisation Organisation
	Scheduling   Scheduling
	Callers      Callers
	AfterCall    AfterCall
	// Warnings are what a builder should know and nobody must mend.
	Warnings []Warning
}

// Warning says that a value works, but perhaps not as meant.
type Warning struct {
	IDN  string
	Text string
}

// Features are the switches of what an agent may do.
type Features struct {
	SlotCheck    bool // zoho_enable_slot_check
	Booking      bool // zoho_enable_booking
	Reschedule   bool // zoho_enable_reschedule
	Cancellation bool // zoho_enable_cancellation
	// SlotsAtStart: StartConversation brings slots
	// (zoho_check_availability_on_conversation_start).
	SlotsAtStart bool
}

// Connection says where the CRM is and how records are written there.
type Connection struct {
	// Region is a key of config.DataCenterByRegion.
	Region      string
	Environment Environment
	// ClientID and ClientSecret are the project's own Zoho application;
	// empty means the server's.
	ClientID     string
	ClientSecret Secret
	FieldMap     FieldMap
	// ReferenceField is an API name in Events; empty means that the
	// reference stands as a line in the description.
	ReferenceField string
	MeetingVenue   string
	LeadCompany    string
}

// Environment is one of the environments of a Zoho organisation.
type Environment string

// The environments (zoho-crm-api §1.5, §8).
const (
	Production Environment = "production"
	Sandbox    Environment = "sandbox"
	Developer  Environment = "developer"
)

// Voice holds what proves that a request comes from a voice platform.
type Voice struct {
	VapiSecret       Secret
	VapiSignature    VapiSignature
	RetellAPIKey     Secret
	ElevenLabsSecret Secret
}

// Scheduling says when, with whom and how appointments are made.
type Scheduling struct {
	// Zone is the zone in which appointments are offered and spoken.
	Zone *time.Location
	// Zones are those that Zoho's users have set, by the user's id; see ZoneOf.
	Zones    map[string]*time.Location
	Hours    Hours
	Slots    SlotSettings
	Staff    Staffing
	Events   EventSettings
	Language string // zoho_language: en, es or de
	// Offered is how many slots are offered at once.
	Offered int
	// Staleness is how old the known calendars may be when slots are offered.
	Staleness time.Duration
	// QueueInOutage accepts bookings as pending while Zoho does not answer;
	// false refuses them (zoho_outage_policy).
	QueueInOutage bool
}

// Hours are the opening hours and the dates that differ.
type Hours struct {
	// Zone is where the clocks hang: Scheduling.Zone, except for Zoho's
	// business hours, which Zoho keeps in a zone of their own.
	Zone *time.Location
	Week slot.Week
	// Exceptions replace the windows of a date; an empty list closes it.
	Exceptions map[slot.Date][]slot.Window
	Source     HoursSource
	// Rotas are those who work by shifts of Zoho's, by the user's id. Hours set
	// by the builder go before them as before the business hours.
	Rotas map[string]Rota
}

// HoursSource is where opening hours came from.
type HoursSource string

const (
	// HoursSet are zoho_working_hours.
	HoursSet HoursSource = "set"
	// HoursOfZoho are the organisation's business hours.
	HoursOfZoho HoursSource = "zoho"
	// HoursAssumed are Monday to Friday 9 to 17, for want of any.
	HoursAssumed HoursSource = "assumed"
)

// SlotSettings shape the slots.
type SlotSettings struct {
	Duration time.Duration
	// Interval is the distance between starts; zero means the duration of
	// what is booked.
	Interval                  time.Duration
	Alignment                 slot.Alignment
	BufferBefore, BufferAfter time.Duration
	MinimumNotice             time.Duration
	DaysAhead                 int
	// DailyLimit is the number of appointments a member of staff takes on
	// one local date; zero means no limit.
	DailyLimit int
}

// Staffing says who can be booked for what.
type Staffing struct {
	// People can be booked, in the builder's order; never empty once
	// published.
	People   []Person
	Choice   StaffChoice
	Services []BookableService
}

// StaffChoice is who takes an appointment when the caller names nobody.
type StaffChoice string

// The values of zoho_staff_choice.
const (
	AnyStaff       StaffChoice = "any"
	LeastBusyStaff StaffChoice = "least_busy"
	FixedStaff     StaffChoice = "fixed"
)

// Service finds a service by its name, whatever the case.
func (s Staffing) Service(name string) (BookableService, bool) {
	for _, service := range s.Services {
		if strings.EqualFold(service.Name, strings.TrimSpace(name)) {
			return service, true
		}
	}
	return BookableService{}, false
}

// For returns who can be booked for a service: its own staff, or everybody.
func (s Staffing) For(service BookableService) []Person {
	if len(service.Staff) > 0 {
		return service.Staff
	}
	return s.People
}

// Everybody returns all who can be booked for anything, each once: the staff,
// then who does some service only.
func (s Staffing) Everybody() []Person {
	all := slices.Clone(s.People)
	for _, service := range s.Services {
		for _, p := range service.Staff {
			if !slices.ContainsFunc(all, func(known Person) bool { return known.ID == p.ID }) {
				all = append(all, p)
			}
		}
	}
	return all
}

// EventSettings say how an appointment looks in Zoho.
type EventSettings struct {
	// Title has the placeholders service, name, phone and staff.
	Title Template
	// MarkCancelled keeps a cancelled event and marks it; false deletes it
	// (zoho_cancel_mode).
	MarkCancelled  bool
	NotifyAttendee bool
}

// Callers says how the person on the line is recognised.
type Callers struct {
	// CheckExisting: look in the CRM before booking.
	CheckExisting bool
	// LookupOrder names modules: Contacts, Leads, Accounts.
	LookupOrder []string
	// OnlyWhenNotLocal: the CRM is asked only where the local directory has
	// no match (zoho_query_mode).
	OnlyWhenNotLocal bool
	// NewAsContact: a caller in no record becomes a contact; false, a lead
	// (zoho_create_for_new).
	NewAsContact bool
	// AskWhenAmbiguous: the agent asks who is calling; false goes on without
	// a record (zoho_ambiguous_caller).
	AskWhenAmbiguous bool
	// PhoneRegion is the country code by which local numbers are read; empty
	// where neither the builder nor Zoho names one.
	PhoneRegion string
	// CacheFor is how long a lookup is remembered; zero means not at all.
	CacheFor time.Duration
}

// AfterCall says what is written when a conversation ends.
type AfterCall struct {
	LogCalls      bool
	RecordingLink RecordingLink
	AddNote       bool
	CreateLead    bool
	Deals         Deals
}

// RecordingLink is which link to a recording stands in the CRM.
type RecordingLink string

// The values of zoho_recording_link.
const (
	PrivateRecording RecordingLink = "private"
	PublicRecording  RecordingLink = "public"
	NoRecording      RecordingLink = "none"
)

// Deals says whether and how deals are created and moved.
type Deals struct {
	// Update is zoho_update_pipeline: while it is false, no deal is written.
	Update bool
	// Create is false whenever Update is.
	Create bool
	// Name has the placeholders name, service, phone and date.
	Name     Template
	Pipeline Pipeline
	// OnlySuggest writes down where a deal would have moved, and why, and
	// moves nothing (zoho_pipeline_mode).
	OnlySuggest   bool
	AllowBackward bool
	// Criteria are as typed; internal/criteria compiles them.
	Criteria string
}
