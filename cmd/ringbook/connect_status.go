package main

import (
	"context"
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type connectStatus struct {
	ofProject
}

// Run prints what is known of the connection, without asking Zoho.
func (c *connectStatus) Run(ctx context.Context, t *terminal) error {
	now, err := c.state(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return t.printJSON(&ringbookv1.GetConnectionResponse{Connection: now})
	}
	t.printConnection(now)
	return nil
}

func (t *terminal) printConnection(now *ringbookv1.Connection) {
	rows := [][]cell{{{text: "state"}, connectionWord(now.GetState())}}
	add := func(name string, values ...string) {
		for _, value := range values {
			if value != "" {
				rows = append(rows, cells(name, value))
				name = ""
			}
		}
	}
	add("data centre", now.GetRegion())
	add("environment", now.GetEnvironment())
	add("organisation", nameAndID(now.GetOrganisation().GetName(), now.GetOrganisation().GetId()))
	add("user", nameAndID(now.GetUser().GetName(), now.GetUser().GetId()))
	add("application", now.GetClientId())
	add("scopes", now.GetScopes()...)
	add("missing scopes", now.GetMissingScopes()...)
	if now.GetConnectedAt() != nil {
		add("connected", moment(now.GetConnectedAt()))
	}
	if now.GetState() == connected && now.GetAccessTokenExpiresAt() != nil { // a grant that ended renews nothing
		add("token until", moment(now.GetAccessTokenExpiresAt())+" (renewed by itself)")
	}
	if now.CreditsRemaining != nil {
		add("credits left", fmt.Sprint(now.GetCreditsRemaining()))
	}
	add("last error", now.GetLastError())
	add("what to do", whatToDo(now))
	t.table(rows)
}

// whatToDo is in the words of this program where it is what it does.
func whatToDo(now *ringbookv1.Connection) string {
	if now.GetState() == ringbookv1.ConnectionState_CONNECTION_STATE_NOT_CONNECTED {
		return "`ringbook connect`, then `ringbook attributes publish`"
	}
	return now.GetRemedy()
}

func connectionWord(state ringbookv1.ConnectionState) cell {
	word := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(state.String(), "CONNECTION_STATE_"), "_", " "))
	switch state {
	case connected:
		return cell{word, green}
	case ringbookv1.ConnectionState_CONNECTION_STATE_REVOKED:
		return cell{word, red}
	}
	return cell{word, yellow}
}

func nameAndID(name, id string) string {
	if name == "" || id == "" {
		return name + id
	}
	return name + " (" + id + ")"
}

type connectDisconnect struct {
	ofProject
	Yes bool `short:"y" help:"Do not ask."`
}

// Run ends the connection.
func (c *connectDisconnect) Run(ctx context.Context, t *terminal) error {
	if !c.Yes {
		if err := t.confirm("Disconnect from Zoho CRM? Agents are answered NOT_CONNECTED from then on."); err != nil {
			return err
		}
	}
	res, err := c.connection().Disconnect(ctx, &ringbookv1.DisconnectRequest{Project: c.Project})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.printf("Disconnected; the tokens are forgotten.\n")
	switch {
	case res.GetDetail() != "":
		t.printf("%s\n", plain(res.GetDetail()))
	case res.GetRevoked():
		t.printf("Zoho confirmed that the grant is revoked.\n")
	}
	return nil
}
