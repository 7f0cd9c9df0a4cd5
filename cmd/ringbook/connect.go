package main

import (
	"context"
	"errors"
	"strings"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type connectCommand struct {
	Start      connectStart      `cmd:"" default:"withargs" help:"Ask for consent and wait for it (what connect does by itself)."`
	Status     connectStatus     `cmd:"" help:"Say how the connection is."`
	Disconnect connectDisconnect `cmd:"" help:"Revoke the grant at Zoho and forget the tokens."`
}

// Help tells of the flags of the command that this one stands for.
func (*connectCommand) Help() string {
	return `By itself it prints the address of Zoho's consent page and waits for the consent:

  ringbook connect              wait until somebody consented
  ringbook connect --no-wait    print the address and end
  ringbook connect --code -     connect by the code of a self client

"ringbook connect start --help" has all its flags.`
}

type connectStart struct {
	ofProject
	Wait bool   `default:"true" negatable:"" help:"Wait until the consent is given."`
	Code string `placeholder:"-|@FILE" help:"Connect by the code of a self client instead, read from standard input (-) or a file (@FILE), and publish the draft at once. Such a code lives for minutes."`
}

// Run prints the address of the consent page. It opens no browser: who
// consents is often somebody else.
func (c *connectStart) Run(ctx context.Context, t *terminal) error {
	if c.Code != "" {
		return c.byCode(ctx, t)
	}
	link, err := c.connection().GetAuthorizationUrl(ctx, &ringbookv1.GetAuthorizationUrlRequest{Project: c.Project})
	if err != nil {
		return c.trouble(err)
	}
	before, err := c.state(ctx) // without a refusal of the link before this one
	if err != nil {
		return err
	}
	if c.JSON {
		err = t.printJSON(link)
	} else {
		t.invite(link)
	}
	if err != nil || !c.Wait {
		return err
	}
	return c.await(ctx, t, before)
}

func (t *terminal) invite(link *ringbookv1.GetAuthorizationUrlResponse) {
	t.remark("Open this address, signed in to Zoho as the user in whose name ringbook is to work.")
	t.remark("It is good for ten minutes. Zoho sends the browser back to %s,", plain(link.GetRedirectUrl()))
	t.remark("which must be registered with the application in Zoho's API console.\n")
	t.printf("%s\n", plain(link.GetUrl()))
	t.remark("")
}

// byCode puts the code into the draft and publishes, which exchanges it.
func (c *connectStart) byCode(ctx context.Context, t *terminal) error {
	if c.Code == "-" && t.asks {
		t.remark("Paste the code and end with Ctrl-D:")
	}
	code, _, err := readValue(c.Code, t.in)
	if err != nil {
		return err
	}
	code = strings.TrimSpace(code)
	if code == "" {
		return usage("there is no code in what was read")
	}
	_, err = c.attributes().UpdateAttributes(ctx, &ringbookv1.UpdateAttributesRequest{
		Project: c.Project, Values: map[string]string{"zoho_oauth_code": code},
	})
	if err != nil {
		return c.trouble(err)
	}
	publish := attributesPublish{ofProject: c.ofProject, Note: "connected by a code"}
	return publish.Run(ctx, t) // which says what else waits in the draft
}

func (c *ofProject) state(ctx context.Context) (*ringbookv1.Connection, error) {
	res, err := c.connection().GetConnection(ctx, &ringbookv1.GetConnectionRequest{Project: c.Project})
	if err != nil {
		return nil, c.trouble(err)
	}
	return res.GetConnection(), nil
}

const (
	// linkLife is how long a consent may take. It is counted here, since the
	// server's clock may be another.
	linkLife  = 10 * time.Minute
	askEvery  = 2 * time.Second
	connected = ringbookv1.ConnectionState_CONNECTION_STATE_CONNECTED
)

// await asks for the connection until there is one that was not there before.
func (c *connectStart) await(ctx context.Context, t *terminal, before *ringbookv1.Connection) error {
	if !c.JSON && !t.live {
		t.remark("Waiting for the consent ...")
	}
	end := time.Now().Add(linkLife)
	for time.Now().Before(end) {
		if !c.JSON && t.live {
			t.printf("\r\x1b[2K%s", t.paint(dim, "Waiting for the consent, "+time.Until(end).Round(time.Second).String()+" left ..."))
		}
		now, err := c.state(ctx)
		if err == nil && fresh(before, now) {
			return c.welcome(t, now)
		}
		if err == nil && now.GetLastError() != "" && now.GetLastError() != before.GetLastError() {
			err = errors.New(now.GetLastError() + "; " + now.GetRemedy())
		}
		if err == nil {
			err = sleep(ctx, askEvery)
		}
		if err != nil {
			t.clearLine()
			return err
		}
	}
	t.clearLine()
	return errors.New("nobody consented within ten minutes; run `ringbook connect` again for a new address")
}

func fresh(before, now *ringbookv1.Connection) bool {
	return now.GetState() == connected &&
		(before.GetState() != connected || !now.GetConnectedAt().AsTime().Equal(before.GetConnectedAt().AsTime()))
}

func (c *connectStart) welcome(t *terminal, now *ringbookv1.Connection) error {
	if c.JSON {
		return t.printJSON(&ringbookv1.GetConnectionResponse{Connection: now})
	}
	t.clearLine()
	t.printf("%s to Zoho's data centre %q.\n", t.paint(green, "Connected"), plain(now.GetRegion()))
	t.remark("Next: `ringbook attributes publish` fetches users, pipelines and hours, and makes it live.")
	return nil
}

// clearLine takes a line of progress away.
func (t *terminal) clearLine() {
	if t.live {
		t.printf("\r\x1b[2K")
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
