package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// rotating is a key file and two vaults over it, as two processes have them.
func rotating(t *testing.T) (path string, server, command *Vault) {
	t.Helper()
	path = filepath.Join(folder(t), "ringbook.key")
	return path, load(t, Config{File: path, Create: true}), load(t, Config{File: path})
}

func addKey(t *testing.T, path string) string {
	t.Helper()
	id, err := AddKey(path)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestARotationReachesEveryVaultOverTheFile(t *testing.T) {
	path, server, command := rotating(t)
	old := server.Seal(purpose, "old")
	handle := server.Handles().Seal("slot", "p1", []byte("x"), noon)
	id := addKey(t, path)

	if got := server.KeyIDs(); len(got) != 1 {
		t.Errorf("the file was read without need: %v", got)
	}
	anew := command.Seal(purpose, "new")
	if !strings.HasPrefix(anew, "v1."+id+".") {
		t.Errorf("sealed as %q after %s was put on top", anew, id)
	}
	for sealed, want := range map[string]string{anew: "new", old: "old"} {
		if got, err := server.Open(purpose, sealed); err != nil || got != want {
			t.Errorf("the server opens %q as %q, %v", sealed, got, err)
		}
	}
	if got := server.KeyIDs(); len(got) != 2 || got[0] != id || !server.Stale(old) || server.Stale(anew) {
		t.Errorf("the server's keys are %v, the new one is %s", got, id)
	}
	if _, err := command.Handles().Open("slot", "p1", handle, noon.Add(-time.Hour)); err != nil {
		t.Errorf("a handle of before the rotation: %v", err)
	}
}

// A handle names no key. One that another process sealed with a newer key must
// not be taken for a forged one.
func TestHandlesOfANewerKey(t *testing.T) {
	path, server, command := rotating(t)
	addKey(t, path)
	command.Seal(purpose, "makes it read the file")
	handle := command.Handles().Seal("slot", "p1", []byte("x"), noon)
	if got, err := server.Handles().Open("slot", "p1", handle, noon.Add(-time.Hour)); err != nil || string(got) != "x" {
		t.Errorf("opened %q, %v", got, err)
	}
}

func TestSealingFollowsTheFile(t *testing.T) {
	path, server, _ := rotating(t)
	id := addKey(t, path)
	if sealed := server.Seal(purpose, "x"); !strings.HasPrefix(sealed, "v1."+id+".") {
		t.Errorf("a running server still seals with the old key: %q", sealed)
	}
}

func TestAddKeyKeepsWhatIsThere(t *testing.T) {
	path, server, _ := rotating(t)
	if err := os.Chmod(path, 0o640); err != nil { // as a mounted secret that the group reads
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	ids := server.KeyIDs()
	for range 3 {
		ids = append([]string{addKey(t, path)}, ids...)
	}
	after, _ := os.ReadFile(path)
	if !strings.HasSuffix(string(after), string(before)) {
		t.Errorf("the file was\n%s\nand is\n%s", before, after)
	}
	if got := load(t, Config{File: path}).KeyIDs(); !slices.Equal(got, ids) {
		t.Errorf("the keys are %v, want %v", got, ids)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%d files are left in the folder, want the key alone", len(left))
	}
}

func TestRacingRotationsLoseNoKey(t *testing.T) {
	path, server, _ := rotating(t)
	first := server.KeyIDs()[0]
	var mu sync.Mutex
	var added []string
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			id, err := AddKey(path)
			if err != nil {
				if !strings.Contains(err.Error(), "another rotation is under way") {
					t.Error(err)
				}
				return
			}
			mu.Lock()
			defer mu.Unlock()
			added = append(added, id)
		})
	}
	all.Wait()
	ids := load(t, Config{File: path}).KeyIDs()
	if len(added) == 0 || len(ids) != len(added)+1 || ids[len(ids)-1] != first {
		t.Errorf("%d keys were added to %s, and the file has %v", len(added), first, ids)
	}
	for _, id := range added {
		if !slices.Contains(ids, id) {
			t.Errorf("the key %s is lost", id)
		}
	}
}

func TestAddKeyRefusesAndSaysWhatToDo(t *testing.T) {
	path, _, _ := rotating(t)
	before, _ := os.ReadFile(path)
	link := filepath.Join(folder(t), "k")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(folder(t), "k")
	if err := os.WriteFile(broken, []byte("not a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, says string }{
		"given keys": {"", "openssl rand -base64 32"},
		"a link":     {link, "where the secret is kept"},
		"missing":    {filepath.Join(folder(t), "k"), "no such file"},
		"broken":     {broken, "line 1"},
	} {
		if id, err := AddKey(c.file); err == nil || id != "" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q, %v; want it to say %q", name, id, err, c.says)
		}
	}
	if err := os.WriteFile(path+".new", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := AddKey(path); err == nil || !strings.Contains(err.Error(), "remove "+path+".new") {
		t.Errorf("beside the rest of a rotation that was cut off: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("a refused rotation changed the file")
	}
}

// A file that became useless takes no key away from those who hold them.
func TestAUselessFileIsNotFollowed(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"gone":           os.Remove,
		"empty":          func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"open to others": func(path string) error { return errors.Join(os.Chmod(path, 0o644), os.Chtimes(path, noon, noon)) },
	} {
		path, server, _ := rotating(t)
		sealed := server.Seal(purpose, "x")
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		if _, err := server.Open(purpose, vaultOf(t, secret(9)).Seal(purpose, "x")); !errors.Is(err, ErrUnknownKey) {
			t.Errorf("%s: a foreign value gives %v", name, err)
		}
		if got, err := server.Open(purpose, sealed); err != nil || got != "x" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if got, err := server.Open(purpose, server.Seal(purpose, "y")); err != nil || got != "y" {
			t.Errorf("%s: what is sealed now: %q, %v", name, got, err)
		}
		if err := server.Reload(); err == nil {
			t.Errorf("%s: reloading said nothing", name)
		}
	}
}

// The file is read when it has changed and not whenever somebody sends what
// does not open.
func TestForgedValuesDoNotMakeItRead(t *testing.T) {
	_, server, _ := rotating(t)
	before := server.ring.Load()
	for i := range 10 {
		_, _ = server.Open(purpose, fmt.Sprintf("v1.unknown%d.AAAA", i))
		_, _ = server.Handles().Open("slot", "p1", strings.Repeat("A", 16+4*i), noon)
	}
	if server.ring.Load() != before {
		t.Error("an unchanged file was read again")
	}
}

func TestRotationUnderLoad(t *testing.T) {
	path, server, command := rotating(t)
	done := make(chan struct{})
	var all sync.WaitGroup
	for _, v := range []*Vault{server, command, server, command} {
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				sealed := v.Seal(purpose, "x")
				for _, w := range []*Vault{server, command} {
					if got, err := w.Open(purpose, sealed); err != nil || got != "x" {
						t.Errorf("%q, %v", got, err)
						return
					}
				}
			}
		})
	}
	for range 10 {
		addKey(t, path)
	}
	close(done)
	all.Wait()
}
