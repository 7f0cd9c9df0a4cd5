package zohosim

import (
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// plan turns one lead into records that are not stored yet.
type plan struct {
	c     *call
	lead  *record.Record
	in    item
	owner record.Ref
}

// all plans account, contact and deal, each pointing at the ones before.
func (p plan) all() (made conversion, wrong *problem.Problem) {
	if made.account, wrong = p.account(); wrong != nil {
		return made, wrong
	}
	if made.contact, wrong = p.contact(made.account); wrong != nil {
		return made, wrong
	}
	made.deal, wrong = p.deal(made)
	return made, wrong
}

// account is the one that is named, one of the company's name where
// add_to_existing_record asks for it, else a new one; none without a company.
func (p plan) account() (*record.Record, *problem.Problem) {
	named, wrong := p.existing(schema.AccountsModule)
	company := p.lead.String("Company")
	if named != nil || wrong != nil || company == "" {
		return named, wrong
	}
	if same := p.match(schema.AccountsModule, "Account_Name", company); same != nil {
		return same, nil
	}
	values := p.mapped(map[string]string{"Phone": "Phone", "Fax": "Fax", "Website": "Website", "Industry": "Industry",
		"Street": "Billing_Street", "City": "Billing_City", "State": "Billing_State", "Zip_Code": "Billing_Code", "Country": "Billing_Country"})
	values["Account_Name"] = company
	return p.create(schema.AccountsModule, values)
}

// contact is found by the lead's email and then its name, the order of the
// convert-lead page of v7. An existing contact keeps its account unless
// overwrite is true.
func (p plan) contact(account *record.Record) (*record.Record, *problem.Problem) {
	found, wrong := p.existing(schema.ContactsModule)
	if wrong != nil {
		return nil, wrong
	}
	for _, field := range []string{"Email", "Full_Name"} {
		if found == nil {
			found = p.match(schema.ContactsModule, field, p.lead.String(field))
		}
	}
	if found != nil {
		return p.joined(found, account), nil
	}
	values := p.mapped(map[string]string{"First_Name": "First_Name", "Last_Name": "Last_Name", "Email": "Email", "Secondary_Email": "Secondary_Email",
		"Phone": "Phone", "Mobile": "Mobile", "Fax": "Fax", "Lead_Source": "Lead_Source", "Designation": "Title", "Description": "Description",
		"Street": "Mailing_Street", "City": "Mailing_City", "State": "Mailing_State", "Zip_Code": "Mailing_Zip", "Country": "Mailing_Country"})
	if account != nil {
		values["Account_Name"] = refTo(account)
	}
	return p.create(schema.ContactsModule, values)
}

func (p plan) joined(contact, account *record.Record) *record.Record {
	overwrite, _ := p.in["overwrite"].(bool)
	if account == nil || contact.Values["Account_Name"] != nil && !overwrite {
		return contact
	}
	return contact.With(record.Values{"Account_Name": refTo(account), "Modified_Time": p.c.at, "Modified_By": record.Ref{ID: p.c.session.UserID}})
}

// deal is made of what Deals describes, by the rules of any deal.
func (p plan) deal(made conversion) (*record.Record, *problem.Problem) {
	described, given := p.in["Deals"].(map[string]any)
	if !given {
		return nil, nil
	}
	j := p.judge(schema.DealsModule, ".Deals")
	deal, wrong := j.created(described)
	if wrong != nil {
		return nil, wrong
	}
	deal.Values["Owner"], deal.Values["Contact_Name"] = p.owner, refTo(made.contact)
	if made.account != nil {
		deal.Values["Account_Name"] = refTo(made.account)
	}
	return deal, nil
}

// existing is the record that the request names for a module.
func (p plan) existing(module string) (*record.Record, *problem.Problem) {
	named, given := p.in[module].(map[string]any)
	if !given {
		return nil, nil
	}
	id, _ := named["id"].(string)
	r := p.c.world.store.Get(module, id)
	if r == nil {
		return nil, problem.New("INVALID_DATA", "invalid data", nil).At("id", "$.data[0]."+module+".id")
	}
	return r, nil
}

// match finds a record to add to, where add_to_existing_record is true.
func (p plan) match(module, field, value string) *record.Record {
	if add, _ := p.in["add_to_existing_record"].(bool); !add {
		return nil
	}
	f := p.c.rules.catalogue.Module(module).Field(field)
	return p.c.world.holder(module, f, strings.ToLower(value), p.c.session.UserID, "")
}

func (p plan) mapped(fields map[string]string) record.Values {
	values := record.Values{}
	for from, to := range fields {
		if v := p.lead.Values[from]; v != nil {
			values[to] = v
		}
	}
	return values
}

// create makes a record of values that the lead has proven already; what is
// unique must still be.
func (p plan) create(module string, values record.Values) (*record.Record, *problem.Problem) {
	j := p.judge(module, "")
	by := record.Ref{ID: j.userID}
	next := (&record.Record{Module: module, Values: values}).With(record.Values{
		"Owner": p.owner, "Created_By": by, "Created_Time": j.at, "Record_Status__s": "Available",
	})
	if wrong := problem.Join(j.settle(nil, next, item{}, nil)); wrong != nil {
		return nil, wrong
	}
	next.ID = p.c.world.store.NewID()
	return next, nil
}

func (p plan) judge(module, below string) judge {
	j := p.c.judge("$.data[0]" + below)
	j.module = p.c.rules.catalogue.Module(module)
	return j
}

// store writes what was planned and marks the lead. Records of before are
// updated, others inserted.
func (p plan) store(w record.Writer, made conversion) {
	at, by := p.c.at, record.Ref{ID: p.c.session.UserID}
	marks := record.Values{"Converted__s": true, "Converted_Date_Time": at, "Modified_Time": at, "Modified_By": by}
	for field, r := range map[string]*record.Record{"Converted_Account": made.account, "Converted_Contact": made.contact, "Converted_Deal": made.deal} {
		if r == nil {
			continue
		}
		marks[field] = refTo(r)
		if p.c.world.store.Get(r.Module, r.ID) == nil {
			w.Insert(r, at)
		} else if r.Module == schema.ContactsModule {
			w.Replace(r, at)
		}
	}
	w.Replace(p.lead.With(marks), at)
}

func refTo(r *record.Record) record.Ref { return record.Ref{Module: r.Module, ID: r.ID} }
