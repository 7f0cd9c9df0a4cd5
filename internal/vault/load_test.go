package vault

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func load(t *testing.T, c Config) *Vault {
	t.Helper()
	v, _, err := Load(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestKeyFileIsGeneratedOnce(t *testing.T) {
	path := filepath.Join(folder(t), "ringbook.key")
	first := load(t, Config{File: path, Create: true})
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file has mode %v, %v; want 0600", info.Mode(), err)
	}
	second := load(t, Config{File: path, Create: true})
	if got, err := second.Open(purpose, first.Seal(purpose, "token")); err != nil || got != "token" {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%d files are left in the folder, want the key alone", len(left))
	}
}

func TestRacingStartsShareOneKey(t *testing.T) {
	path := filepath.Join(folder(t), "ringbook.key")
	vaults := make([]*Vault, 8)
	var all sync.WaitGroup
	var makers atomic.Int32
	for i := range vaults {
		all.Go(func() {
			v, created, err := Load(Config{File: path, Create: true})
			if err != nil {
				t.Error(err)
				return
			}
			if created {
				makers.Add(1)
			}
			vaults[i] = v
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	if n := makers.Load(); n != 1 {
		t.Errorf("%d starts were told that they made the key, want 1", n)
	}
	sealed := vaults[0].Seal(purpose, "token")
	for i, v := range vaults {
		if _, err := v.Open(purpose, sealed); err != nil {
			t.Errorf("start %d has another key: %v", i, err)
		}
	}
}

func TestKeyFileWithSeveralKeys(t *testing.T) {
	path := filepath.Join(folder(t), "ringbook.key")
	text := "# new\n" + base64.StdEncoding.EncodeToString(secret(2)) + "\n\n# old\n" + base64.RawURLEncoding.EncodeToString(secret(1)) + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	v := load(t, Config{File: path})
	if got, err := v.Open(purpose, vaultOf(t, secret(1)).Seal(purpose, "token")); err != nil || got != "token" {
		t.Errorf("a value of the old key: %q, %v", got, err)
	}
	if vaultOf(t, secret(2)).Stale(v.Seal(purpose, "token")) {
		t.Error("the first line does not seal")
	}
}

func TestExplicitKeysWin(t *testing.T) {
	v := load(t, Config{Keys: [][]byte{secret(1)}, File: "/nonexistent/key"})
	if _, err := v.Open(purpose, vaultOf(t, secret(1)).Seal(purpose, "x")); err != nil {
		t.Error(err)
	}
}

func TestLoadSaysWhatToDo(t *testing.T) {
	write := func(text string, mode os.FileMode) Config {
		path := filepath.Join(folder(t), "k")
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return Config{File: path, Create: true}
	}
	open := folder(t)
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	good := base64.StdEncoding.EncodeToString(secret(1))
	for name, test := range map[string]struct {
		config Config
		want   string
	}{
		"nothing":           {Config{}, "neither a key nor a key file"},
		"missing":           {Config{File: filepath.Join(folder(t), "k")}, "restore it from the backup"},
		"no folder":         {Config{File: filepath.Join(folder(t), "x", "k"), Create: true}, "the folder of the key file"},
		"folder is open":    {Config{File: filepath.Join(open, "k"), Create: true}, "chmod 700"},
		"others may read":   {write(good, 0o644), "chmod 600"},
		"group may replace": {write(good, 0o660), "chmod 600"},
		"a folder":          {Config{File: folder(t), Create: true}, "not a regular file"},
		"empty":             {write("# nothing\n", 0o600), "holds no key"},
		"short":             {write("# x\n"+good[:20], 0o600), "line 2"},
		"twice":             {write(good+"\n"+good, 0o600), "given twice"},
	} {
		_, _, err := Load(test.config)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want it to say %q", name, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), good[:12]) {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
}

func TestParseKey(t *testing.T) {
	raw := bytes.Repeat([]byte{0xfb}, KeySize) // spelled with both "+" and "-"
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		if got, err := ParseKey(" " + e.EncodeToString(raw) + "\n"); err != nil || !bytes.Equal(got, raw) {
			t.Errorf("%q: %v", e.EncodeToString(raw), err)
		}
	}
	if _, err := ParseKey("not a key"); err == nil {
		t.Error("what is not a key was taken")
	}
}
