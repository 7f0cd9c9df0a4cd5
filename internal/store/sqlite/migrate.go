package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Schema tells by the numbers of migrations how opening a database left it. A
// database that was made by it comes from 0.
type Schema struct{ From, To int64 }

// migrate brings the schema up to the newest migration of this program. Each
// is one transaction, so a crash leaves whole steps.
func migrate(ctx context.Context, pool *sql.DB, log *slog.Logger) (Schema, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return Schema{}, fmt.Errorf("sqlite: %w", err)
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, pool, files,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return Schema{}, fmt.Errorf("sqlite: the migrations: %w", err)
	}
	has, known, err := steps.GetVersions(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("sqlite: the schema's version cannot be read: %w", err)
	}
	if has > known {
		return Schema{}, fmt.Errorf("sqlite: the database has schema %d, this program knows up to %d; "+
			"run the newer program, or restore the backup from before it was started", has, known)
	}
	done, err := steps.Up(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("sqlite: bringing the schema from %d to %d: %w", has, known, err)
	}
	if len(done) > 0 {
		log.Info("the database's schema was brought up to date", "from", has, "to", known)
	}
	return Schema{From: has, To: known}, nil
}
