package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// crmView looks into the simulated CRM past ringbook, by the simulator's
// control plane.
type crmView struct{ base string }

// record is a CRM record as Zoho would answer it.
type record map[string]any

func (r record) text(field string) string { s, _ := r[field].(string); return s }

// lookup is the id of the record that a lookup field points to.
func (r record) lookup(field string) string {
	to, _ := r[field].(map[string]any)
	id, _ := to["id"].(string)
	return id
}

func (v crmView) records(ctx context.Context, module string) ([]record, error) {
	var body struct {
		Data []record `json:"data"`
	}
	return body.Data, v.get(ctx, "records/"+module, &body)
}

// requests is how many requests the simulated Zoho has had.
func (v crmView) requests(ctx context.Context) (int, error) {
	var log []struct {
		Seq int `json:"seq"`
	}
	if err := v.get(ctx, "requests", &log); err != nil || len(log) == 0 {
		return 0, err
	}
	return log[len(log)-1].Seq, nil
}

// shown are the modules that the demo looks at.
var shown = []string{"Contacts", "Leads", "Deals", "Events", "Notes"}

func (v crmView) counts(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	for _, module := range shown {
		records, err := v.records(ctx, module)
		if err != nil {
			return nil, err
		}
		counts[module] = len(records)
	}
	return counts, nil
}

func (v crmView) remove(ctx context.Context, module, id string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodDelete, v.base+"records/"+module+"/"+id, nil)
	if err != nil {
		return err
	}
	return send(req, nil)
}

func (v crmView) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, nil)
	if err != nil {
		return err
	}
	return send(req, into)
}

func send(req *http.Request, into any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("the simulator answered %s to %s", resp.Status, req.URL.Path)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
