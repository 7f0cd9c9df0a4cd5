package zoho

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Defaults of [Config].
const (
	DefaultTimeout       = 30 * time.Second
	DefaultMaxConcurrent = 4
	defaultUserAgent     = "zoho-crm-go"
)

// Config is what [New] needs. BaseURL and Tokens are mandatory.
type Config struct {
	// BaseURL is the API domain that the token endpoint named, such as
	// "https://www.zohoapis.eu". A token works in its own data centre only.
	// Check the value against Zoho's list of domains before trusting it. An
	// http address is for stand-ins only: it shows the token to everybody.
	BaseURL string
	// Tokens supplies and renews the access token.
	Tokens *TokenSource
	// HTTPClient carries the calls; nil means one over
	// http.DefaultTransport. Its redirect policy is replaced: the API does
	// not redirect, and a redirect must not carry the token elsewhere.
	HTTPClient *http.Client
	// UserAgent is sent with each call.
	UserAgent string
	// Timeout bounds one call as a whole, its token renewal and repetition
	// included, but not its wait for a place among the calls in flight; zero
	// means [DefaultTimeout]. The caller's context bounds all of it.
	Timeout time.Duration
	// MaxConcurrent bounds the calls in flight; calls beyond the bound wait
	// for their turn. Zoho allows 5 in its free edition up to 25 in the
	// largest, per organisation and application (zoho-crm-api §6). Zero
	// follows the edition, see [Client.Adopt], and is [DefaultMaxConcurrent]
	// until that is known.
	MaxConcurrent int
	// Reserve is the share of the day's API credits that Background calls
	// leave for the others, between 0 and 1; zero means [DefaultReserve], and
	// a negative one keeps nothing.
	Reserve float64
	// Now is the clock by which credits are counted; nil means time.Now.
	Now func() time.Time
}

// Client makes calls to one organisation. Build it with [New]; it is safe for
// concurrent use.
type Client struct {
	// The standard modules. [Module] reaches any other.
	Events   Records[Event]
	Contacts Records[Contact]
	Leads    Records[Lead]
	Accounts Records[Account]
	Deals    Records[Deal]
	Calls    Records[Call]
	Tasks    Records[Task]
	Notes    Records[Note]

	base      string // without trailing slash, with /crm/v8
	tokens    *TokenSource
	http      *http.Client
	userAgent string
	timeout   time.Duration
	priority  Priority
	// What all views of the client share, the limits with other clients too.
	limits *Limits
	ear    *ear
}

// New builds a client. It makes no call.
func New(cfg Config) (*Client, error) {
	base, err := baseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.Tokens == nil {
		return nil, errors.New("zoho: Config.Tokens is missing")
	}
	c := &Client{
		base:      base + apiPath,
		tokens:    cfg.Tokens,
		http:      withoutRedirects(cfg.HTTPClient),
		userAgent: orDefault(cfg.UserAgent, defaultUserAgent),
		timeout:   orDefault(cfg.Timeout, DefaultTimeout),
		limits:    newLimits(cfg),
		ear:       &ear{},
	}
	c.bind()
	return c, nil
}

// String tells where calls go, and nothing secret.
func (c Client) String() string { return "zoho.Client(" + c.base + ", " + c.priority.String() + ")" }

// GoString is String, for %#v.
func (c Client) GoString() string { return c.String() }

// bind ties the standard modules to this view of the client.
func (c *Client) bind() {
	c.Events = Module[Event](c, "Events")
	c.Contacts = Module[Contact](c, "Contacts")
	c.Leads = Module[Lead](c, "Leads")
	c.Accounts = Module[Account](c, "Accounts")
	c.Deals = Module[Deal](c, "Deals")
	c.Calls = Module[Call](c, "Calls")
	c.Tasks = Module[Task](c, "Tasks")
	c.Notes = Module[Note](c, "Notes")
}

const apiPath = "/crm/v8"

// baseURL checks an address that paths will be appended to.
func baseURL(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.ContainsAny(s, "?#") {
		return "", fmt.Errorf("zoho: %q is not the address of a server", s)
	}
	return strings.TrimRight(s, "/"), nil
}

// withoutRedirects copies a client so that it hands redirects back as answers.
func withoutRedirects(c *http.Client) *http.Client {
	if c == nil {
		c = &http.Client{}
	}
	strict := *c
	strict.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &strict
}

// orDefault returns v unless it is zero or negative.
func orDefault[V ~string | ~int | ~int64](v, fallback V) V {
	var zero V
	if v <= zero {
		return fallback
	}
	return v
}

// Tokens is where the client has its access tokens from.
func (c *Client) Tokens() *TokenSource { return c.tokens }
