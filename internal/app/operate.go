package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
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

// Rotation is what RotateSecrets did.
type Rotation struct {
	// KeyID names the key that was added to KeyFile and seals from now on;
	// both are empty where none was.
	KeyID, KeyFile string
	// Resealed counts the values that were sealed anew.
	Resealed int
}

// RotateSecrets seals every stored secret and token anew under the first key.
// With newKey a key is made first and put on top of the key file; keys that are
// configured by themselves (Config.SealingKeys) are the operator's to change.
// It may run beside servers, which follow the file, and be repeated after it was
// cut off.
func RotateSecrets(ctx context.Context, c Config, newKey bool) (done Rotation, err error) {
	if !exists(c.database()) {
		return Rotation{}, fmt.Errorf("there is no database %s, so nothing is sealed; name the folder of the server's data", c.database())
	}
	if newKey && len(c.SealingKeys) == 0 {
		done.KeyFile = c.keyFile()
		if done.KeyID, err = vault.AddKey(done.KeyFile); err != nil {
			return Rotation{}, err
		}
	}
	a, err := New(ctx, c)
	if err != nil {
		return done, err
	}
	attributes, err := a.attributes.Reseal(ctx)
	tokens, errTokens := a.connections.Reseal(ctx) // also where a secret could not be opened
	done.Resealed = attributes + tokens
	if err = errors.Join(err, errTokens); errors.Is(err, vault.ErrUnknownKey) {
		err = errors.Join(err, errors.New("put the key that is missing back below the others, from the backup of the keys"))
	}
	return done, errors.Join(err, a.Close())
}

// Explain puts an error of this package into words for an operator: what is
// wrong and, where that is known, what to do. The causes behind it are left out.
func Explain(err error) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var lines []string
		for _, one := range joined.Unwrap() {
			lines = append(lines, Explain(one))
		}
		return strings.Join(lines, "\n")
	}
	f, ok := err.(*fault.Error)
	if !ok { // a fault inside would say less than what is around it
		return err.Error()
	}
	text := f.Text
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Remedy != "" {
		text += "; " + f.Remedy
	}
	return text
}
