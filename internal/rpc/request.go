package rpc

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/internal/principal"
)

// request is what the log tells of one: never more than who asks, for what, and
// of which project.
type request struct {
	procedure string
	began     time.Time
	by        principal.Principal
	project   string
}

func begun(ctx context.Context, procedure string) request {
	by := asker(ctx)
	return request{procedure: procedure, began: time.Now(), by: by, project: by.Project}
}

// note keeps the project that an administrator names. What cannot be a
// project's id may be anything, and is not kept.
func (r *request) note(message any) {
	named, ok := message.(interface{ GetProject() string })
	if ok && r.by.Role == principal.Admin && len(named.GetProject()) <= 64 && plainID(named.GetProject()) {
		r.project = named.GetProject()
	}
}

// listening notes what a stream is about as its request comes in.
type listening struct {
	connect.StreamingHandlerConn
	seen *request
}

func (l *listening) Receive(message any) error {
	err := l.StreamingHandlerConn.Receive(message)
	if err == nil {
		l.seen.note(message)
	}
	return err
}
