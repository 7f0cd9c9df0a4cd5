// Command zohosim is a stand-in for Zoho CRM: account server and REST API v8 of
// one organisation on one address, written from Zoho's documents. See package
// zohosim for what it does and where the documents leave it unsure.
//
// Its control plane under /__sim/ asks for no key: never let the address be
// reached from outside the machine or the test network.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the program must know time zones on any machine

	"github.com/alecthomas/kong"

	"github.com/ringbook/ringbook/internal/zohosim"
)

type flags struct {
	Listen  string        `default:"127.0.0.1:8091" help:"Address to listen on; port 0 takes a free one."`
	Seed    string        `default:"demo" enum:"demo,empty" help:"Organisation to start with: demo or empty."`
	Latency time.Duration `help:"Wait before every answer, such as 250ms."`
	JSON    bool          `name:"json" help:"Print one JSON line when ready instead of text."`
}

func main() {
	var f flags
	kong.Parse(&f, kong.Name("zohosim"), kong.Description("A Zoho CRM simulator (REST API v8). Its control plane has no key: keep it private."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, f, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "zohosim:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, f flags, out io.Writer) error {
	server, err := zohosim.StartAt(f.Listen, zohosim.Config{Seed: f.Seed, Latency: f.Latency})
	if err != nil {
		return err
	}
	if err := announce(out, server, f.JSON); err != nil {
		server.Close()
		return err
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Wait() }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// announce says where the simulator is, for a program or for a person.
func announce(out io.Writer, s *zohosim.Server, asJSON bool) error {
	id, secret := s.Sim.Client()
	if asJSON {
		return json.NewEncoder(out).Encode(map[string]string{"url": s.URL, "clientId": id, "clientSecret": secret})
	}
	_, err := fmt.Fprintf(out, `Zoho CRM simulator at %[1]s

  client id      %[2]s
  client secret  %[3]s

Get a token and look around:
  curl -s -X POST %[1]s/__sim/grant
  curl -s -H 'Authorization: Zoho-oauthtoken TOKEN' '%[1]s/crm/v8/Contacts?fields=Full_Name,Phone'

The control plane under /__sim/ has no key; keep this address private. Ctrl-C ends it.
`, s.URL, id, secret)
	return err
}
