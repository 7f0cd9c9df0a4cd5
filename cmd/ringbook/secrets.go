package main

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/internal/app"
)

type secretsCommand struct {
	Rotate secretsRotate `cmd:"" help:"Make a new sealing key and seal every stored secret and token anew under it."`
}

type secretsRotate struct {
	storage
	jsonFlag
	ResealOnly bool `help:"Make no key; seal anew under the first that is there, as after a rotation that was cut off."`
}

// Help says what is the operator's part.
func (*secretsRotate) Help() string {
	return "It works on the data folder, beside a running server or without one. With " + sealingKeysEnv +
		" it makes no key: put a new one first, start the servers with it, then run this with the same variable."
}

// Run rotates and tells what is left to do.
func (c *secretsRotate) Run(ctx context.Context, t *terminal) error {
	config, err := c.storage.config()
	if err != nil {
		return err
	}
	config.Logger = newLogger(t.errs, "auto")
	done, err := app.RotateSecrets(ctx, config, !c.ResealOnly)
	if err != nil {
		if done.KeyID != "" {
			t.remark("The key %s was added and seals; %s sealed anew. Mend what follows and repeat with --reseal-only.", done.KeyID, counted(done.Resealed, "value was", "values were"))
		}
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(map[string]any{"keyId": done.KeyID, "resealed": done.Resealed})
	}
	if done.KeyID != "" {
		t.printf("The key %s was added to %s and seals from now on.\n", done.KeyID, done.KeyFile)
	}
	t.printf("%s sealed anew.\n", counted(done.Resealed, "value was", "values were"))
	if done.KeyID != "" {
		t.remark("Copy the key file to where you keep its backup. Leave the older keys in it while backups of the database need them.")
	}
	return nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
