package attribute

import (
	"cmp"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

func (d *decoder) organisation() Organisation {
	described := parsed(d, "zoho_org", parseOrg)
	org := Organisation{
		ID: described.ID, Name: described.CompanyName, TimeZone: described.TimeZone,
		Edition: described.License.PaidType, Licences: described.License.Users,
		Users:     parsed(d, "zoho_users", parseUsers),
		Pipelines: parsed(d, "zoho_pipelines", parsePipelines),
	}
	// A country that is not a code of two letters helps nobody read numbers.
	org.Country, _ = canonicalCountry(described.CountryCode)
	if id := d.text("zoho_user_id"); id != "" {
		org.Owner = d.owner(org.Users, id)
	}
	return org
}

// owner is known by id even where the list of users does not show it.
func (d *decoder) owner(users []Person, id string) Person {
	for _, user := range users {
		if user.ID == id {
			return user
		}
	}
	return Person{ID: id}
}

func (d *decoder) scheduling(org Organisation, projectZone string) Scheduling {
	zone := d.zone(projectZone)
	return Scheduling{
		Zone:  zone,
		Zones: zonesOf(org.Users),
		Hours: d.hours(zone, org),
		Slots: d.slots(),
		Staff: d.staffing(org),
		Events: EventSettings{
			Title:          d.template("zoho_event_title"),
			MarkCancelled:  d.text("zoho_cancel_mode") == "mark",
			NotifyAttendee: d.on("zoho_notify_attendee"),
		},
		Language:      d.text("zoho_language"),
		Offered:       d.number("zoho_offered_slots"),
		Staleness:     time.Duration(d.number("zoho_calendar_staleness")) * time.Second,
		QueueInOutage: d.text("zoho_outage_policy") == "queue",
	}
}

// zone never returns nil: a refusal already stands for a zone that is not
// there, and what follows needs some zone to look for further problems.
func (d *decoder) zone(projectZone string) *time.Location {
	name := cmp.Or(d.text("zoho_timezone"), projectZone)
	zone, err := loadZone(name)
	if err != nil {
		d.refuse("zoho_timezone", "the project has no usable time zone; write an IANA name such as Europe/Berlin")
		return time.UTC
	}
	return zone
}

// zonesOf are the zones that users have set and that exist, by the user's id.
func zonesOf(users []Person) map[string]*time.Location {
	zones := map[string]*time.Location{}
	for _, u := range users {
		if zone, err := loadZone(u.TimeZone); err == nil {
			zones[u.ID] = zone
		}
	}
	return zones
}

func (d *decoder) slots() SlotSettings {
	return SlotSettings{
		Duration:      d.minutes("zoho_duration"),
		Interval:      d.minutes("zoho_slot_interval"),
		Alignment:     alignment(d.text("zoho_slot_alignment")),
		BufferBefore:  d.minutes("zoho_buffer_before"),
		BufferAfter:   d.minutes("zoho_buffer_after"),
		MinimumNotice: d.minutes("zoho_minimum_notice"),
		DaysAhead:     d.number("zoho_availability_days"),
		DailyLimit:    d.number("zoho_daily_limit"),
	}
}

func (d *decoder) staffing(org Organisation) Staffing {
	staff := Staffing{Choice: StaffChoice(d.text("zoho_staff_choice"))}
	people, err := findPeople(org.Users, splitNames(d.text("zoho_staff")))
	if err != nil {
		d.refuse("zoho_staff", "%s", err)
	}
	staff.People = people
	if len(people) == 0 && org.Owner.ID != "" {
		staff.People = []Person{org.Owner}
	}
	for i, typed := range parsed(d, "zoho_services", parseServices) {
		service, err := typed.resolve(org.Users)
		if err != nil {
			d.refuse("zoho_services", "at [%d].staff: %s", i, err)
		}
		staff.Services = append(staff.Services, service)
	}
	return staff
}

func (s typedService) resolve(users []Person) (BookableService, error) {
	people, err := findPeople(users, s.Staff)
	return BookableService{s.Name, time.Duration(s.Minutes) * time.Minute, people}, err
}

// hours takes the builder's working hours, else Zoho's business hours, else
// the usual ones. Holidays close their date unless the builder named it.
func (d *decoder) hours(zone *time.Location, org Organisation) Hours {
	hours := Hours{Zone: zone, Exceptions: map[slot.Date][]slot.Window{}}
	for _, date := range parsed(d, "zoho_holidays", parseHolidays) {
		hours.Exceptions[date] = nil
	}
	switch {
	case d.text("zoho_working_hours") != "":
		set := parsed(d, "zoho_working_hours", parseWorkingHours)
		hours.Week, hours.Source = set.week, HoursSet
		for date, windows := range set.dates {
			hours.Exceptions[date] = windows
		}
	case d.text("zoho_business_hours") != "":
		d.businessHours(&hours, org)
		hours.Rotas = d.rotas(hours.Zone)
	default:
		hours.Week, hours.Source = usualHours(), HoursAssumed
		hours.Rotas = d.rotas(hours.Zone)
		d.warn("zoho_working_hours", "neither working hours here nor business hours in Zoho are set, so Monday to Friday 9 to 17 is assumed; set them")
	}
	return hours
}

// businessHours reads Zoho's clocks in the zone that Zoho keeps them in, which
// need not be the one in which appointments are spoken.
func (d *decoder) businessHours(hours *Hours, org Organisation) {
	kept := parsed(d, "zoho_business_hours", parseBusinessHours)
	week, err := kept.week()
	if err != nil {
		return // parsed has refused it
	}
	hours.Week, hours.Source = week, HoursOfZoho
	name := cmp.Or(kept.Timezone, org.TimeZone)
	if name == "" || name == hours.Zone.String() {
		return
	}
	zone, err := loadZone(name)
	if err != nil {
		d.warn("zoho_business_hours", "Zoho's business hours are in a time zone that is not known; they are read as %s", hours.Zone)
		return
	}
	d.warn("zoho_business_hours", "%s", fmt.Sprintf("Zoho's business hours are kept in %s while appointments are in %s", zone, hours.Zone))
	hours.Zone = zone
}
