package zoho

// Contact is a record of the module Contacts (zoho-crm-api §2.3). Send
// Last_Name always: Zoho's pages disagree on whether First_Name alone will do.
type Contact struct {
	ID             string `json:"id,omitempty"`
	FirstName      string `json:"First_Name,omitempty"`
	LastName       string `json:"Last_Name,omitempty"`
	FullName       string `json:"Full_Name,omitempty"` // set by Zoho
	Email          string `json:"Email,omitempty"`
	SecondaryEmail string `json:"Secondary_Email,omitempty"`
	Phone          string `json:"Phone,omitempty"`
	Mobile         string `json:"Mobile,omitempty"`
	HomePhone      string `json:"Home_Phone,omitempty"`
	OtherPhone     string `json:"Other_Phone,omitempty"`
	AsstPhone      string `json:"Asst_Phone,omitempty"`
	Fax            string `json:"Fax,omitempty"`
	Title          string `json:"Title,omitempty"`
	Department     string `json:"Department,omitempty"`
	LeadSource     string `json:"Lead_Source,omitempty"`
	Description    string `json:"Description,omitempty"`
	MailingStreet  string `json:"Mailing_Street,omitempty"`
	MailingCity    string `json:"Mailing_City,omitempty"`
	MailingState   string `json:"Mailing_State,omitempty"`
	MailingZip     string `json:"Mailing_Zip,omitempty"`
	MailingCountry string `json:"Mailing_Country,omitempty"`
	EmailOptOut    *bool  `json:"Email_Opt_Out,omitempty"`
	Account        Lookup `json:"Account_Name,omitzero"`
	ReportingTo    Lookup `json:"Reporting_To,omitzero"`
	Owner          Lookup `json:"Owner,omitzero"`
	Tags           []Tag  `json:"Tag,omitempty"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (c Contact) MarshalJSON() ([]byte, error) {
	type plain Contact
	return marshalRecord(plain(c), c.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (c *Contact) UnmarshalJSON(data []byte) error {
	type plain Contact
	return unmarshalRecord(data, (*plain)(c), &c.Extra)
}
