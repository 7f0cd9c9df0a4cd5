package zohosim

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// hang keeps the connection open without an answer: until the client gives up,
// the simulator closes or, where there is one, the limit is over.
func (v *visit) hang(limit time.Duration) {
	var over <-chan time.Time
	if limit > 0 {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-v.r.Context().Done():
	case <-v.sim.stopped:
	case <-over:
	}
}

// overtaken lets a person save the records that the request is about to write:
// what a client that has read them before finds out through If-Unmodified-Since
// alone (zoho-crm-api §2.5, §10.3.14). A record that is not there is left out.
func (v *visit) overtaken(change map[string]any) {
	module, ids := v.written()
	m := v.world.rules.Load().catalogue.Module(module)
	if m == nil {
		return
	}
	body, err := json.Marshal(envelope{"data": []any{change}})
	if change == nil || err != nil {
		body = []byte(`{"data":[{}]}`)
	}
	for _, id := range ids {
		d := v.world.desk(m)
		if _, err := d.update(id, body); err == nil {
			d.publish()
		}
	}
}

// written names the records that a request on existing ones writes: the one of
// its path, or those whose ids stand in ids= or data[].
func (v *visit) written() (module string, ids []string) {
	route, params, _ := find(v.sim.routes, v.r.Method, strings.TrimPrefix(v.r.URL.Path, apiRoot))
	if route == nil || v.r.Method == http.MethodGet {
		return "", nil
	}
	if module = params["module"]; module == "" {
		module, _, _ = strings.Cut(route.pattern, "/")
	}
	if id := params["id"]; id != "" {
		return module, []string{id}
	}
	if list := v.r.URL.Query().Get("ids"); list != "" {
		return module, strings.Split(list, ",")
	}
	var body struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(v.body, &body) != nil {
		return module, nil
	}
	for _, in := range body.Data {
		ids = append(ids, in.ID)
	}
	return module, ids
}
