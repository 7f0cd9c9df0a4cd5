package config

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// ValueType is how an attribute's value is written. All values are strings on
// the wire and in the store; the type says which strings are canonical.
type ValueType string

const (
	// String is text; Shape may narrow it.
	String ValueType = "STRING"
	// Boolean is "True" or "False".
	Boolean ValueType = "BOOLEAN"
	// Number is a whole number in decimal digits, such as "30".
	Number ValueType = "NUMBER"
	// Enum is exactly one of PossibleValues.
	Enum ValueType = "ENUM"
	// JSON is compact JSON text; Shape says of what form.
	JSON ValueType = "JSON"
	// Secret is text that is stored sealed and never shown again.
	Secret ValueType = "SECRET"
)

// Attribute is one entry of the catalogue.
type Attribute struct {
	// IDN is the identifying name, unique and never changed.
	IDN string `json:"idn"`
	// Title is a short label; Description explains the attribute to the
	// person who sets it.
	Title       string `json:"title"`
	Description string `json:"description"`
	// Group is the heading the attribute is listed under. Entries of one
	// group stand together, and groups keep the order of the file.
	Group     string    `json:"group"`
	ValueType ValueType `json:"valueType"`
	// Unit names what a Number counts ("minutes"); empty for a bare count.
	Unit string `json:"unit,omitempty"`
	// DefaultValue applies while no value is set; it is canonical.
	DefaultValue string `json:"defaultValue,omitempty"`
	// DefaultNote says in words what applies where the default is not a
	// fixed value but follows from something else.
	DefaultNote string `json:"defaultNote,omitempty"`
	// PossibleValues are the choices of an Enum, or of the members of a list.
	PossibleValues []string `json:"possibleValues,omitempty"`
	// Min and Max bound a Number, both included. Of any other type Max
	// bounds the length in characters. Nil means unbounded.
	Min *int `json:"min,omitempty"`
	Max *int `json:"max,omitempty"`
	// Required attributes must have a value in effect to be published.
	Required bool `json:"required,omitempty"`
	// IsHidden keeps an attribute that few need out of the usual listing.
	IsHidden bool `json:"isHidden,omitempty"`
	// IsReadOnly attributes are filled by the system on publish, never typed.
	IsReadOnly bool `json:"isReadOnly,omitempty"`
	// OneTime values are used up by publishing: they stand in the draft
	// until then and in no revision.
	OneTime bool `json:"oneTime,omitempty"`
	// KeptBeside values live with the connection, beside the revisions:
	// neither the draft nor a revision ever holds them.
	KeptBeside bool `json:"keptBeside,omitempty"`
	// DependsOn names the attribute that must be on (a Boolean) or set (any
	// other) before this one has an effect.
	DependsOn string `json:"dependsOn,omitempty"`
	// Shape names the form of a String or JSON value, such as "time_zone".
	Shape string `json:"shape,omitempty"`
	// Placeholders are the names that a template may use in braces.
	Placeholders []string `json:"placeholders,omitempty"`
}

//go:embed attributes.json
var attributesJSON []byte

var parsedAttributes = sync.OnceValue(func() []Attribute {
	var file struct {
		Attributes []Attribute `json:"attributes"`
	}
	decodeEmbedded("attributes.json", attributesJSON, &file)
	return file.Attributes
})

// Attributes returns the catalogue in its own order. The slice is the
// caller's; the slices inside the entries are shared and must not be changed.
func Attributes() []Attribute { return slices.Clone(parsedAttributes()) }

// decodeEmbedded parses a file that was compiled in. A file that does not
// parse is a fault of the build, which the package's tests rule out.
func decodeEmbedded(name string, data []byte, into any) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		panic(fmt.Sprintf("config: embedded %s: %v", name, err))
	}
}
