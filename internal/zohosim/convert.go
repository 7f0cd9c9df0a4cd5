package zohosim

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// convertLead is POST /Leads/{id}/actions/convert (zoho-crm-api §2.8 and
// OpenAPI, convert.json): the lead becomes a contact, an account where it has a
// company, and a deal where one is described. Mistakes in data stand inside
// data[], those of the lead itself are flat. Notes and activities of the lead
// stay with it; attachments and mails are not simulated.
func (c *call) convertLead() reply {
	c.visit.module = schema.LeadsModule
	c.module = c.rules.catalogue.Module(schema.LeadsModule)
	items, refused := c.items()
	if refused != nil {
		return *refused
	}
	in, isObject := items[0].(map[string]any)
	if !isObject {
		return *refusedInData(problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonobject", "json_path": "$.data[0]"}))
	}
	var made conversion
	var err error
	c.world.store.Alone(func(w record.Writer) { made, err = c.converted(w, in) })
	var lead leadProblem
	var p *problem.Problem
	switch {
	case errors.As(err, &lead):
		return flat(http.StatusBadRequest, lead.Problem)
	case errors.As(err, &p):
		return *refusedInData(p)
	}
	c.applied = true
	return ok(envelope{"data": []any{success("The record has been converted successfully", made.details(c))}})
}

// leadProblem is what is wrong with the lead, not with the request's data.
type leadProblem struct{ *problem.Problem }

// conversion is what a lead became; the account and the deal may be missing.
type conversion struct{ contact, account, deal *record.Record }

func (v conversion) details(c *call) problem.Details {
	named := func(r *record.Record) any {
		if r == nil {
			return nil
		}
		return envelope{"name": r.String(c.rules.catalogue.Module(r.Module).Name), "id": r.ID}
	}
	return problem.Details{"Contacts": named(v.contact), "Accounts": named(v.account), "Deals": named(v.deal)}
}

// converted plans all records first and stores them when nothing is wrong.
func (c *call) converted(w record.Writer, in item) (conversion, error) {
	lead, err := c.convertible()
	if err != nil {
		return conversion{}, err
	}
	owner, p := c.assignee(lead, in)
	if p != nil {
		return conversion{}, p
	}
	next := plan{c: c, lead: lead, in: in, owner: owner}
	made, p := next.all()
	if p != nil {
		return conversion{}, p
	}
	next.store(w, made)
	return made, nil
}

// convertible finds the lead and refuses one that is locked or was converted.
func (c *call) convertible() (*record.Record, error) {
	at := problem.Details{"resource_path_index": 1}
	lead := c.world.store.Get(schema.LeadsModule, c.params["id"])
	switch {
	case lead == nil:
		return nil, leadProblem{problem.New("INVALID_DATA", "the id given seems to be invalid", at)}
	case isConverted(lead):
		return nil, leadProblem{problem.New("ID_ALREADY_CONVERTED", "id already converted", at)}
	case lead.Locked:
		return nil, locked()
	default:
		return lead, nil
	}
}

// assignee is who owns the new records: assign_to, else the lead's owner.
func (c *call) assignee(lead *record.Record, in item) (record.Ref, *problem.Problem) {
	to, given := in["assign_to"].(map[string]any)
	if !given {
		return lead.Ref("Owner"), nil
	}
	id, _ := to["id"].(string)
	if u, known := c.world.directory().user(id); !known || !u.active() {
		return record.Ref{}, problem.New("INVALID_DATA", "invalid data", nil).At("id", "$.data[0].assign_to.id")
	}
	return record.Ref{ID: id}, nil
}

func isConverted(r *record.Record) bool {
	done, _ := r.Values["Converted__s"].(bool)
	return done
}

// convertedOnly reads converted=, by which lists, searches and counts show
// converted leads: false (the default), true or both (§2.3, Leads). Other
// modules have none.
func (c *call) convertedOnly() (keep func(*record.Record) bool, refused *reply) {
	switch wanted := cmp.Or(c.query.Get("converted"), "false"); wanted {
	case "both":
		return func(*record.Record) bool { return true }, nil
	case "true", "false":
		return func(r *record.Record) bool {
			return isConverted(r) == (wanted == "true") || r.Module != schema.LeadsModule
		}, nil
	default:
		return nil, badParam("converted")
	}
}
