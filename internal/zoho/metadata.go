package zoho

import (
	"context"
	"net/url"
)

// Field describes a field of a module (zoho-crm-api §3.6).
type Field struct {
	ID       string `json:"id"`
	APIName  string `json:"api_name"`
	Label    string `json:"field_label"`
	DataType string `json:"data_type"`
	JSONType string `json:"json_type"`
	// SystemMandatory fields are needed by the API, Required ones by the
	// layout only.
	SystemMandatory bool        `json:"system_mandatory"`
	Required        bool        `json:"required"`
	ReadOnly        bool        `json:"read_only"`
	Custom          bool        `json:"custom_field"`
	Length          int         `json:"length"`
	PickList        []PickValue `json:"pick_list_values"`
	// Unique is empty unless the field refuses duplicates; see IsUnique.
	Unique map[string]any `json:"unique"`
	// External is nil unless the field holds ids of another system.
	External *ExternalField `json:"external"`
	Lookup   struct {
		Module struct {
			APIName string `json:"api_name"`
		} `json:"module"`
	} `json:"lookup"`
}

// IsUnique reports whether a second record with the same value is refused.
func (f Field) IsUnique() bool { return len(f.Unique) > 0 }

// ExternalField says whose ids an external field holds: "org" or "user".
type ExternalField struct {
	Type string `json:"type"`
}

// PickValue is a choice of a picklist. Records hold the actual value, people
// see the display value.
type PickValue struct {
	ID      string `json:"id"`
	Display string `json:"display_value"`
	Actual  string `json:"actual_value"`
}

// Fields reads the fields of a module (GET /settings/fields).
func (c *Client) Fields(ctx context.Context, module string) ([]Field, error) {
	return settingList[Field](ctx, c, "/settings/fields", url.Values{"module": {module}}, "fields")
}

// Layout is a form of a module, with its fields in sections.
type Layout struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Status   string    `json:"status"`
	Sections []Section `json:"sections"`
}

// Section is a part of a layout.
type Section struct {
	Name   string  `json:"name"`
	Fields []Field `json:"fields"`
}

// Layouts reads the layouts of a module (GET /settings/layouts).
func (c *Client) Layouts(ctx context.Context, module string) ([]Layout, error) {
	return settingList[Layout](ctx, c, "/settings/layouts", url.Values{"module": {module}}, "layouts")
}

// Pipeline is an order of stages that deals of a layout go through. Its display
// value is what Deal.Pipeline holds.
type Pipeline struct {
	ID      string  `json:"id"`
	Display string  `json:"display_value"`
	Actual  string  `json:"actual_value"`
	Default bool    `json:"default"`
	Stages  []Stage `json:"maps"`
}

// Stage is a step of a pipeline. The display and actual values of some of
// Zoho's own stages differ ("Identify Decision Makers" is "Id. Decision
// Makers").
type Stage struct {
	ID       string `json:"id"`
	Display  string `json:"display_value"`
	Actual   string `json:"actual_value"`
	Sequence int    `json:"sequence_number"`
	// Forecast is "Open", "Closed Won" or "Closed Lost".
	Forecast string `json:"forecast_type"`
}

// Pipelines reads the pipelines of a layout of Deals (GET /settings/pipeline);
// [Client.Layouts] knows the layout's id.
func (c *Client) Pipelines(ctx context.Context, layoutID string) ([]Pipeline, error) {
	return settingList[Pipeline](ctx, c, "/settings/pipeline", url.Values{"layout_id": {layoutID}}, "pipeline")
}
