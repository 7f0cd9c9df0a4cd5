package schema

// ShownLength is the length of the metadata. No field of Zoho's has none: its
// samples show 120 for owners, lookups and picklists, and nine digits for
// integers (zoho-crm-api §2.1, D7:field-meta); for the other kinds it is a
// length that their values fit in. Zoho's own SDKs take an object whose length
// is 0 for an empty answer, and then know no such field (§12).
func (f *Field) ShownLength() int {
	if f.Length > 0 {
		return f.Length
	}
	switch f.Kind {
	case Boolean:
		return 5
	case Integer:
		return 9
	case Double, Currency:
		return 16
	case Date:
		return 20
	case JSON, Reminders:
		return 2000
	default:
		return 120
	}
}
