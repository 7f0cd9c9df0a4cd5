package schema

// Stage is one stage of a deal pipeline.
type Stage struct {
	Display     string
	Actual      string
	Forecast    string // Open, Closed Won or Closed Lost
	Category    string // forecast_category name
	Probability int    // percent
}

// StandardPipeline is the display name, layout included, under which deals name
// the default pipeline (zoho-crm-api §2.3, Deals).
const StandardPipeline = "Standard (Standard)"

// StandardStages are the stages of the default pipeline in order. One display
// value differs from its actual value, as in real organisations (§3.6).
func StandardStages() []Stage {
	open := func(display string, probability int) Stage {
		return Stage{Display: display, Actual: display, Forecast: "Open", Category: "Pipeline", Probability: probability}
	}
	lost := func(display string) Stage {
		return Stage{Display: display, Actual: display, Forecast: "Closed Lost", Category: "Omitted"}
	}
	decision := open("Identify Decision Makers", 60)
	decision.Actual = "Id. Decision Makers"
	won := Stage{Display: "Closed Won", Actual: "Closed Won", Forecast: "Closed Won", Category: "Closed", Probability: 100}
	return []Stage{
		open("Qualification", 10),
		open("Needs Analysis", 20),
		open("Value Proposition", 40),
		decision,
		open("Proposal/Price Quote", 75),
		open("Negotiation/Review", 90),
		won,
		lost("Closed Lost"),
		lost("Closed Lost to Competition"),
	}
}

func leadSources(f *Field) {
	choices("Advertisement", "Cold Call", "Employee Referral", "External Referral", "Partner",
		"Public Relations", "Trade Show", "Web Form", "Search Engine", "Chat")(f)
}

func stageChoices(f *Field) {
	for _, s := range StandardStages() {
		f.Choices = append(f.Choices, Choice{Display: s.Display, Actual: s.Actual})
	}
}

func pipelineChoices(f *Field) {
	f.Choices = []Choice{{Display: StandardPipeline, Actual: StandardPipeline}}
}
