package app_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// methods returns every RPC of the API, by its descriptors.
func methods(t *testing.T) []protoreflect.MethodDescriptor {
	t.Helper()
	var all []protoreflect.MethodDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage("ringbook.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			of := file.Services().Get(i).Methods()
			for j := range of.Len() {
				all = append(all, of.Get(j))
			}
		}
		return true
	})
	slices.SortFunc(all, func(a, b protoreflect.MethodDescriptor) int {
		return strings.Compare(string(a.FullName()), string(b.FullName()))
	})
	return all
}

// bodies are requests of which nothing can be said but that they may not be
// made or that they name no project; those that are missing are empty.
var bodies = map[string]string{
	"CreateProject":     `"name":"Name","timeZone":"UTC"`,
	"UpdateProject":     `"name":"Name"`,
	"CreateKey":         `"role":"builder"`,
	"RevokeKey":         `"keyId":"key_none"`,
	"UpdateAttributes":  `"values":{"zoho_duration":"45"}`,
	"RestoreRevision":   `"revision":1`,
	"StartConversation": `"conversationId":"c"`,
	"Book":              `"conversationId":"c"`,
	"Cancel":            `"conversationId":"c"`,
	"EndConversation":   `"conversationId":"c"`,
	"AddNote":           `"text":"a remark"`,
}

// calls makes an RPC in JSON, whatever its kind, and returns the code that it
// ends with and the message.
func (w *world) calls(m protoreflect.MethodDescriptor, key, project string) (code, message string) {
	w.t.Helper()
	body := bodies[string(m.Name())]
	if project != "" {
		body = strings.TrimPrefix(body+fmt.Sprintf(`,"project":%q`, project), ",")
	}
	headers := []string{"Authorization", key}
	path := fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name())
	if m.IsStreamingServer() {
		got := w.send(http.MethodPost, path, enveloped("{"+body+"}"), append(headers, "Content-Type", "application/connect+json")...)
		return lastOf(w.t, got)
	}
	got := w.send(http.MethodPost, path, []byte("{"+body+"}"), headers...)
	if got.status == http.StatusOK {
		return "ok", ""
	}
	return got.text(w.t, "code"), got.text(w.t, "message")
}

// enveloped is a message of a stream: a flag, its length and itself.
func enveloped(message string) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message))), message...)
}

// lastOf is how a stream ended.
func lastOf(t *testing.T, got reply) (code, message string) {
	t.Helper()
	in := bytes.NewReader([]byte(got.body))
	for {
		var head [5]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			t.Fatalf("the stream has no end: %s", got)
		}
		body := make([]byte, binary.BigEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(in, body); err != nil {
			t.Fatal(err)
		}
		if head[0]&2 == 0 {
			continue
		}
		var end struct {
			Error *struct{ Code, Message string }
		}
		if err := json.Unmarshal(body, &end); err != nil {
			t.Fatal(err)
		}
		if end.Error == nil {
			return "ok", ""
		}
		return end.Error.Code, end.Error.Message
	}
}

// The services by who may call them. A service that is in none of them fails
// the test.
var services = map[protoreflect.FullName]string{
	"ringbook.v1.SchedulingService": "agent",
	"ringbook.v1.AttributeService":  "builder",
	"ringbook.v1.ConnectionService": "builder",
	"ringbook.v1.AdminService":      "admin",
}

// TestEveryRPCToEveryKey calls all RPCs with keys of every kind. What a key may
// not call it is refused, in words that tell nothing about other projects.
func TestEveryRPCToEveryKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	other := w.secondProject()
	revoked := call(w, w.admin().CreateKey, &ringbookv1.CreateKeyRequest{Project: w.keys.Project, Role: ringbookv1.Role_ROLE_BUILDER})
	call(w, w.admin().RevokeKey, &ringbookv1.RevokeKeyRequest{KeyId: revoked.GetKeyId()})

	all := methods(t)
	if len(all) < 27 {
		t.Fatalf("only %d methods", len(all))
	}
	for _, m := range all {
		kind, listed := services[m.Parent().FullName()]
		if !listed {
			t.Errorf("nobody says who may call %s", m.FullName())
			continue
		}
		want := func(who, key, project, code string) string {
			t.Helper()
			got, message := w.calls(m, key, project)
			if got != code || (got != "ok") != (message != "") {
				t.Errorf("%s with %s: %s %q, want %s", m.FullName(), who, got, message, code)
			}
			return message
		}
		want("no key", "", "", "unauthenticated")
		want("garbage", "Bearer let-me-in", "", "unauthenticated")
		want("a revoked key", "Bearer "+revoked.GetKey(), "", "unauthenticated")
		if kind != "agent" {
			want("an agent's key", "Bearer "+w.keys.AgentKey, "", "permission_denied")
		}
		if kind == "agent" {
			want("a builder's key", "Bearer "+w.keys.BuilderKey, "", "permission_denied")
			want("an admin's key", "Bearer "+w.keys.AdminKey, "", "permission_denied")
		}
		if kind == "admin" {
			want("a builder's key", "Bearer "+w.keys.BuilderKey, "", "permission_denied")
			want("a builder's key for its own", "Bearer "+w.keys.BuilderKey, w.keys.Project, "permission_denied")
		}
		if kind == "builder" {
			foreign := want("a builder's key for another", "Bearer "+other.BuilderKey, w.keys.Project, "permission_denied")
			unknown := want("a builder's key for none that is", "Bearer "+other.BuilderKey, "no-such-project", "permission_denied")
			if foreign != unknown {
				t.Errorf("%s tells whether a project exists: %q, %q", m.FullName(), foreign, unknown)
			}
			nameless := want("an admin's key for no project", "Bearer "+w.keys.AdminKey, "", "invalid_argument")
			if !strings.HasPrefix(nameless, "project: ") || !strings.Contains(nameless, "name the project") {
				t.Errorf("%s: the admin is told %q", m.FullName(), nameless)
			}
			want("an admin's key for none that is", "Bearer "+w.keys.AdminKey, "no-such-project", "not_found")
		}
	}
	if a := w.attribute(w.builder(), "zoho_duration"); a.GetValue() != "" {
		t.Errorf("something got through: %v", a)
	}
	w.quiet()
}

// TestEveryRPCToTheRightKey calls them with the keys that may.
func TestEveryRPCToTheRightKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	// What does not end well says so for another reason than the key.
	otherwise := map[string]string{
		"HoldSlot": "unimplemented", "FindCaller": "unimplemented", "FindAppointments": "unimplemented",
		"Reschedule": "unimplemented", "AddNote": "unimplemented",
		"GetAuthorizationUrl": "failed_precondition", "RevokeKey": "not_found",
	}
	for _, m := range methods(t) {
		keys := map[string][2]string{}
		switch services[m.Parent().FullName()] {
		case "agent":
			keys["agent"] = [2]string{w.keys.AgentKey, ""}
		case "builder":
			keys["builder"] = [2]string{w.keys.BuilderKey, ""}
			keys["builder who names their own"] = [2]string{w.keys.BuilderKey, w.keys.Project}
			keys["admin"] = [2]string{w.keys.AdminKey, w.keys.Project}
		case "admin":
			keys["admin"] = [2]string{w.keys.AdminKey, w.keys.Project}
		}
		for who, key := range keys {
			want := "ok"
			if code, named := otherwise[string(m.Name())]; named {
				want = code
			}
			if code, message := w.calls(m, "Bearer "+key[0], key[1]); code != want {
				t.Errorf("%s by the %s: %s %q, want %s", m.FullName(), who, code, message, want)
			}
		}
	}
	w.quiet()
}
