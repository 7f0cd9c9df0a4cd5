package main

import (
	"context"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type keysCommand struct {
	List   keysList   `cmd:"" help:"List the keys of a project, or the administrators'."`
	Create keysCreate `cmd:"" help:"Make a key and print it, this once."`
	Revoke keysRevoke `cmd:"" help:"End a key for good."`
}

type keysList struct {
	ofProject
}

// Run prints a line for each key.
func (c *keysList) Run(ctx context.Context, t *terminal) error {
	res, err := c.admin().ListKeys(ctx, &ringbookv1.ListKeysRequest{Project: c.Project})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	if len(res.GetKeys()) == 0 {
		t.remark("There is no key.")
		return nil
	}
	rows := [][]cell{headings("KEY", "ROLE", "PROJECT", "MADE", "REVOKED")}
	for _, k := range res.GetKeys() {
		rows = append(rows, []cell{{text: k.GetKeyId()}, {text: roleWord(k.GetRole())}, {text: orNothing(k.GetProject())}, {text: moment(k.GetCreatedAt())}, {moment(k.GetRevokedAt()), red}})
	}
	t.table(rows)
	return nil
}

func roleWord(r ringbookv1.Role) string {
	return strings.ToLower(strings.TrimPrefix(r.String(), "ROLE_"))
}

type keysCreate struct {
	ofProject
	Role string `arg:"" enum:"agent,builder,admin" help:"What it may do: agent schedules, builder edits and publishes its project, admin does everything and belongs to no project."`
}

// Run prints the key alone on standard output, for a script to take.
func (c *keysCreate) Run(ctx context.Context, t *terminal) error {
	role := ringbookv1.Role(ringbookv1.Role_value["ROLE_"+strings.ToUpper(c.Role)])
	req := &ringbookv1.CreateKeyRequest{Project: c.Project, Role: role}
	if role == ringbookv1.Role_ROLE_ADMIN {
		req.Project = "" // RINGBOOK_PROJECT may well be set
	}
	res, err := c.admin().CreateKey(ctx, req)
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.printf("%s\n", res.GetKey())
	t.remark("This is the only time that it is shown. Revoke it with: ringbook keys revoke %s", res.GetKeyId())
	return nil
}

type keysRevoke struct {
	remote
	ID string `arg:"" name:"key-id" help:"The id of the key, see list; not the key itself."`
}

// Run revokes the key.
func (c *keysRevoke) Run(ctx context.Context, t *terminal) error {
	if strings.HasPrefix(c.ID, "rk_") {
		return usage("that is a key, not the id of one; find its id with `ringbook keys list`")
	}
	res, err := c.admin().RevokeKey(ctx, &ringbookv1.RevokeKeyRequest{KeyId: c.ID})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.printf("%s is revoked since %s.\n", res.GetKey().GetKeyId(), moment(res.GetKey().GetRevokedAt()))
	return nil
}
