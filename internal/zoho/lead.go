package zoho

// Lead is a record of the module Leads (zoho-crm-api §2.3). Last_Name is
// mandatory, and Company in the default layout. A converted lead is absent
// from lists and searches.
type Lead struct {
	ID             string `json:"id,omitempty"`
	FirstName      string `json:"First_Name,omitempty"`
	LastName       string `json:"Last_Name,omitempty"`
	FullName       string `json:"Full_Name,omitempty"` // set by Zoho
	Company        string `json:"Company,omitempty"`
	Email          string `json:"Email,omitempty"`
	SecondaryEmail string `json:"Secondary_Email,omitempty"`
	Phone          string `json:"Phone,omitempty"`
	Mobile         string `json:"Mobile,omitempty"`
	Fax            string `json:"Fax,omitempty"`
	Designation    string `json:"Designation,omitempty"`
	LeadSource     string `json:"Lead_Source,omitempty"`
	LeadStatus     string `json:"Lead_Status,omitempty"`
	Rating         string `json:"Rating,omitempty"`
	Industry       string `json:"Industry,omitempty"`
	Description    string `json:"Description,omitempty"`
	Street         string `json:"Street,omitempty"`
	City           string `json:"City,omitempty"`
	State          string `json:"State,omitempty"`
	ZipCode        string `json:"Zip_Code,omitempty"`
	Country        string `json:"Country,omitempty"`
	Owner          Lookup `json:"Owner,omitzero"`
	Tags           []Tag  `json:"Tag,omitempty"`
	// Set by Zoho when the lead is converted.
	Converted        bool     `json:"Converted__s,omitempty"`
	ConvertedTime    DateTime `json:"Converted_Date_Time,omitzero"`
	ConvertedContact Lookup   `json:"Converted_Contact,omitzero"`
	ConvertedAccount Lookup   `json:"Converted_Account,omitzero"`
	ConvertedDeal    Lookup   `json:"Converted_Deal,omitzero"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (l Lead) MarshalJSON() ([]byte, error) {
	type plain Lead
	return marshalRecord(plain(l), l.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (l *Lead) UnmarshalJSON(data []byte) error {
	type plain Lead
	return unmarshalRecord(data, (*plain)(l), &l.Extra)
}
