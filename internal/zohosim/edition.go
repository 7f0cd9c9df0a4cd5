package zohosim

// edition is what an organisation's plan allows (zoho-crm-api §6).
type edition struct {
	name        string
	base        int // credits per 24 hours
	perUser     int
	most        int
	concurrency int
}

func editions() []edition {
	return []edition{
		{"free", 5000, 0, 5000, 5},
		{"standard", 50000, 250, 100000, 10},
		{"professional", 50000, 500, 3000000, 15},
		{"enterprise", 50000, 1000, 5000000, 20},
		{"ultimate", 50000, 2000, 1 << 40, 25},
	}
}

func editionNames() []string {
	var names []string
	for _, e := range editions() {
		names = append(names, e.name)
	}
	return names
}

// allowance is what one organisation may use.
type allowance struct {
	credits, concurrency, subConcurrency int
}

// allowance applies the settings over the edition's numbers.
func (s Settings) allowance(licences int) allowance {
	var a allowance
	for _, e := range editions() {
		if e.name == s.Edition {
			a = allowance{min(e.base+e.perUser*licences, e.most), e.concurrency, 10}
		}
	}
	if s.Credits > 0 {
		a.credits = s.Credits
	}
	if s.Concurrency > 0 {
		a.concurrency = s.Concurrency
	}
	if s.SubConcurrency > 0 {
		a.subConcurrency = s.SubConcurrency
	}
	return a
}
