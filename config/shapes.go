package config

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
)

// Shape tells a person how values of a form are written. The rules themselves
// are held by the subject that reads such values.
type Shape struct {
	// Name is what Attribute.Shape names.
	Name string `json:"name"`
	// Rules are sentences, in Markdown.
	Rules []string `json:"rules"`
	// Example is a value of this form.
	Example json.RawMessage `json:"example"`
}

//go:embed shapes.json
var shapesJSON []byte

var parsedShapes = sync.OnceValue(func() []Shape {
	var file struct {
		Shapes []Shape `json:"shapes"`
	}
	decodeEmbedded("shapes.json", shapesJSON, &file)
	return file.Shapes
})

// Shapes returns the forms of JSON values that a builder writes. The slice is
// the caller's; what is inside is shared and must not be changed.
func Shapes() []Shape { return slices.Clone(parsedShapes()) }
