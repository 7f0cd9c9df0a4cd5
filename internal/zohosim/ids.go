package zohosim

import "github.com/ringbook/ringbook/internal/zohosim/schema"

// Where the ids begin of what is neither metadata of modules, whose ids lie
// below (package schema), nor a record, whose ids lie above. No two things of an
// organisation share an id, as with Zoho.
const (
	organisationNumber  = 1
	userNumbers         = 411_001
	holidayNumbers      = 420_001
	roleNumbers         = 430_001
	profileNumbers      = 430_011
	businessHoursNumber = 440_001
	forecastNumbers     = 450_001
	relatedListNumbers  = 455_001 // a hundred for each module
	absenceNumbers      = 460_001
	shiftNumbers        = 470_001
)

func nthID(first int64, n int) string { return schema.ID(first + int64(n)) }
