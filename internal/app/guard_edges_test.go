package app_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// A project's id in any spelling but its own opens nothing, whoever asks.
func TestGuardOddProjectIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	mine, other := w.keys.Project, w.secondProject()
	odd := []string{
		strings.ToUpper(mine), mine + " ", " " + mine, mine + ".", mine + "/", "../" + mine, mine + "%", "%", "*", mine + "' OR '1'='1",
		mine + "\u200b", strings.Replace(mine, "a", "\u0430", 1), mine + "," + other.Project, mine + "#aside", strings.Repeat("x", 5000), mine[:len(mine)-1] + "_",
	}
	for _, m := range methods(t) {
		if kind := services[m.Parent().FullName()]; kind == "agent" || kind == "admin" && bodies[string(m.Name())] == "" && m.Name() != "ListKeys" || m.Name() == "CreateProject" || m.Name() == "RevokeKey" {
			continue
		}
		for _, id := range odd {
			code, message := w.calls(m, "Bearer "+w.keys.AdminKey, id)
			if code != "not_found" && code != "invalid_argument" {
				t.Errorf("%s for %.40q by an admin: %s %s", m.Name(), id, code, message)
			}
			code, _ = w.calls(m, "Bearer "+other.BuilderKey, id)
			if code != "permission_denied" && code != "invalid_argument" {
				t.Errorf("%s for %.40q by a builder of another: %s", m.Name(), id, code)
			}
		}
	}
	if strings.Contains(w.log.String(), strings.Repeat("x", 65)) {
		t.Error("what cannot be an id is in the log")
	}
	w.quiet()
}

// guardBomb is a hundred megabytes of JSON in some hundred kilobytes.
func guardBomb(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, `{"project":"`)
	block := bytes.Repeat([]byte("x"), 1<<20)
	for range 100 {
		if _, err := z.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprint(z, `"}`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// guardPlain is the body of an answer, unpacked where a stream ended packed.
func guardPlain(t *testing.T, r reply) string {
	t.Helper()
	if len(r.body) < 5 || r.body[0]&1 == 0 || r.body[0] == '{' {
		return r.body
	}
	z, err := gzip.NewReader(strings.NewReader(r.body[5:]))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A small body that unpacks to a large one is refused by every service without
// being unpacked, of strangers without being read.
func TestGuardBombs(t *testing.T) {
	w := newWorld(t, nil)
	bomb := guardBomb(t)
	keys := map[string]string{"agent": w.keys.AgentKey, "builder": w.keys.BuilderKey, "admin": w.keys.AdminKey}
	for _, m := range methods(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, who := range []string{services[m.Parent().FullName()], "nobody"} {
			headers := []string{"Authorization", "Bearer " + keys[who], "Content-Encoding", "gzip"}
			body := bomb
			if m.IsStreamingServer() {
				headers = []string{"Authorization", "Bearer " + keys[who], "Content-Type", "application/connect+json", "Connect-Content-Encoding", "gzip"}
				body = append(binary.BigEndian.AppendUint32([]byte{1}, uint32(len(bomb))), bomb...)
			}
			got := w.send(http.MethodPost, fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name()), body, headers...)
			want := "resource_exhausted"
			if who == "nobody" {
				want = "unauthenticated"
			}
			if !strings.Contains(guardPlain(t, got), want) {
				t.Errorf("%s of %s: %.300q", m.Name(), who, got)
			}
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 40<<20 {
			t.Errorf("%s took %d MB", m.Name(), used>>20)
		}
	}
}

// Many who publish and examine at once keep no agent from an answer.
func TestGuardManyStreams(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var all sync.WaitGroup
	var mu sync.Mutex
	codes := map[string]int{}
	for n := range 60 {
		all.Go(func() {
			if n%2 == 0 {
				_, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true})
				if err != nil {
					t.Errorf("examining: %v", err)
				}
				return
			}
			code := "ok"
			if _, err := w.publishing(w.builder(), &ringbookv1.PublishRequest{}); err != nil {
				code = err.Error()
			}
			mu.Lock()
			defer mu.Unlock()
			codes[code]++
		})
	}
	for n := range 5 {
		res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
		if s := res.GetStatus(); s != slotsOK {
			t.Errorf("slot check %d came to %s", n, s)
		}
		w.passes(31 * time.Second)
	}
	all.Wait()
	if codes["ok"] == 0 || len(codes) > 2 {
		t.Errorf("the publishes came to %v", codes)
	}
	w.quiet()
	wantStatus(t, w.asksSlots(), slotsOK)
}
