// Package crm turns Zoho records into the values of the subjects, and back. It
// is the only package that knows Zoho's field names, and the only way by which
// a subject reaches Zoho.
//
// [Clients] gives each project its client, built from the project's connection
// and rebuilt when the grant changes; a project whose administrator switched
// the CRM off gets none, so that nothing at all reaches Zoho for it. [Gateway]
// implements the small interfaces that the subjects declare. Each of its
// errors is a fault of the kind that tells a subject what it may do next: see
// errors.go.
//
// For package doctor the gateway also answers what an examination asks, and puts
// its probes to the organisation: questions that Zoho's documents leave open,
// one file (probe*.go) for each kind. What a probe writes is in the books before
// it is made, and removed by the probe.
//
// What must be current is read by COQL, which sees a write at once, and never
// by Zoho's search, whose index lags (zoho-crm-api §3.2, §3.3). The package
// decides nothing: it proposes records and leaves it to the subjects whether
// they are the right ones.
package crm
