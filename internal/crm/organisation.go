package crm

import (
	"context"

	"github.com/ringbook/ringbook/internal/zoho"
)

// within returns the client within the limits of its organisation, and whether
// other clients brought these. The lock must be held.
func (c *Clients) within(client *zoho.Client, grant grantKey, organisation string) (_ *zoho.Client, shared bool) {
	if organisation == "" {
		return client, false
	}
	whose := account{organisation, grant.clientID, grant.apiDomain}
	limits, shared := c.limits[whose]
	if !shared {
		c.limits[whose] = client.Limits()
		return client, false
	}
	return client.Within(limits), true
}

// adopt tells a client what is known of its organisation's edition.
func adopt(client *zoho.Client, o Organisation) {
	if edition, known := zoho.ParseEdition(o.Edition); known {
		client.Adopt(edition, o.Licences)
	}
}

// belongs notes which organisation answered a project's client, unless the
// project has another client by now.
func (c *Clients) belongs(project string, client *zoho.Client, o Organisation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.bound[project]
	if b.client == nil || b.client.Tokens() != client.Tokens() {
		return
	}
	b.client, _ = c.within(b.client, b.grant, o.ID)
	adopt(b.client, o)
	c.bound[project] = b
}

// organisation reads what a project's client belongs to, and lets it keep to
// the limits of that.
func (g *Gateway) organisation(ctx context.Context, project string, client *zoho.Client) (zoho.Org, error) {
	org, err := client.Org(ctx)
	if err == nil {
		g.clients.belongs(project, client, Organisation{ID: org.ID, Edition: org.License.PaidType, Licences: org.License.Users})
	}
	return org, err
}
