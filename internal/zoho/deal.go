package zoho

// Deal is a record of the module Deals (zoho-crm-api §2.3).
//
// Deal_Name and Stage are mandatory, Pipeline where the organisation uses
// pipelines, and Closing_Date according to some of Zoho's pages: send it. The
// stage must belong to the pipeline and the pipeline to the layout, else the
// answer is [CodeMappingMismatch].
type Deal struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"Deal_Name,omitempty"`
	Stage string `json:"Stage,omitempty"`
	// Pipeline is the display name with the layout, "Standard (Standard)".
	Pipeline    string   `json:"Pipeline,omitempty"`
	ClosingDate Date     `json:"Closing_Date,omitzero"`
	Amount      *float64 `json:"Amount,omitempty"`
	Account     Lookup   `json:"Account_Name,omitzero"`
	Contact     Lookup   `json:"Contact_Name,omitzero"`
	// Layout, if given, makes Zoho enforce the layout's mandatory fields.
	Layout            Lookup   `json:"Layout,omitzero"`
	Type              string   `json:"Type,omitempty"`
	NextStep          string   `json:"Next_Step,omitempty"`
	LeadSource        string   `json:"Lead_Source,omitempty"`
	Description       string   `json:"Description,omitempty"`
	CampaignSource    Lookup   `json:"Campaign_Source,omitzero"`
	Probability       *float64 `json:"Probability,omitempty"`
	ExpectedRevenue   *float64 `json:"Expected_Revenue,omitempty"`   // set by Zoho
	StageModifiedTime DateTime `json:"Stage_Modified_Time,omitzero"` // set by Zoho
	Owner             Lookup   `json:"Owner,omitzero"`
	Tags              []Tag    `json:"Tag,omitempty"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (d Deal) MarshalJSON() ([]byte, error) {
	type plain Deal
	return marshalRecord(plain(d), d.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (d *Deal) UnmarshalJSON(data []byte) error {
	type plain Deal
	return unmarshalRecord(data, (*plain)(d), &d.Extra)
}
