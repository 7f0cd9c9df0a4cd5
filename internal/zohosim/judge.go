package zohosim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// judge decides about one item of a write: which values it sets, and what is
// wrong with them.
type judge struct {
	world  *world
	rules  *rules
	module *schema.Module
	path   string // where the item stands, such as $.data[0]
	userID string
	at     time.Time
	// strict is off for what a person enters in Zoho's pages through the control
	// plane: types still count, mandatory fields and closed questions do not.
	strict bool
}

// item is one decoded element of data[].
type item map[string]any

// values parses the fields of an item. Cleared fields are present as nil. Keys
// with a $ are not fields; Layout and id are handled by the callers.
func (j judge) values(in item) (record.Values, []*problem.Problem) {
	values := record.Values{}
	var problems []*problem.Problem
	for _, f := range j.module.Fields {
		raw, sent := in[f.APIName]
		if !sent || f.ReadOnly {
			continue
		}
		v, p := j.value(f, raw, in)
		if p != nil {
			problems = append(problems, p)
			continue
		}
		values[f.APIName] = v
	}
	if j.strict && j.rules.UnknownFields == "reject" {
		problems = append(problems, j.unknown(in)...)
	}
	return values, problems
}

func (j judge) value(f *schema.Field, raw any, in item) (any, *problem.Problem) {
	if f.Kind == schema.Participants && raw != nil {
		return j.participants(raw)
	}
	v, p := record.Parse(f, raw)
	if p != nil {
		return nil, j.placed(f, p)
	}
	if text, isText := v.(string); isText && f.External == schema.UserExternal {
		return record.Private{j.userID: text}, nil
	}
	if ref, isRef := v.(record.Ref); isRef {
		return j.reference(f, ref, in)
	}
	return v, nil
}

// placed puts a problem at a field of this item.
func (j judge) placed(f *schema.Field, p *problem.Problem) *problem.Problem {
	return p.At(f.APIName, j.path+"."+f.APIName)
}

// reference checks that a lookup points at something that is there. What_Id
// needs $se_module beside it (zoho-crm-api §2.2); Who_Id takes contacts alone.
func (j judge) reference(f *schema.Field, ref record.Ref, in item) (any, *problem.Problem) {
	if f.Kind == schema.Owner {
		if u, known := j.world.directory().user(ref.ID); !known || !u.active() {
			return nil, j.unknownID(f)
		}
		return ref, nil
	}
	if f.APIName == "Parent_Id" {
		return j.parent(f, ref)
	}
	if f.Kind == schema.MultiModule {
		if ref.Module == "" {
			ref.Module, _ = in["$se_module"].(string)
		}
		if ref.Module == "" {
			return nil, problem.New("DEPENDENT_FIELD_MISSING", "dependent field missing", problem.Details{
				"api_name": "$se_module", "json_path": j.path + ".$se_module",
				"dependee": problem.Details{"api_name": f.APIName, "json_path": j.path + "." + f.APIName},
			})
		}
		if !slices.Contains(f.Targets, ref.Module) {
			return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{
				"api_name": "$se_module", "json_path": j.path + ".$se_module", "supported_values": f.Targets,
			})
		}
	}
	if j.world.store.Get(ref.Module, ref.ID) == nil {
		return nil, j.unknownID(f)
	}
	return ref, nil
}

func (j judge) unknownID(f *schema.Field) *problem.Problem {
	return problem.New("INVALID_DATA", "the id given seems to be invalid", problem.Details{
		"api_name": f.APIName, "json_path": j.path + "." + f.APIName + ".id",
	})
}

// unknown refuses names that the module does not have, where the settings say so.
func (j judge) unknown(in item) []*problem.Problem {
	var problems []*problem.Problem
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if name == "id" || name == "Layout" || strings.HasPrefix(name, "$") || j.module.Field(name) != nil {
			continue
		}
		problems = append(problems, problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": j.path + "." + name}))
	}
	return problems
}

