// Package app is the whole of ringbook as one value: [New] opens the store,
// builds the subjects bottom-up and joins them with the edges, [App.Serve]
// runs them until its context ends, and [App.Close] gives everything back.
//
// # The house
//
// In order of dependence: the vault and the store; projects, attributes and
// connections; the CRM gateway over the projects' clients; the ledger of intents;
// conversations, contacts and calendars; bookings; what follows a call; publishing
// and examining; the job runners that finish what those enqueued; and the edges on
// top, rpc for programs and callback for the person whom Zoho sends back. Nothing
// is a package variable, so two of them can live in one process.
//
// # A call
//
// An agent's request comes in at rpc, which knows the project by the key and takes
// the settings of the revision that the conversation began with (attribute). Who
// is on the line is found by contact, free times by calendar and slot. booking
// claims the time in the store and writes the event through intent, and what is
// left undone becomes a job. When the call ends, conversation stores the report
// together with the job from which aftercall makes record, deal (criteria judges
// where it goes) and note. Each way to the CRM leads through crm, whose client
// has its token from connection, and which refuses while the project is switched
// off. Where calls to Zoho are scarce, those for a caller go before those for a
// builder, and both before what follows a call. The settlement of a booking goes
// with the callers, even as a job: one of them may be waiting for it.
//
// # A project
//
// An administrator makes project and keys. A builder's consent comes back to
// callback, and connection exchanges the code and seals the tokens by vault. The
// draft (attribute) becomes a revision by publish, step by step, and is what the
// next call begins with. doctor looks at all of it and says what to do.
//
// The package decides nothing: which value is right for a setting, a caller or
// a slot is a subject's business.
package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/callback"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/rpc"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
)

// Config is how an App starts.
type Config struct {
	// Data is the folder of the database and the sealing key; it is made
	// where it is missing.
	Data string
	// Database is the database file; empty for ringbook.db in Data.
	Database string
	// KeyFile holds the sealing keys; empty for sealing.key in Data.
	KeyFile string
	// SealingKeys are given in place of a key file, each base64 of 32 bytes;
	// the first seals, all open.
	SealingKeys []string
	// AdminKey is an administrator's key that the operator chose; empty for
	// none. It is never stored.
	AdminKey string
	// ZohoClientID and ZohoClientSecret are ringbook's own registration with
	// Zoho, used for projects without one of theirs.
	ZohoClientID     string
	ZohoClientSecret string
	// ZohoURL stands in for the accounts and API hosts of every region, for
	// the simulator; empty for Zoho itself.
	ZohoURL string
	// PublicURL is the origin under which Zoho and people reach this server,
	// such as "https://ringbook.example.com"; empty where there is none.
	PublicURL string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Logger is where the log goes; nil drops it.
	Logger *slog.Logger
}

// String tells where the data is and no key or secret.
func (c Config) String() string { return "app.Config(" + c.Data + ")" }

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

// MarshalText is String, for JSON and log/slog.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// App is a running ringbook.
type App struct {
	config Config
	db     *sqlite.DB
	// generatedKey is the key file that New made; empty where there was one.
	generatedKey string
	handler      http.Handler
	jobs         []*job.Runner
	// zoho carries every call to Zoho. Its connections are the App's own, so
	// that they end with it.
	zoho  *http.Client
	hosts crm.Hosts
	// stopping is closed by stop when Serve begins to end.
	stopping chan struct{}
	stop     func()

	projects    *project.Service
	attributes  *attribute.Service
	connections *connection.Service
	bookings    *booking.Service
	publisher   *publish.Service
}

// rememberKeys is how long a right key is believed without asking the store.
const rememberKeys = 10 * time.Second

// recheckSettings is how long another process's publish may stay unseen. It
// costs each project that is called one indexed read in that time.
const recheckSettings = time.Second

// New opens the store and builds everything. Nothing runs before Serve.
func New(ctx context.Context, c Config) (*App, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Logger = c.logger()
	hosts, err := crm.NewHosts(c.ZohoURL)
	if err != nil {
		return nil, err
	}
	sealing, generated, err := c.loadVault()
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, sqlite.Config{Path: c.database(), Logger: c.Logger, Now: c.Now})
	if err != nil {
		return nil, err
	}
	a := &App{
		config: c, db: db, generatedKey: generated, stopping: make(chan struct{}),
		hosts: hosts, zoho: &http.Client{Transport: hosts.Transport(newTransport())},
	}
	a.stop = sync.OnceFunc(func() { close(a.stopping) })
	if err := a.build(sealing); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

func (c Config) logger() *slog.Logger {
	if c.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Logger
}

