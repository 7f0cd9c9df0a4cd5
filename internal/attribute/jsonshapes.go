package attribute

import (
	"encoding/json"
	"fmt"

	"github.com/ringbook/ringbook/config"
)

// The shapes that a JSON value of the catalogue may name.
const (
	shapeFieldMap      = "field_map"
	shapeServices      = "services"
	shapeVapiSignature = "vapi_signature"
	shapeWorkingHours  = "working_hours"

	shapeZohoBusinessHours = "zoho_business_hours"
	shapeZohoFields        = "zoho_fields"
	shapeZohoHolidays      = "zoho_holidays"
	shapeZohoOrg           = "zoho_org"
	shapeZohoPipelines     = "zoho_pipelines"
	shapeZohoShifts        = "zoho_shifts"
	shapeZohoUsers         = "zoho_users"
)

// canonicalJSON writes what a builder typed anew from what was understood, so
// that equal meanings are equal texts. What Zoho sent is checked and kept as
// it came, without the blanks.
func canonicalJSON(entry config.Attribute, text string) (string, error) {
	switch entry.Shape {
	case shapeWorkingHours:
		hours, err := parseWorkingHours(text)
		return hours.String(), err
	case shapeServices:
		services, err := parseServices(text)
		return rendered(services, len(services) == 0, err)
	case shapeFieldMap:
		fields, err := parseFieldMap(text)
		return rendered(fields, len(fields) == 0, err)
	case shapeVapiSignature:
		signature, err := parseVapiSignature(text)
		return rendered(signature, false, err)
	}
	if err := checkZohoShape(entry.Shape, text); err != nil {
		return "", err
	}
	return compact(text)
}

// rendered gives "" for a list or map without members: nothing is set.
func rendered(value any, empty bool, err error) (string, error) {
	if err != nil || empty {
		return "", err
	}
	return marshal(value)
}

func checkZohoShape(shape, text string) (err error) {
	switch shape {
	case shapeZohoBusinessHours:
		_, err = parseBusinessHours(text)
	case shapeZohoHolidays:
		_, err = parseHolidays(text)
	case shapeZohoShifts:
		_, err = parseShifts(text)
	case shapeZohoOrg:
		_, err = parseOrg(text)
	case shapeZohoUsers:
		_, err = parseUsers(text)
	case shapeZohoPipelines:
		_, err = parsePipelines(text)
	case shapeZohoFields:
		var fields []map[string]any
		if json.Unmarshal([]byte(text), &fields) != nil {
			err = fmt.Errorf("these are no fields of Zoho's form; publish again to fetch them")
		}
	default:
		err = fmt.Errorf("the catalogue names a shape that is not known: %s", shape)
	}
	return err
}