// missing lists the mandatory fields that a record would lack. Fields that only
// the layout makes mandatory count when the item names a Layout (§2.4). An update
// is partial (§2.5), so only what it clears counts.
func (j judge) missing(before, r *record.Record, in item) []*problem.Problem {
	if !j.strict {
		return nil
	}
	var problems []*problem.Problem
	for _, f := range j.module.Fields {
		required := f.Mandatory || f.ByLayout && in["Layout"] != nil
		if _, sent := in[f.APIName]; before != nil && !sent {
			continue
		}
		if required && r.Values[f.APIName] == nil {
			problems = append(problems, j.mandatory(f.APIName))
		}
	}
	return problems
}

func (j judge) mandatory(apiName string) *problem.Problem {
	return problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": apiName, "json_path": j.path + "." + apiName})
}

func (j judge) invalid(apiName string, details problem.Details) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", details).At(apiName, j.path+"."+apiName)
}

// created makes a new record of an item, or says what is wrong with it.
func (j judge) created(in item) (*record.Record, *problem.Problem) {
	values, problems := j.values(in)
	by := record.Ref{ID: j.userID}
	blank := &record.Record{Module: j.module.APIName, Values: record.Values{
		"Owner": by, "Created_By": by, "Created_Time": j.at, "Record_Status__s": "Available",
	}}
	next := blank.With(values)
	if next.Values["Owner"] == nil {
		next.Values["Owner"] = by
	}
	if p := problem.Join(append(problems, j.settle(nil, next, in, problems)...)); p != nil {
		return nil, p
	}
	next.ID = j.world.store.NewID()
	return next, nil
}

// settle finishes a record about to be stored: mandatory fields, the module's
// own rules, what the server derives. Fields that already have a problem are
// not reported as missing too.
func (j judge) settle(before, next *record.Record, in item, known []*problem.Problem) []*problem.Problem {
	j.merge(before, next, in)
	next.Values["Modified_By"] = record.Ref{ID: j.userID}
	next.Values["Modified_Time"] = j.at
	var problems []*problem.Problem
	for _, p := range slices.Concat(j.missing(before, next, in), j.moduleRules(before, next, in), j.duplicates(before, next)) {
		if !slices.ContainsFunc(known, p.Embraces) {
			problems = append(problems, p)
		}
	}
	derive(before, next)
	return problems
}

// merge brings together what a record had and what an item adds to it: choices
// of multi-select picklists named in $append_values (zoho-crm-api §2.5), and the
// values that other users have in an external field of type user.
func (j judge) merge(before, next *record.Record, in item) {
	if before == nil {
		return
	}
	appended, _ := in["$append_values"].(map[string]any)
	for _, f := range j.module.Fields {
		if _, sent := in[f.APIName]; !sent {
			continue
		}
		had, _ := before.Values[f.APIName].([]string)
		if appended[f.APIName] == true && had != nil {
			added, _ := next.Values[f.APIName].([]string)
			next.Values[f.APIName] = union(had, added)
		}
		if others, shared := before.Values[f.APIName].(record.Private); shared {
			next.Values[f.APIName] = j.ownPart(others, next.Values[f.APIName])
		}
	}
}

func union(had, added []string) []string {
	all := slices.Clone(had)
	for _, v := range added {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// ownPart replaces the user's own value among those of all.
func (j judge) ownPart(all record.Private, own any) record.Private {
	next := maps.Clone(all)
	delete(next, j.userID)
	if mine, given := own.(record.Private); given {
		next[j.userID] = mine[j.userID]
	}
	return next
}

// enter makes records as a person in Zoho's own pages would; see judge.strict.
// They are several where a meeting recurs.
func (w *world) enter(wr record.Writer, module string, in item, at time.Time) ([]*record.Record, *problem.Problem) {
	r := w.rules.Load()
	m := r.catalogue.Module(module)
	if m == nil {
		return nil, problem.New("INVALID_MODULE", fmt.Sprintf("there is no module %q", module), nil)
	}
	at = at.Truncate(time.Second).UTC()
	made, p := judge{world: w, rules: r, module: m, path: "$.data", userID: w.directory().apiUser().ID, at: at}.made(in)
	if p != nil {
		return nil, p
	}
	for _, r := range made {
		wr.Insert(r, at)
	}
	return made, nil
}
