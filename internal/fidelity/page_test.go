package fidelity

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// An area is a heading of the page: a section of the digest of Zoho's documents.
type area struct {
	order int
	title string
}

var areaTitles = map[int]string{
	1: "OAuth and data centres",
	2: "Writing records",
	3: "Reading, search, COQL and metadata",
	4: "Composite requests",
	5: "Change notifications",
	6: "Limits",
	7: "Errors",
	8: "Sandbox and other products",

	12: "What Zoho's own SDKs ask for",
}

var firstSection = regexp.MustCompile(`§(\d+)`)

// area is that of the first section that the source names.
func (b block) area() area {
	section := firstSection.FindStringSubmatch(b.source)
	if section != nil {
		order, _ := strconv.Atoi(section[1]) // of digits alone
		if title := areaTitles[order]; title != "" {
			return area{order, title}
		}
	}
	return area{99, "Elsewhere"}
}

const pageHead = `# Zoho, as far as it is known

<!-- Made from the doc comments of the tests in internal/zohosim and
     internal/zoho. Do not edit this page: change those and run
     "go test ./internal/fidelity -run Document -update". -->

Ringbook was written without a Zoho organisation at hand. What it takes Zoho to
do comes from Zoho's documents, its SDKs and its OpenAPI files, and was read
twice: by the simulator and, apart from it, by the client. This page lists every
behaviour that a test shows, where it is known from, and which tests show it.

- *Source* names the section of the digest of Zoho's documents (zoho-crm-api)
  and, behind it, the document; D7 and D8 are Zoho's pages of API v7 and v8, OAS25,
  OAS26 and OASY three generations of its OpenAPI files, SDKn and SDKp its SDKs
  for Node and Python, K with a number a post of its developers' series, and AEV
  somebody else's reading of its pages on limits, conventions and errors.
- *Simulator* and *client* name the tests. A behaviour with no test of the client
  is one that the client does not use, or that it takes as it comes.
- **Certain** is what a document of Zoho's says. **Doubtful** is what documents
  leave open, what they disagree on, or what was inferred. Where a doubt could
  make a client wrong, a setting of the simulator switches between the readings
  (POST /__sim/settings), and the tests go through them.
- ` + "`ringbook doctor --probe`" + ` settles the doubts marked *probe* on a connected
  organisation, and changes nothing there; some need ` + "`--write`" + `, which writes a few
  records and deletes them again.
`

// page is the whole page.
func page(entries []entry) string {
	var b strings.Builder
	b.WriteString(pageHead)
	writeCounts(&b, entries)
	writeDoubts(&b, entries)
	for i, e := range entries {
		if i == 0 || e.area() != entries[i-1].area() {
			fmt.Fprintf(&b, "\n## %s\n\n| behaviour | source | | simulator | client |\n|---|---|---|---|---|\n", e.area().title)
		}
		fmt.Fprintf(&b, "| <a id=\"%[1]s\"></a>`%[1]s`: %s | %s | %s | %s | %s |\n",
			e.id, cell(e.behaviour), cell(e.source), e.standing(), links(e.tests[simulator]), links(e.tests[client]))
	}
	return b.String()
}

func writeCounts(b *strings.Builder, entries []entry) {
	count := func(fits func(entry) bool) (n int) {
		for _, e := range entries {
			if fits(e) {
				n++
			}
		}
		return n
	}
	fmt.Fprintf(b, "\n%d behaviours: %d certain, %d doubtful. Of the doubtful ones %d are settled by a probe and %d by hand, and %d have a setting.\n%d are shown by tests of the simulator, %d by tests of the client, %d by both.\n",
		len(entries),
		count(func(e entry) bool { return !e.isDoubtful() }),
		count(func(e entry) bool { return e.isDoubtful() }),
		count(func(e entry) bool { return e.settle == "probe" }),
		count(func(e entry) bool { return e.isDoubtful() && e.settle != "probe" }),
		count(func(e entry) bool { return len(e.settings()) > 0 }),
		count(func(e entry) bool { return len(e.tests[simulator]) > 0 }),
		count(func(e entry) bool { return len(e.tests[client]) > 0 }),
		count(func(e entry) bool { return len(e.tests[simulator]) > 0 && len(e.tests[client]) > 0 }))
}

func writeDoubts(b *strings.Builder, entries []entry) {
	b.WriteString("\n## The doubts\n\n| id | taken to be so | setting | how to settle it |\n|---|---|---|---|\n")
	for _, e := range entries {
		if e.isDoubtful() {
			fmt.Fprintf(b, "| [`%[1]s`](#%[1]s) | %s | %s | %s |\n", e.id, cell(e.behaviour), codes(e.settings()), e.settling())
		}
	}
}

// settling is how a doubt is settled on a real organisation.
func (e entry) settling() string {
	if e.settle == "probe" {
		return "probe"
	}
	return "by hand: " + cell(e.settle)
}

func (e entry) standing() string {
	if !e.isDoubtful() {
		return "certain"
	}
	if names := codes(e.settings()); names != "" {
		return "**doubtful**, setting " + names
	}
	return "**doubtful**"
}

func codes(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

func links(tests []mention) string {
	var all []string
	for _, m := range tests {
		all = append(all, fmt.Sprintf("[%s](../%s)", m.test, m.file))
	}
	return strings.Join(all, ", ")
}

// cell keeps plain text inside its cell of a table, and from being read as
// Markdown.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "]", `\]`).Replace(text)
}
