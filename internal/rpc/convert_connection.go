package rpc

import (
	"cmp"
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/doctor"
)

// connectionNow is what is told of a connection.
type connectionNow struct {
	project string
	// on is the administrator's switch.
	on           bool
	status       connection.Status
	organisation attribute.Organisation
	missing      []doctor.Scope
	heard        doctor.Heard
}

// What to do where the connection itself has no error to tell of.
const (
	switchOn  = "ask an administrator to switch the CRM of this project on again: `ringbook projects update %s --crm on`, or AdminService.UpdateProject with crmEnabled"
	connectIt = "open the address that GetAuthorizationUrl gives and consent there, or put a self client's code in zoho_oauth_code; then publish"
)

func (n connectionNow) wire() *ringbookv1.Connection {
	c := &ringbookv1.Connection{
		State: connectionStates[n.status.State], Region: n.status.Region, Environment: n.status.Environment,
		Organisation: organisation(n.organisation), User: user(n.organisation.Owner),
		Scopes:               strings.FieldsFunc(n.status.Scopes, func(r rune) bool { return r == ' ' || r == ',' }),
		MissingScopes:        each(n.missing, func(s doctor.Scope) string { return s.Name }),
		AccessTokenExpiresAt: instantOf(n.status.AccessExpiry), ConnectedAt: instantOf(n.status.ConnectedAt),
		ClientId: n.status.ClientID, LastError: n.status.LastError, Remedy: n.status.Remedy,
	}
	if declined := n.status.Declined; declined != nil { // newer than anything else
		c.LastError, c.Remedy = declined.Text, declined.Remedy
	}
	if n.heard.CreditsTold {
		left := int32(n.heard.Credits)
		c.CreditsRemaining = &left
	}
	switch {
	case !n.on:
		c.State = ringbookv1.ConnectionState_CONNECTION_STATE_SWITCHED_OFF
		c.Remedy = fmt.Sprintf(switchOn, n.project)
	case n.status.State == connection.NotConnected:
		c.Remedy = cmp.Or(c.Remedy, connectIt)
	}
	return c
}

// organisation is absent before the first publish over a connection.
func organisation(o attribute.Organisation) *ringbookv1.CrmOrganisation {
	if o.ID == "" {
		return nil
	}
	return &ringbookv1.CrmOrganisation{Id: o.ID, Name: o.Name}
}

func user(p attribute.Person) *ringbookv1.CrmUser {
	if p.ID == "" {
		return nil
	}
	return &ringbookv1.CrmUser{Id: p.ID, Name: p.Name}
}

var connectionStates = map[connection.State]ringbookv1.ConnectionState{
	connection.NotConnected: ringbookv1.ConnectionState_CONNECTION_STATE_NOT_CONNECTED,
	connection.Connected:    ringbookv1.ConnectionState_CONNECTION_STATE_CONNECTED,
	connection.Revoked:      ringbookv1.ConnectionState_CONNECTION_STATE_REVOKED,
}

var checkStates = map[doctor.State]ringbookv1.CheckState{
	doctor.OK:      ringbookv1.CheckState_CHECK_STATE_OK,
	doctor.Warning: ringbookv1.CheckState_CHECK_STATE_WARNING,
	doctor.Failed:  ringbookv1.CheckState_CHECK_STATE_FAILED,
	doctor.Skipped: ringbookv1.CheckState_CHECK_STATE_SKIPPED,
}
