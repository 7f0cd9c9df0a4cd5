package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

type jsonFlag struct {
	JSON bool `name:"json" help:"Print the answer as JSON, one line each."`
}

// remote says which server a command talks to, and with what key.
type remote struct {
	Server string `env:"RINGBOOK_SERVER" default:"http://127.0.0.1:8080" placeholder:"URL" help:"The server, ${default} when left out."`
	Key    string `env:"RINGBOOK_KEY" placeholder:"KEY" help:"The key to present. Better kept in the environment, where other users of the machine do not see it."`
	jsonFlag
}

// ofProject is remote for the calls that are about one project.
type ofProject struct {
	remote
	Project string `env:"RINGBOOK_PROJECT" placeholder:"ID" help:"The project. A builder's key knows its own; an administrator's must name it."`
}

// Validate refuses an address that no request can be sent to.
func (r *remote) Validate() error {
	u, err := url.Parse(r.Server)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return usage("--server %q is no address of a server; write it like http://127.0.0.1:8080 or https://ringbook.example.com", r.Server)
	}
	return nil
}

func (r *remote) attributes() ringbookv1connect.AttributeServiceClient {
	return ringbookv1connect.NewAttributeServiceClient(r.http(), r.base(), r.options())
}

func (r *remote) connection() ringbookv1connect.ConnectionServiceClient {
	return ringbookv1connect.NewConnectionServiceClient(r.http(), r.base(), r.options())
}

func (r *remote) admin() ringbookv1connect.AdminServiceClient {
	return ringbookv1connect.NewAdminServiceClient(r.http(), r.base(), r.options())
}

func (r *remote) base() string { return strings.TrimRight(r.Server, "/") }

// http keeps the key from wherever a server might redirect to.
func (r *remote) http() *http.Client {
	return &http.Client{
		Transport:     bearer{key: r.Key, next: http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type bearer struct {
	key  string
	next http.RoundTripper
}

// RoundTrip adds the key.
func (b bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	if b.key != "" {
		req.Header.Set("Authorization", "Bearer "+b.key)
	}
	return b.next.RoundTrip(req)
}

// answerWithin bounds what is not a stream: a server that hangs is told of
// rather than waited for.
const answerWithin = 30 * time.Second

func (r *remote) options() connect.ClientOption {
	return connect.WithInterceptors(connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			ctx, cancel := context.WithTimeout(ctx, answerWithin)
			defer cancel()
			return next(ctx, req)
		}
	}))
}
