package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Reference is the reference page of the attributes in Markdown, made from the
// catalogue alone: docs/attributes.md.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceHead)
	writeWaiting(&b)
	group := ""
	for _, a := range Attributes() {
		if a.Group != group {
			group = a.Group
			fmt.Fprintf(&b, "\n## %s\n\n| attribute | type | default | allowed | needs | meaning |\n|---|---|---|---|---|---|\n", group)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", a.IDN, a.ValueType, a.defaultCell(), a.allowedCell(), code(a.DependsOn), a.meaningCell())
	}
	b.WriteString("\n## Values in JSON\n")
	for _, shape := range Shapes() {
		shape.write(&b)
	}
	return b.String()
}

const referenceHead = `# Attributes

<!-- Made from config/attributes.json and config/shapes.json. Do not edit this
     page: change those and run "go test ./config -run Reference -update". -->

What steers a project. A builder edits them as a draft; publishing makes the
draft a numbered revision, which applies from the next call on. A conversation
that runs keeps the revision it began with. What was published is never lost:
any revision can be compared, and restored into the draft.

A value is always text. It is accepted as people write it and kept in one form:

| type | written as | kept as |
|---|---|---|
| STRING | text on one line, unless its meaning says otherwise | without blanks around it |
| BOOLEAN | True or False; true, 1, yes, on and false, 0, no, off are taken too | True, False |
| NUMBER | a whole number | 30 |
| ENUM | one of the values allowed, in any case, with blanks or hyphens for the underscores | as listed |
| JSON | see [Values in JSON](#values-in-json) | compact, in a fixed order |
| SECRET | text | sealed, and never shown again: lists show a mask |

An empty value unsets an attribute, so that its default applies. The mask of a
secret leaves the secret as it was. *Needs* names another attribute: one that is
on or off must be on, any other must be set, before this one has an effect.
*Hidden* attributes are listed only where hidden ones are asked for.
`

// waiting are the attributes on which nothing acts yet, each with what is so
// meanwhile where that is not plain.
var waiting = [][2]string{
	{"zoho_enable_reschedule"},
	{"zoho_cancel_mode", "events are deleted"},
	{"zoho_query_mode", "the CRM is always asked"},
	{"zoho_field_map"},
	{"zoho_reference_field", "the description holds the reference"},
	{"zoho_log_calls"},
	{"zoho_recording_link", "private writes no link"},
	{"vapi_secret"},
	{"vapi_signature"},
	{"retell_api_key"},
	{"elevenlabs_webhook_secret"},
}

func writeWaiting(b *strings.Builder) {
	b.WriteString("\nThese are kept and checked, but nothing acts on them yet:\n\n")
	for _, w := range waiting {
		b.WriteString("- " + code(w[0]))
		if w[1] != "" {
			b.WriteString(": " + w[1])
		}
		b.WriteString("\n")
	}
}

// code shows a value as it is typed; nothing stays nothing.
func code(value string) string {
	if value == "" {
		return ""
	}
	return "`" + cell(value) + "`"
}

// cell keeps a text inside its cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}

func (a Attribute) defaultCell() string {
	if a.DefaultValue == "" {
		return cell(a.DefaultNote)
	}
	if a.Unit != "" {
		return code(a.DefaultValue) + " " + a.Unit
	}
	return code(a.DefaultValue)
}

func (a Attribute) allowedCell() string {
	switch {
	case a.IsReadOnly:
		return "filled by the system"
	case len(a.PossibleValues) > 0:
		var choices []string
		for _, value := range a.PossibleValues {
			choices = append(choices, code(value))
		}
		return strings.Join(choices, ", ")
	case a.ValueType == Number && a.Min != nil && a.Max != nil:
		return strings.TrimSpace(fmt.Sprintf("%d to %d %s", *a.Min, *a.Max, a.Unit))
	case a.Max != nil:
		return fmt.Sprintf("at most %d characters", *a.Max)
	}
	return ""
}

func (a Attribute) meaningCell() string {
	text := "**" + a.Title + ".** " + prose(a.Description)
	if a.Required {
		text += " Required."
	}
	if a.OneTime {
		text += " Used up by publishing, and part of no revision."
	}
	if a.IsHidden {
		text += " *Hidden.*"
	}
	return text
}

// prose keeps a description, which is plain text, from being read as Markdown.
func prose(text string) string {
	return strings.NewReplacer("*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;").Replace(cell(text))
}

func (s Shape) write(b *strings.Builder) {
	var names []string
	for _, a := range Attributes() {
		if a.Shape == s.Name {
			names = append(names, code(a.IDN))
		}
	}
	fmt.Fprintf(b, "\n### %s\n\n", strings.Join(names, ", "))
	for _, rule := range s.Rules {
		fmt.Fprintf(b, "- %s\n", rule)
	}
	fmt.Fprintf(b, "\n```json\n%s\n```\n", s.exampleText())
}

// exampleText is the example with one line for each member, which is how a
// person would set it out.
func (s Shape) exampleText() string {
	var whole bytes.Buffer
	if err := json.Compact(&whole, s.Example); err != nil {
		return string(s.Example) // the package's tests rule that out
	}
	decoder := json.NewDecoder(&whole)
	opening, _ := decoder.Token()
	object := opening == json.Delim('{')
	var lines []string
	for decoder.More() {
		line := "  "
		if object {
			name, _ := decoder.Token()
			line += fmt.Sprintf("%q: ", name)
		}
		var member json.RawMessage
		if decoder.Decode(&member) != nil {
			return string(s.Example)
		}
		lines = append(lines, line+string(member))
	}
	if object {
		return "{\n" + strings.Join(lines, ",\n") + "\n}"
	}
	return "[\n" + strings.Join(lines, ",\n") + "\n]"
}
