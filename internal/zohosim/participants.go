package zohosim

import (
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// maxParticipants is the most one event may have (zoho-crm-api §2.2).
const maxParticipants = 50

// participants parses the Participants of an event (§2.2): type and the record
// id; for a bare address the sources disagree whether it stands in participant
// or in Email, so either is taken.
func (j judge) participants(raw any) (any, *problem.Problem) {
	list, isList := raw.([]any)
	if !isList {
		return nil, j.invalid("Participants", problem.Details{"expected_data_type": "jsonarray"})
	}
	if len(list) > maxParticipants {
		return nil, problem.New("LIMIT_EXCEEDED", "participants limit exceeded", problem.Details{"limit": maxParticipants}).At("Participants", j.path+".Participants")
	}
	all := make([]record.Participant, 0, len(list))
	for i, entry := range list {
		p, wrong := j.participant(entry)
		if wrong != "" {
			path := fmt.Sprintf("%s.Participants[%d].%s", j.path, i, wrong)
			return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": wrong, "json_path": path, "parent_api_name": "Participants"})
		}
		all = append(all, p)
	}
	return all, nil
}

// participant parses one entry; wrong names the key that is not right.
func (j judge) participant(entry any) (p record.Participant, wrong string) {
	fields, _ := entry.(map[string]any)
	kind, _ := fields["type"].(string)
	id, _ := fields["participant"].(string)
	email, _ := fields["Email"].(string)
	if !slices.Contains([]string{"contact", "lead", "user", "email"}, kind) {
		return p, "type"
	}
	p = record.Participant{ID: j.world.store.NewID(), Type: kind, Participant: id, Email: email, Status: "not_known"}
	if kind == "email" {
		if p.Email == "" {
			p.Email = id
		}
		p.Participant = p.Email
		if p.Email == "" {
			return p, "Email"
		}
		return p, ""
	}
	name, address, known := j.person(kind, id)
	if !known {
		return p, "participant"
	}
	p.Name, p.Email = name, address
	return p, ""
}

func (j judge) person(kind, id string) (name, email string, known bool) {
	if kind == "user" {
		u, found := j.world.directory().user(id)
		return u.fullName(), u.Email, found
	}
	module := schema.ContactsModule
	if kind == "lead" {
		module = schema.LeadsModule
	}
	r := j.world.store.Get(module, id)
	if r == nil {
		return "", "", false
	}
	return r.String("Full_Name"), r.String("Email"), true
}
