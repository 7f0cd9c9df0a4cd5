package schema

// LeadsModule and the others are the API names of the simulated modules.
const (
	LeadsModule    = "Leads"
	ContactsModule = "Contacts"
	AccountsModule = "Accounts"
	DealsModule    = "Deals"
	TasksModule    = "Tasks"
	EventsModule   = "Events"
	CallsModule    = "Calls"
	NotesModule    = "Notes"
)

// EventCancelled is the state of a cancelled meeting, answered only on request
// (zoho-crm-api §2.2).
const EventCancelled = "$event_cancelled"

func standardModules(o Options) []*Module {
	return []*Module{
		module(LeadsModule, "Lead", "Leads", "Full_Name", leadFields(o)).upsertedBy("Email"),
		module(ContactsModule, "Contact", "Contacts", "Full_Name", contactFields()).upsertedBy("Email"),
		module(AccountsModule, "Account", "Accounts", "Account_Name", accountFields()).upsertedBy("Account_Name"),
		module(DealsModule, "Deal", "Deals", "Deal_Name", dealFields(o)).upsertedBy("Deal_Name"),
		module(TasksModule, "Task", "Tasks", "Subject", taskFields()),
		module(EventsModule, "Meeting", "Meetings", "Event_Title", eventFields(o)),
		module(CallsModule, "Call", "Calls", "Subject", callFields()),
		module(NotesModule, "Note", "Notes", "Note_Title", noteFields()),
	}
}

func module(apiName, singular, plural, name string, own []*Field) *Module {
	return &Module{APIName: apiName, Singular: singular, Plural: plural, Name: name, Fields: append(own, systemFields()...)}
}

// upsertedBy says which field Zoho looks for duplicates by (zoho-crm-api §2.5).
func (m *Module) upsertedBy(field string) *Module {
	m.DuplicateCheck = field
	return m
}

// systemFields are those that every module has (zoho-crm-api §2.2, last row).
func systemFields() []*Field {
	return []*Field{
		field(Owner, "Owner", "Owner", 0),
		dateTime("Created_Time", "Created Time", readOnly),
		dateTime("Modified_Time", "Modified Time", readOnly),
		field(Owner, "Created_By", "Created By", 0, readOnly),
		field(Owner, "Modified_By", "Modified By", 0, readOnly),
		raw("Tag", "Tag"),
		picklist("Record_Status__s", "Record Status", choices("Available", "Trash", "Draft"), readOnly),
	}
}

func leadFields(o Options) []*Field {
	return []*Field{
		text("First_Name", "First Name", length(40)),
		text("Last_Name", "Last Name", length(80), mandatory),
		text("Full_Name", "Lead Name", readOnly),
		text("Company", "Company", byLayout, mandatoryIf(o.LeadCompanyRequired)),
		short("Designation", "Title"),
		email("Email", "Email"),
		email("Secondary_Email", "Secondary Email"),
		phone("Phone", "Phone"),
		phone("Mobile", "Mobile"),
		phone("Fax", "Fax"),
		website("Website", "Website"),
		picklist("Lead_Source", "Lead Source", leadSources),
		picklist("Lead_Status", "Lead Status", choices("Attempted to Contact", "Contact in Future", "Contacted", "Junk Lead", "Lost Lead", "Not Contacted", "Pre-Qualified", "Not Qualified")),
		picklist("Rating", "Rating", choices("Acquired", "Active", "Market Failed", "Project Cancelled", "Shut Down")),
		picklist("Industry", "Industry", choices("Service Provider", "Small/Medium Enterprise", "Communications")),
		text("Street", "Street"),
		short("City", "City"),
		short("State", "State"),
		short("Zip_Code", "Zip Code"),
		short("Country", "Country"),
		area("Description", "Description"),
		boolean("Email_Opt_Out", "Email Opt Out"),
		boolean("Converted__s", "Is Converted", readOnly),
		dateTime("Converted_Date_Time", "Converted Date Time", readOnly),
		lookup("Converted_Contact", "Converted Contact", to(ContactsModule), readOnly),
		lookup("Converted_Account", "Converted Account", to(AccountsModule), readOnly),
		lookup("Converted_Deal", "Converted Deal", to(DealsModule), readOnly),
	}
}

func contactFields() []*Field {
	return []*Field{
		text("First_Name", "First Name", length(40)),
		text("Last_Name", "Last Name", length(80), mandatory),
		text("Full_Name", "Contact Name", readOnly),
		email("Email", "Email"),
		email("Secondary_Email", "Secondary Email"),
		phone("Phone", "Phone"),
		phone("Mobile", "Mobile"),
		phone("Home_Phone", "Home Phone"),
		phone("Other_Phone", "Other Phone"),
		phone("Asst_Phone", "Asst Phone"),
		phone("Fax", "Fax"),
		lookup("Account_Name", "Account Name", to(AccountsModule)),
		picklist("Lead_Source", "Lead Source", leadSources),
		short("Title", "Title"),
		short("Department", "Department"),
		text("Mailing_Street", "Mailing Street"),
		short("Mailing_City", "Mailing City"),
		short("Mailing_State", "Mailing State"),
		short("Mailing_Zip", "Mailing Zip"),
		short("Mailing_Country", "Mailing Country"),
		area("Description", "Description"),
		boolean("Email_Opt_Out", "Email Opt Out"),
		lookup("Reporting_To", "Reporting To", to(ContactsModule)),
	}
}

func accountFields() []*Field {
	return []*Field{
		text("Account_Name", "Account Name", length(200), mandatory),
		phone("Phone", "Phone"),
		phone("Fax", "Fax"),
		website("Website", "Website"),
		short("Account_Number", "Account Number"),
		picklist("Account_Type", "Account Type", choices("Analyst", "Competitor", "Customer", "Distributor", "Partner", "Prospect", "Vendor")),
		picklist("Industry", "Industry", choices("Service Provider", "Small/Medium Enterprise", "Communications")),
		text("Billing_Street", "Billing Street"),
		short("Billing_City", "Billing City"),
		short("Billing_State", "Billing State"),
		short("Billing_Code", "Billing Code"),
		short("Billing_Country", "Billing Country"),
		area("Description", "Description"),
		lookup("Parent_Account", "Parent Account", to(AccountsModule)),
	}
}

func dealFields(o Options) []*Field {
	return []*Field{
		text("Deal_Name", "Deal Name", length(120), mandatory),
		picklist("Stage", "Stage", mandatory, stageChoices),
		picklist("Pipeline", "Pipeline", mandatoryIf(o.PipelineEnabled), pipelineChoices),
		date("Closing_Date", "Closing Date", mandatoryIf(o.ClosingDateRequired)),
		money("Amount", "Amount"),
		lookup("Account_Name", "Account Name", to(AccountsModule)),
		lookup("Contact_Name", "Contact Name", to(ContactsModule)),
		picklist("Type", "Type", choices("Existing Business", "New Business")),
		short("Next_Step", "Next Step"),
		picklist("Lead_Source", "Lead Source", leadSources),
		area("Description", "Description"),
		integer("Probability", "Probability (%)"),
		money("Expected_Revenue", "Expected Revenue", readOnly),
		dateTime("Stage_Modified_Time", "Stage Modified Time", readOnly),
	}
}

func length(n int) option { return func(f *Field) { f.Length = n } }
