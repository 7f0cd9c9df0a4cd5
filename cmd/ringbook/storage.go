package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/ringbook/ringbook/internal/app"
)

// storage says where a server keeps what it keeps, for the commands that open
// it themselves.
type storage struct {
	Config      configFile `env:"RINGBOOK_CONFIG" type:"path" placeholder:"FILE" help:"A YAML file of these settings, named as the flags are."`
	Data        string     `env:"RINGBOOK_DATA" default:"ringbook-data" type:"path" placeholder:"DIR" help:"Folder of the database and the sealing key, ./ringbook-data when left out."`
	DatabaseURL string     `name:"database-url" env:"RINGBOOK_DATABASE_URL" placeholder:"URL" help:"The database: a file, or sqlite:FILE. ringbook.db in the data folder when left out."`
	KeyFile     string     `env:"RINGBOOK_KEY_FILE" type:"path" placeholder:"FILE" help:"The sealing keys. sealing.key in the data folder when left out; RINGBOOK_SEALING_KEYS takes the place of a file."`
}

// sealingKeysEnv gives the sealing keys, comma-separated, the first sealing.
// It is no flag, since the command lines of a machine are no secret.
const sealingKeysEnv = "RINGBOOK_SEALING_KEYS"

func (s *storage) config() (app.Config, error) {
	file, err := databaseFile(s.DatabaseURL)
	if err != nil {
		return app.Config{}, err
	}
	keys := sealingKeys()
	if err := app.CheckSealingKeys(keys); err != nil {
		return app.Config{}, usage("%s: %w", sealingKeysEnv, err)
	}
	return app.Config{Data: s.Data, Database: file, KeyFile: s.KeyFile, SealingKeys: keys}, nil
}

// trouble says of a file that cannot be had by which settings it is named.
func (s *storage) trouble(err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%w; look whose that is, or name another with --data, --database-url or --key-file", err)
	}
	return err
}

func sealingKeys() (keys []string) {
	for key := range strings.SplitSeq(os.Getenv(sealingKeysEnv), ",") {
		if key = strings.TrimSpace(key); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// databaseFile reads --database-url, of which SQLite alone is understood.
func databaseFile(typed string) (string, error) {
	scheme, rest, found := strings.Cut(typed, ":")
	switch {
	case typed == "" || !found || len(scheme) == 1: // a drive's letter is no scheme
		return absolute(typed)
	case scheme == "postgres" || scheme == "postgresql":
		return "", usage("--database-url: PostgreSQL is not supported yet; leave it out for SQLite in the data folder, or write sqlite:FILE")
	case scheme != "sqlite" && scheme != "file":
		return "", usage("--database-url: %q is no kind of database that is known; write sqlite:FILE", scheme)
	}
	if path, host := strings.CutPrefix(rest, "//"); host {
		if !strings.HasPrefix(path, "/") {
			return "", usage("--database-url: a file on this machine is written sqlite:///absolute/path or sqlite:relative/path")
		}
		rest = path
	}
	if rest == "" || strings.Contains(rest, "?") {
		return "", usage("--database-url: write sqlite:FILE, without options")
	}
	return absolute(rest)
}

func absolute(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	return filepath.Abs(path)
}
