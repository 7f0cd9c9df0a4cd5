package attribute

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Pipeline is an ordered list of deal stages (Zoho v8, Get Pipelines;
// zoho-crm-api §3.6).
type Pipeline struct {
	// Name is what people see; Value is what Zoho's API calls it, where the
	// two differ.
	Name    string
	Value   string
	Default bool
	// Stages stand in the order of the pipeline.
	Stages []Stage
}

// Stage is one step of a pipeline.
type Stage struct {
	Name  string
	Value string
	// Outcome is Zoho's forecast type: "Open", "Closed Won" or "Closed Lost".
	Outcome string
}

// Stage finds a stage by its name or value, whatever the case.
func (p Pipeline) Stage(name string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool {
		return strings.EqualFold(s.Name, name) || strings.EqualFold(s.Value, name)
	})
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

type zohoPipeline struct {
	DisplayValue string      `json:"display_value"`
	ActualValue  string      `json:"actual_value"`
	Default      bool        `json:"default"`
	Maps         []zohoStage `json:"maps"`
}

type zohoStage struct {
	DisplayValue   string `json:"display_value"`
	ActualValue    string `json:"actual_value"`
	SequenceNumber int    `json:"sequence_number"`
	ForecastType   string `json:"forecast_type"`
}

func parsePipelines(text string) ([]Pipeline, error) {
	var listed []zohoPipeline
	if err := json.Unmarshal([]byte(text), &listed); err != nil {
		return nil, fmt.Errorf("these are no pipelines of Zoho's form; publish again to fetch them")
	}
	var pipelines []Pipeline
	for _, z := range listed {
		p := Pipeline{Name: z.DisplayValue, Value: cmp.Or(z.ActualValue, z.DisplayValue), Default: z.Default}
		slices.SortStableFunc(z.Maps, func(a, b zohoStage) int { return cmp.Compare(a.SequenceNumber, b.SequenceNumber) })
		for _, s := range z.Maps {
			p.Stages = append(p.Stages, Stage{s.DisplayValue, cmp.Or(s.ActualValue, s.DisplayValue), s.ForecastType})
		}
		pipelines = append(pipelines, p)
	}
	return pipelines, nil
}

// choosePipeline returns the pipeline of a name; for "" the default one, or
// the first. The zero Pipeline stands for "not known yet".
func choosePipeline(pipelines []Pipeline, name string) (Pipeline, error) {
	if len(pipelines) == 0 {
		return Pipeline{Name: name, Value: name}, nil
	}
	var names []string
	for _, p := range pipelines {
		if (name == "" && p.Default) || (name != "" && p.called(name)) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	if name == "" {
		return pipelines[0], nil
	}
	return Pipeline{}, fmt.Errorf("there is no pipeline %q in Zoho%s", shorten(name), didYouMean(name, names))
}

func (p Pipeline) called(name string) bool {
	return strings.EqualFold(p.Name, name) || strings.EqualFold(p.Value, name)
}