func (a *App) build(sealing *vault.Vault) error {
	c := a.config
	var err error
	if a.projects, err = project.NewService(project.Config{Store: a.db.Projects(), Now: c.Now, AdminKey: c.AdminKey, Remember: rememberKeys}); err != nil {
		return err
	}
	a.attributes = attribute.NewService(attribute.Config{
		Store: a.db.Attributes(), Sealer: sealing, Now: c.Now, Recheck: recheckSettings,
		ProjectZone: func(ctx context.Context, id string) (string, error) {
			p, err := a.projects.Project(ctx, id)
			return p.TimeZone, err
		},
	})
	a.connections = a.newConnections(sealing)
	gateway := crm.NewGateway(crm.NewClients(crm.ClientsConfig{
		Connections: a.connections, HTTPClient: a.zoho, UserAgent: "ringbook", Now: c.Now, Organisation: a.organisation,
	}))
	ledger := intent.NewLedger(intent.Config{Store: a.db.Intents(), Now: c.Now})
	conversations := conversation.NewService(a.db.Conversations(), a.activeRevision, c.Now)
	contacts := contact.NewService(contact.Config{CRM: gateway, Store: a.db.Directory(), Intents: ledger, Now: c.Now})
	a.bookings = booking.NewService(booking.Config{
		Store: a.db.Bookings(), Events: gateway, Calendar: calendar.NewService(gateway, gateway.Background(), c.Now),
		Contacts: contacts, Conversations: conversations, Attributes: a.attributes,
		Intents: ledger, Now: c.Now, Logger: c.Logger,
	})
	followUps := aftercall.NewService(aftercall.Config{
		CRM: gateway.Background(), Conversations: conversations, Contacts: contacts.Over(gateway.Background()), Bookings: a.bookings,
		Attributes: a.attributes, Intents: ledger, Now: c.Now, Logger: c.Logger,
	})
	a.publisher = publish.NewService(publish.Config{
		Attributes: a.attributes, Connections: a.connections, CRM: gateway.Attended(), Now: c.Now, Logger: c.Logger,
	})

	examiner := doctor.NewService(doctor.Config{
		Projects: a.projects, Attributes: a.attributes, Connections: a.connections, CRM: gateway.Attended(), Now: c.Now, Logger: c.Logger,
	})

	a.runJobs(followUps)

	back := &callback.Zoho{Connections: a.connections, Logger: c.Logger}
	a.handler = a.routes(back, rpc.Config{
		Projects: a.projects, Attributes: a.attributes, Connections: a.connections, Conversations: conversations,
		Contacts: contacts, Bookings: a.bookings, Publisher: a.publisher, Doctor: examiner, CRM: gateway, Jobs: a.db.Jobs(),
		Sealer: sealing.Handles(), RecordURL: recordURL, Now: c.Now, Logger: c.Logger,
		Stopping: a.stopping,
	})
	return nil
}

// activeRevision is asked for with every change of a conversation, so it comes
// from memory. That the revision cannot be read does not matter here.
func (a *App) activeRevision(ctx context.Context, project string) (int64, error) {
	set, err := a.attributes.Settings(ctx, project)
	if unreadable, is := errors.AsType[*attribute.UnreadableError](err); is {
		return unreadable.Revision, nil
	}
	return set.Revision, err
}

// The work of a booking goes first: a caller may be waiting for it. What
// follows a call has a runner of its own with few workers, so that it neither
// stands in a booking's way nor takes all the calls that Zoho allows at once.
const followUpWorkers = 2

// followUpAttempts let a follow-up outlast a weekend without the CRM.
const followUpAttempts = 600

func (a *App) runJobs(followUps *aftercall.Service) {
	c := job.Config{Store: a.db.Jobs(), Now: a.config.Now, Logger: a.config.Logger, Drain: drainFor}
	urgent := job.NewRunner(c)
	urgent.Register(booking.JobSettle, a.bookings.HandleSettle, job.Policy{MaxAttempts: job.Forever, MaxWait: 5 * time.Minute})
	c.Workers = followUpWorkers
	later := job.NewRunner(c)
	later.Register(aftercall.JobFollowUp, followUps.Handle, job.Policy{MaxAttempts: followUpAttempts})
	a.jobs = []*job.Runner{urgent, later}
	a.db.Jobs().OnEnqueued(func() {
		urgent.Wake()
		later.Wake()
	})
}

// Close waits for writes that have begun and closes the store. Serve must have
// returned.
func (a *App) Close() error {
	a.bookings.Close(drainFor)
	a.publisher.Close(drainFor)
	a.zoho.CloseIdleConnections()
	return a.db.Close()
}
