package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ringbook/ringbook/internal/vault"
)

func (c Config) database() string {
	return cmp.Or(c.Database, filepath.Join(c.Data, "ringbook.db"))
}

func (c Config) keyFile() string {
	return cmp.Or(c.KeyFile, filepath.Join(c.Data, "sealing.key"))
}

// loadVault opens the vault. generated is the key file where one had to be
// made, which happens only beside a database that is not there yet.
func (c Config) loadVault() (sealing *vault.Vault, generated string, err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, "", fmt.Errorf("the data folder cannot be made: %w", err)
	}
	keys, err := c.sealingKeys()
	if err != nil {
		return nil, "", err
	}
	sealing, created, err := vault.Load(vault.Config{Keys: keys, File: c.keyFile(), Create: !exists(c.database())})
	if created {
		generated = c.keyFile()
	}
	return sealing, generated, err
}

// CheckSealingKeys tells of the first key that none of Config.SealingKeys can
// be, without repeating it.
func CheckSealingKeys(keys []string) error {
	_, err := Config{SealingKeys: keys}.sealingKeys()
	return err
}

func (c Config) sealingKeys() (keys [][]byte, err error) {
	for n, text := range c.SealingKeys {
		key, err := vault.ParseKey(text)
		if err != nil {
			return nil, fmt.Errorf("sealing key %d: %w", n+1, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
