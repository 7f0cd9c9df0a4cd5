package rpc

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// keyRoles are those that a key can have.
var keyRoles = map[ringbookv1.Role]principal.Role{
	ringbookv1.Role_ROLE_AGENT:   principal.Agent,
	ringbookv1.Role_ROLE_BUILDER: principal.Builder,
	ringbookv1.Role_ROLE_ADMIN:   principal.Admin,
}

func wireRole(r principal.Role) ringbookv1.Role {
	for wire, role := range keyRoles {
		if role == r {
			return wire
		}
	}
	return ringbookv1.Role_ROLE_UNSPECIFIED
}

func projectOf(p project.Project) *ringbookv1.Project {
	return &ringbookv1.Project{
		Project: p.ID, Name: p.Name, TimeZone: p.TimeZone, CrmEnabled: p.CRMEnabled, CreatedAt: instantOf(p.CreatedAt),
	}
}

func keyOf(k project.Key) *ringbookv1.Key {
	return &ringbookv1.Key{
		KeyId: k.ID, Project: k.Project, Role: wireRole(k.Role),
		CreatedAt: instantOf(k.CreatedAt), RevokedAt: instantOf(k.RevokedAt),
	}
}

// instantOf is absent for the zero time.
func instantOf(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// each converts a list.
func each[S, W any](all []S, convert func(S) W) []W {
	out := make([]W, 0, len(all))
	for _, one := range all {
		out = append(out, convert(one))
	}
	return out
}
