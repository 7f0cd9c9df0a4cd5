package schema

// whatTargets are the modules that What_Id may name in $se_module. Zoho's list
// holds more modules than are simulated; Leads is not in that list, yet the
// samples use it (zoho-crm-api §2.2, What_Id).
func whatTargets(f *Field) { to(AccountsModule, DealsModule, LeadsModule)(f) }

func eventFields(o Options) []*Field {
	return []*Field{
		text("Event_Title", "Title", mandatory),
		dateTime("Start_DateTime", "From", mandatory),
		dateTime("End_DateTime", "To", mandatory),
		picklist("Meeting_Venue__s", "Meeting Venue", choices("In-office", "Client location", "Online"), mandatoryIf(o.MeetingVenueRequired)),
		picklist("Meeting_Provider__s", "Meeting Provider", choices("zoho meeting", "zoom")),
		text("Venue", "Location"),
		boolean("All_day", "All day"),
		lookup("Who_Id", "Contact Name", to(ContactsModule)),
		multi("What_Id", "Related To", whatTargets),
		field(Participants, "Participants", "Participants", 0),
		area("Description", "Description"),
		field(Reminders, "Remind_At", "Reminder", 0),
		field(Reminders, "Remind_Participants", "Participants Reminder", 0),
		raw("Recurring_Activity", "Repeat"),
		dateTime("Check_In_Time", "Checked In On", readOnly),
		picklist("Check_In_Status", "Check-In Status", choices("PLANNED", "VISITED"), readOnly),
		dateTime("Last_Activity_Time", "Last Activity Time", readOnly),
		boolean(EventCancelled, "Cancelled", readOnly, func(f *Field) { f.OnRequest = true }),
	}
}

func callFields() []*Field {
	return []*Field{
		text("Subject", "Subject", mandatory),
		picklist("Call_Type", "Call Type", choices("Inbound", "Outbound", "Missed"), closed, mandatory),
		dateTime("Call_Start_Time", "Call Start Time", mandatory),
		text("Call_Duration", "Call Duration", length(50)),
		integer("Call_Duration_in_seconds", "Call Duration (in seconds)", readOnly),
		picklist("Outgoing_Call_Status", "Outgoing Call Status", choices("Scheduled", "Completed"), closed),
		picklist("Call_Purpose", "Call Purpose", choices("Prospecting", "Administrative", "Negotiation", "Demo", "Project", "Desk")),
		picklist("Call_Result", "Call Result", choices("Interested", "Not interested", "No response/Busy", "Requested more info", "Requested call back", "Invalid number")),
		text("Call_Agenda", "Call Agenda"),
		phone("Caller_ID", "Caller ID"),
		phone("Dialled_Number", "Dialled Number"),
		boolean("CTI_Entry", "CTI Entry"),
		website("Voice_Recording__s", "Voice Recording"),
		boolean("Scheduled_In_CRM", "Scheduled In CRM"),
		lookup("Who_Id", "Contact Name", to(ContactsModule)),
		multi("What_Id", "Related To", whatTargets),
		raw("Reminder", "Reminder"),
		area("Description", "Description"),
	}
}

func taskFields() []*Field {
	return []*Field{
		text("Subject", "Subject", mandatory),
		date("Due_Date", "Due Date"),
		picklist("Status", "Status", choices("Not Started", "Deferred", "In Progress", "Completed", "Waiting for input")),
		picklist("Priority", "Priority", choices("High", "Highest", "Low", "Lowest", "Normal")),
		lookup("Who_Id", "Contact Name", to(ContactsModule)),
		multi("What_Id", "Related To", whatTargets),
		raw("Remind_At", "Reminder"),
		raw("Recurring_Activity", "Repeat"),
		dateTime("Closed_Time", "Closed Time", readOnly),
		area("Description", "Description"),
	}
}

func noteFields() []*Field {
	return []*Field{
		text("Note_Title", "Note Title", length(120)),
		field(Textarea, "Note_Content", "Note Content", 65535),
		multi("Parent_Id", "Parent ID", mandatory, to(ContactsModule, LeadsModule, AccountsModule, DealsModule, EventsModule, CallsModule, TasksModule)),
	}
}
