// Package config holds what a person edits or reads as data, and the small
// amount of code that embeds and parses it: the attribute catalogue
// (attributes.json), how its JSON values are written (shapes.json) and Zoho's
// data centres (datacenters.json).
//
// The catalogue is the one description of every attribute. Values are
// validated by it, the console renders it, the typed settings are decoded
// from it and the reference page is generated from it. To add an attribute,
// add it to the file; the tests here say what is wrong with an entry, and
// [Reference] makes docs/attributes.md of it.
//
// The package judges no value: the rules that a Shape names live with the
// subject that uses them (internal/attribute). It imports nothing of ours.
package config
