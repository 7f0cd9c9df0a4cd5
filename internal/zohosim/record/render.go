package record

import (
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// Names resolves what a reference points at, for the name (and, for users, the
// email) that Zoho answers beside the id.
type Names func(Ref) (name, email string)

// View is how one caller sees values: date-times in the API user's zone, never
// in UTC (zoho-crm-api §2.1).
type View struct {
	Zone      *time.Location
	Names     Names
	Catalogue *schema.Catalogue
	User      string // id of the caller, who sees their own Private values
}

// Time renders an instant in the caller's zone, always with a numeric offset.
func (v View) Time(t time.Time) string {
	return t.In(v.Zone).Format("2006-01-02T15:04:05-07:00")
}

// Record renders the named fields of a record, with its id; names that the
// module does not have are left out.
func (v View) Record(m *schema.Module, r *Record, fields []string) map[string]any {
	row := map[string]any{"id": r.ID}
	for _, name := range fields {
		if f := m.Field(name); f != nil {
			row[name] = v.Field(f, r)
		}
		if name == "$se_module" {
			row[name] = seModule(r)
		}
	}
	return row
}

func seModule(r *Record) any {
	if module := r.Ref("What_Id").Module; module != "" {
		return module
	}
	return nil
}

// Field renders one field; booleans that were never set are false, everything
// else is null.
func (v View) Field(f *schema.Field, r *Record) any {
	value, ok := r.Values[f.APIName]
	if !ok {
		return absent(f)
	}
	switch x := value.(type) {
	case time.Time:
		return v.Time(x)
	case Date:
		return string(x)
	case Ref:
		return v.ref(f, x)
	case []Participant:
		return participants(x)
	case Private:
		return nullable(x[v.User])
	default:
		return x
	}
}

func absent(f *schema.Field) any {
	switch f.Kind {
	case schema.Boolean:
		return false
	case schema.Participants, schema.Multiselect:
		return []any{}
	default:
		return nil
	}
}

func (v View) ref(f *schema.Field, ref Ref) map[string]any {
	name, email := v.Names(ref)
	out := map[string]any{"id": ref.ID, "name": name}
	if f.APIName == "Owner" { // the only one that is read with an email (§2.1)
		out["email"] = email
	}
	if f.APIName == "Parent_Id" {
		out["module"] = v.moduleRef(ref.Module)
	}
	return out
}

func (v View) moduleRef(apiName string) map[string]any {
	out := map[string]any{"api_name": apiName}
	if m := v.Catalogue.Module(apiName); m != nil {
		out["id"] = m.ID
	}
	return out
}

func participants(all []Participant) []map[string]any {
	out := make([]map[string]any, len(all))
	for i, p := range all {
		out[i] = map[string]any{
			"id": p.ID, "type": p.Type, "participant": p.Participant, "Email": nullable(p.Email),
			"name": nullable(p.Name), "invited": p.Invited, "status": p.Status,
		}
	}
	return out
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}
