// Command zohosim is a stand-in for Zoho CRM: account server with consent page
// and REST API v8 of one organisation, in whichever data centre, on one address,
// written from Zoho's documents. See package
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
	Center  string        `name:"data-center" default:"us" enum:"us,eu,in,au,jp,ca,sa,uk,cn,ae" help:"Data centre in which the organisation lives: ${enum}."`
	Latency time.Duration `help:"Wait before every answer, such as 250ms."`
	Tape    string        `help:"Folder into which every kind of exchange is written once, as JSON; ZOHOSIM_TAPE where not given."`
	JSON    bool          `name:"json" help:"Print one JSON line when ready instead of text."`
}

const description = `A Zoho CRM simulator (REST API v8): account server with consent page, API and control plane on one address, and at / a page that shows what an integration did.

A client that sends Zoho's own host names in the Host header finds all of Zoho's data centres here; the organisation lives in one of them. GET /__sim/ lists what the control plane can do. It has no key: keep the address private.`

func main() {
	var f flags
	kong.Parse(&f, kong.Name("zohosim"), kong.Description(description))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, f, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "zohosim:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, f flags, out io.Writer) error {
	server, err := zohosim.StartAt(f.Listen, zohosim.Config{Seed: f.Seed, DataCenter: f.Center, Latency: f.Latency, Tape: f.Tape})
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

  open it        %[1]s/
  client id      %[2]s
  client secret  %[3]s

Get a token, or consent in a browser, and look around:
  curl -s -X POST %[1]s/__sim/grant
  %[1]s/oauth/v2/auth?response_type=code&client_id=%[2]s&scope=ZohoCRM.modules.ALL&access_type=offline&prompt=consent&redirect_uri=YOURS
  curl -s -H 'Authorization: Zoho-oauthtoken TOKEN' '%[1]s/crm/v8/Contacts?fields=Full_Name,Phone'

What can be switched, broken and looked into:
  curl -s %[1]s/__sim/

The control plane under /__sim/ has no key; keep this address private. Ctrl-C ends it.
`, s.URL, id, secret)
	return err
}
