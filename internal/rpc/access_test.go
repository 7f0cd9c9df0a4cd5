package rpc

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/ringbook/ringbook/internal/principal"
)

// described returns every service of the API, by its descriptors.
func described(t *testing.T) []protoreflect.ServiceDescriptor {
	t.Helper()
	var all []protoreflect.ServiceDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage("ringbook.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			all = append(all, file.Services().Get(i))
		}
		return true
	})
	if len(all) < 4 {
		t.Fatalf("only %d services are described", len(all))
	}
	return all
}

func TestAccessTableCoversTheAPI(t *testing.T) {
	var names []string
	for _, service := range described(t) {
		name := string(service.FullName())
		names = append(names, name)
		roles, listed := access[name]
		if !listed || len(roles) == 0 {
			t.Errorf("%s is not in the access table", name)
		}
		for _, r := range roles {
			if !r.Valid() {
				t.Errorf("%s is open to the role %q, which no key has", name, r)
			}
		}
		if open[name] {
			t.Errorf("%s is open to everybody", name)
		}
	}
	for name := range access {
		if !slices.Contains(names, name) {
			t.Errorf("the access table has %s, which is no service", name)
		}
	}
}

// Without such a field the project would be the asker's own, and an
// administrator has none.
func TestBuildersRequestsNameTheProject(t *testing.T) {
	for _, service := range described(t) {
		if !slices.Contains(access[string(service.FullName())], principal.Builder) {
			continue
		}
		for i := range service.Methods().Len() {
			method := service.Methods().Get(i)
			field := method.Input().Fields().ByName("project")
			if field == nil || field.Kind() != protoreflect.StringKind || field.IsList() {
				t.Errorf("%s: its request has no field project", method.FullName())
			}
		}
	}
}
