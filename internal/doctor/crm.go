package doctor

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
)

// CRM is what this package needs of one. Its failures are faults; what the user
// who authorized, or the grant, may not see is fault.Denied.
type CRM interface {
	// CurrentUser returns the user who granted the access, and whether that
	// user is active; one who is not may be without id and name.
	CurrentUser(ctx context.Context, project string) (user attribute.Person, active bool, err error)
	// Renew gets a new access token, which proves the grant.
	Renew(ctx context.Context, project string) error
	// Heard is what the CRM said of itself beside its last answers; it makes
	// no call.
	Heard(ctx context.Context, project string) (Heard, error)
	// MissingScopes are those that ringbook needs and a grant, in the words of
	// the token endpoint, does not cover.
	MissingScopes(granted string) []Scope
	// Users lists the active users.
	Users(ctx context.Context, project string) ([]attribute.Person, error)
	// Organisation describes the organisation that the token belongs to.
	Organisation(ctx context.Context, project string) (Organisation, error)
	// Pipelines lists the pipelines of deals with their stages in order.
	Pipelines(ctx context.Context, project string) ([]attribute.Pipeline, error)
	// Venues returns the values that the meeting venue of an event may have,
	// and whether every event must have one.
	Venues(ctx context.Context, project string) (values []string, required bool, err error)
	// SystemValue fetches what the CRM knows under the name of a system-owned
	// attribute, in the form that a publish keeps it.
	SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error)
	// ProbeRead reads at most one record of a module, for one API credit.
	ProbeRead(ctx context.Context, project, module string) error
	// ProbeSearch searches for what nobody has, for one API credit.
	ProbeSearch(ctx context.Context, project string) error
	// Probes are the questions to ask, one after the other and in this order.
	// What is live decides which answers matter. With write there are those
	// too that write: the first of all removes what an earlier run left, each
	// removes what it wrote, also when its context has ended, and the last
	// tells what became of it all.
	Probes(project string, live attribute.Settings, write bool) []Probe
}

// Heard is what a CRM says of itself beside its answers.
type Heard struct {
	// CreditsTold reports whether it says how many API credits are left, which
	// Zoho does from the half on; Credits is how many, of the running 24 hours
	// (zoho-crm-api §6).
	CreditsTold bool
	Credits     int
	// CreditsSpent is about how many credits ringbook has spent in the last 24
	// hours, since it started; CreditsDaily is how many the organisation's
	// edition gives for as long, or zero where that is not known.
	CreditsSpent, CreditsDaily int
	// Date is its clock in whole seconds as of the last answer; zero where it
	// has not said.
	Date time.Time
}

// Scope is a permission of a grant.
type Scope struct {
	// Name is the CRM's, such as "ZohoCRM.users.READ".
	Name string
	// For is what ringbook cannot do without it, such as "book appointments".
	For string
	// ForDeals: only deals need it.
	ForDeals bool
	// Optional: ringbook works without it, if less well.
	Optional bool
}

// Organisation is the CRM's description of itself.
type Organisation struct {
	ID, Name string
	// TimeZone is an IANA name; Country a code of two letters.
	TimeZone, Country string
	// Environment is production, sandbox or developer, or another kind that
	// ringbook does not know.
	Environment string
}
