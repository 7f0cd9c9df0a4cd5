package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"

	"github.com/ringbook/ringbook/internal/app"
)

type serveCommand struct {
	storage
	Listen           string `env:"RINGBOOK_LISTEN" default:"127.0.0.1:8080" placeholder:"ADDR" help:"Address to listen on, ${default} when left out; port 0 takes a free one. There is no TLS: a proxy in front adds it."`
	PublicURL        string `name:"public-url" env:"RINGBOOK_PUBLIC_URL" placeholder:"URL" help:"Where the world reaches this server, https://... Zoho sends people who consented back to it."`
	ZohoClientID     string `name:"zoho-client-id" env:"RINGBOOK_ZOHO_CLIENT_ID" placeholder:"ID" help:"The server's own registration in Zoho's API console, for projects that bring none."`
	ZohoClientSecret string `env:"RINGBOOK_ZOHO_CLIENT_SECRET" placeholder:"SECRET" help:"Its secret. Better kept in the environment or the file."`
	ZohoURL          string `name:"zoho-url" env:"RINGBOOK_ZOHO_URL" placeholder:"URL" help:"Replaces Zoho's hosts of every region, for the simulator."`
	LogFormat        string `env:"RINGBOOK_LOG_FORMAT" default:"auto" enum:"auto,text,json" help:"How the log is written to standard error: ${enum}. auto is text on a terminal."`
	JSON             bool   `name:"json" env:"RINGBOOK_JSON" help:"Print one line of JSON when ready, and nothing else."`
}

// adminKeyEnv sets the administrator's key. It is no flag, since the command
// lines of a machine are no secret.
const adminKeyEnv = "RINGBOOK_ADMIN_KEY"

// Help tells of what is no flag.
func (*serveCommand) Help() string {
	return `Flags go over the environment, the environment over the file.

In the environment alone: ` + adminKeyEnv + ` sets an administrator's key (without it the first start makes one and prints it once), ` +
		sealingKeysEnv + ` gives the sealing keys, comma-separated, each base64 of 32 bytes; the first seals, all open.`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, t *terminal) error {
	log := newLogger(t.errs, c.LogFormat)
	config, err := c.appConfig(log)
	if err != nil {
		return err
	}
	listener, err := listen(c.Listen)
	if err != nil {
		return err
	}
	server, err := app.New(ctx, config)
	if err != nil {
		return errors.Join(c.trouble(err), listener.Close())
	}
	c.warn(log, listener.Addr(), server)
	adminKey, err := server.FirstAdminKey(ctx)
	if err == nil {
		err = c.announce(t, ready{URL: shownURL(listener.Addr()), AdminKey: adminKey})
	}
	if err != nil {
		return errors.Join(err, listener.Close(), server.Close())
	}
	return errors.Join(server.Serve(ctx, listener), server.Close())
}

// listen takes the address of --listen.
func listen(address string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, usage("--listen %q is no address to listen on; write it like 127.0.0.1:8080, or :8080 for all of this machine's", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --listen", err)
	}
	return listener, nil
}

// newLogger writes for a person on a terminal, and for a collector elsewhere.
func newLogger(to io.Writer, format string) *slog.Logger {
	file, isFile := to.(*os.File)
	if format == "text" || format == "auto" && isFile && isTerminal(file) {
		return slog.New(slog.NewTextHandler(to, nil))
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{ReplaceAttr: durationsInWords}))
}

// durationsInWords writes "1.5ms" where JSON would have bare nanoseconds.
func durationsInWords(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		a.Value = slog.StringValue(a.Value.Duration().String())
	}
	return a
}

func (c *serveCommand) warn(log *slog.Logger, at net.Addr, server *app.App) {
	if file := server.GeneratedKeyFile(); file != "" {
		log.Warn("a sealing key was generated: COPY IT TO A SAFE PLACE; without it no stored token or secret can be opened, whatever is backed up of the database", "file", file)
	}
	if file := string(c.Config); file != "" && exposesSecret(file) {
		log.Warn("zoho-client-secret stands in a file that others on this machine can read: run chmod 600 "+file, "file", file)
	}
	if tcp, ok := at.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		log.Warn("the server listens beyond this machine without TLS: keys and callers' data travel in the clear to whoever connects directly; let only a proxy that adds TLS reach it", "address", at.String())
	}
	if c.PublicURL == "" {
		log.Info("no --public-url: projects are connected by the code of a self client, not by a consent page")
	}
	if c.ZohoURL != "" {
		log.Warn("everything meant for Zoho goes elsewhere", "zohoUrl", c.ZohoURL)
	}
}

// announce says that the server is there, and shows the first administrator's
// key, which by then is stored.
func (c *serveCommand) announce(t *terminal, r ready) error {
	if c.JSON {
		line := map[string]string{"url": r.URL}
		if r.AdminKey != "" {
			line["adminKey"] = r.AdminKey
		}
		return t.printJSON(line)
	}
	t.printf("ringbook serves at %s\n", r.URL)
	if r.AdminKey != "" {
		t.printf(`
  admin key   %s

It is shown this once; keep it. Then make the first project, in another shell:

  export RINGBOOK_SERVER=%s RINGBOOK_KEY=%s
  ringbook projects create "Acme Dental" --time-zone America/New_York

`, t.paint(bold, r.AdminKey), r.URL, r.AdminKey)
	}
	t.printf("Stop it with Ctrl-C.\n")
	return nil
}

// shownURL is an address at which this machine reaches a listener, also where
// it listens on all addresses.
func shownURL(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return "http://" + at.String()
	}
	return "http://" + net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
}

func (c *serveCommand) appConfig(log *slog.Logger) (app.Config, error) {
	config, err := c.storage.config()
	if err := cmp.Or(err, c.checkApplication(), checkPublicURL(c.PublicURL), checkZohoURL(c.ZohoURL), checkAdminKey(os.Getenv(adminKeyEnv))); err != nil {
		return app.Config{}, err
	}
	config.AdminKey, config.PublicURL, config.Logger = os.Getenv(adminKeyEnv), c.PublicURL, log
	config.ZohoClientID, config.ZohoClientSecret, config.ZohoURL = c.ZohoClientID, c.ZohoClientSecret, c.ZohoURL
	return config, nil
}
