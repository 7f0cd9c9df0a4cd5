package schema

import "strconv"

// Options are the points on which Zoho's documents disagree or organisations
// differ, as far as they touch the field table.
type Options struct {
	MeetingVenueRequired bool // Events.Meeting_Venue__s (zoho-crm-api §2.2)
	ClosingDateRequired  bool // Deals.Closing_Date (zoho-crm-api §2.3, sources disagree)
	PipelineEnabled      bool // Deals.Pipeline is mandatory when pipelines are on (zoho-crm-api §2.3)
	LeadCompanyRequired  bool // Leads.Company without naming a Layout (zoho-crm-api §2.3)
	ClosedPicklists      bool // every picklist refuses other values (zoho-crm-api §2.1, "unless restricted")
	EventsUniqueFields   bool // Events may have unique and external fields (zoho-crm-api §2.5, sources disagree)

	Custom CustomFields // what administrators have added
}

const (
	idBase       = 5725767000000000000 // 19 digits, like the ids in Zoho's samples
	idsPerModule = 10000
	idsPerField  = 100
)

// FirstRecordNumber is where record ids begin: above every id of the metadata.
const FirstRecordNumber = 500001

// ID renders a number as a Zoho id: 19 decimal digits (zoho-crm-api §2.1).
func ID(number int64) string { return strconv.FormatInt(idBase+number, 10) }

// New builds the catalogue of an organisation with Zoho's standard modules.
func New(o Options) *Catalogue {
	c := &Catalogue{byName: map[string]*Module{}}
	for i, m := range standardModules(o) {
		m.addCustom(o)
		m.restrict(o)
		m.number(int64(i+1) * idsPerModule)
		c.Modules = append(c.Modules, m)
		c.byName[m.APIName] = m
	}
	return c
}

// number gives ids to the module, its layout, its fields, and their choices and
// Blueprints.
func (m *Module) number(base int64) {
	m.ID = ID(base)
	m.LayoutID, m.SectionID = ID(base+1), ID(base+2)
	m.byName = make(map[string]*Field, len(m.Fields))
	for j, f := range m.Fields {
		fieldBase := base + int64(j+1)*idsPerField
		f.ID, f.ProcessID = ID(fieldBase), ID(fieldBase+idsPerField-1)
		for k := range f.Choices {
			f.Choices[k].ID = ID(fieldBase + int64(k+1))
		}
		m.byName[f.APIName] = f
	}
}

// restrict closes the picklists where the options say so. A stage and a pipeline
// have a check of their own.
func (m *Module) restrict(o Options) {
	for _, f := range m.Fields {
		if o.ClosedPicklists && f.Kind == Picklist && f.APIName != "Stage" && f.APIName != "Pipeline" {
			f.Closed = true
		}
	}
}

// option changes one property of a field under construction.
type option func(*Field)

func field(kind Kind, apiName, label string, length int, opts ...option) *Field {
	f := &Field{APIName: apiName, Label: label, Kind: kind, Length: length}
	for _, o := range opts {
		o(f)
	}
	return f
}

func mandatory(f *Field) { f.Mandatory = true }
func readOnly(f *Field)  { f.ReadOnly = true }
func closed(f *Field)    { f.Closed = true }
func byLayout(f *Field)  { f.ByLayout = true }

func mandatoryIf(on bool) option { return func(f *Field) { f.Mandatory = on } }

func to(modules ...string) option {
	return func(f *Field) {
		f.Target = modules[0]
		f.Targets = modules
	}
}

func choices(values ...string) option {
	return func(f *Field) {
		for _, v := range values {
			f.Choices = append(f.Choices, Choice{Display: v, Actual: v})
		}
	}
}

func text(n, l string, o ...option) *Field     { return field(Text, n, l, 255, o...) }
func short(n, l string, o ...option) *Field    { return field(Text, n, l, 100, o...) }
func area(n, l string, o ...option) *Field     { return field(Textarea, n, l, 32000, o...) }
func phone(n, l string, o ...option) *Field    { return field(Phone, n, l, 30, o...) }
func email(n, l string, o ...option) *Field    { return field(Email, n, l, 100, o...) }
func website(n, l string, o ...option) *Field  { return field(Website, n, l, 450, o...) }
func boolean(n, l string, o ...option) *Field  { return field(Boolean, n, l, 0, o...) }
func integer(n, l string, o ...option) *Field  { return field(Integer, n, l, 9, o...) }
func money(n, l string, o ...option) *Field    { return field(Currency, n, l, 16, o...) }
func date(n, l string, o ...option) *Field     { return field(Date, n, l, 0, o...) }
func dateTime(n, l string, o ...option) *Field { return field(DateTime, n, l, 0, o...) }
func picklist(n, l string, o ...option) *Field { return field(Picklist, n, l, 120, o...) }
func lookup(n, l string, o ...option) *Field   { return field(Lookup, n, l, 0, o...) }
func multi(n, l string, o ...option) *Field    { return field(MultiModule, n, l, 0, o...) }
func raw(n, l string, o ...option) *Field      { return field(JSON, n, l, 0, o...) }
