package app

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/store/sqlite"
)

// FirstAdminKey makes an administrator's key on a server that has none that is
// good, stores it and returns its text, which cannot be had again. It returns
// "" where there is one, or where Config.AdminKey sets it.
func (a *App) FirstAdminKey(ctx context.Context) (string, error) {
	return a.projects.FirstAdminKey(ctx)
}

// GeneratedKeyFile is the file of a sealing key that New had to make, or "".
// Without a copy of it a lost disk takes every stored token and secret along,
// even where the database was backed up.
func (a *App) GeneratedKeyFile() string { return a.generatedKey }

// Migration tells by the numbers of migrations how far a database was and is.
type Migration struct {
	// Database is the file.
	Database string
	// From is 0 where the database was made just now.
	From, To int64
}

// Migrate brings the database's schema up to date, as every start does, and
// does nothing else. A database that is not there is made.
func Migrate(ctx context.Context, c Config) (Migration, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	db, err := sqlite.Open(ctx, sqlite.Config{Path: c.database(), Logger: c.logger(), Now: c.Now})
	if err != nil {
		return Migration{}, err
	}
	schema := db.Schema()
	return Migration{Database: c.database(), From: schema.From, To: schema.To}, db.Close()
}
