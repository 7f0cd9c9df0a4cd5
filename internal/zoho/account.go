package zoho

// Account is a record of the module Accounts, a company (zoho-crm-api §2.3).
// Account_Name is mandatory.
type Account struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"Account_Name,omitempty"`
	Phone       string `json:"Phone,omitempty"`
	Fax         string `json:"Fax,omitempty"`
	Website     string `json:"Website,omitempty"`
	Industry    string `json:"Industry,omitempty"`
	Description string `json:"Description,omitempty"`
	Owner       Lookup `json:"Owner,omitzero"`
	Tags        []Tag  `json:"Tag,omitempty"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (a Account) MarshalJSON() ([]byte, error) {
	type plain Account
	return marshalRecord(plain(a), a.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (a *Account) UnmarshalJSON(data []byte) error {
	type plain Account
	return unmarshalRecord(data, (*plain)(a), &a.Extra)
}
