package main

import (
	"context"

	"github.com/ringbook/ringbook/internal/app"
)

type migrateCommand struct {
	storage
	jsonFlag
}

// Run migrates and tells from where to where.
func (c *migrateCommand) Run(ctx context.Context, t *terminal) error {
	config, err := c.storage.config()
	if err != nil {
		return err
	}
	done, err := app.Migrate(ctx, config)
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(map[string]any{"database": done.Database, "from": done.From, "to": done.To})
	}
	switch done.From {
	case done.To:
		t.printf("%s has schema %d, the newest.\n", done.Database, done.To)
	case 0:
		t.printf("%s was made with schema %d.\n", done.Database, done.To)
	default:
		t.printf("%s was brought from schema %d to %d.\n", done.Database, done.From, done.To)
	}
	return nil
}
