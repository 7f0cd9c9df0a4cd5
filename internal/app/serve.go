package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/callback"
	"github.com/ringbook/ringbook/internal/rpc"
)

// drainFor is how long a stopping server waits for requests to end: longer
// than any that an agent waits for may take. Streams end by themselves then; a
// builder's request that still waits for Zoho is cut off. A connection that
// never says anything is waited for as well.
const drainFor = 3500 * time.Millisecond

// Serve answers on the listener and works off jobs until the context ends,
// then lets both come to an end. HTTP/1.1 and HTTP/2 without TLS (h2c) share
// the port.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{
		Handler: a.handler, Protocols: &protocols,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
	}
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error {
		err := server.Serve(listener)
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	})
	for _, runner := range a.jobs {
		all.Go(func() error { return runner.Run(ctx) })
	}
	all.Go(func() error {
		<-ctx.Done()
		a.stop()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
		defer cancel()
		if err := server.Shutdown(stop); err != nil {
			return server.Close()
		}
		return nil
	})
	return all.Wait()
}

func (a *App) routes(back *callback.Zoho, c rpc.Config) http.Handler {
	mux := http.NewServeMux()
	rpc.Mount(mux, c)
	mux.Handle(callbackPath, back)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	return mux
}

// ready tells whether requests can be served: the store answers.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.db.Ping(ctx); err != nil {
		a.config.Logger.Error("the store does not answer", "error", err)
		plain(w, http.StatusServiceUnavailable, "the store does not answer")
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
