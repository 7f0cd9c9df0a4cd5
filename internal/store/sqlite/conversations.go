package sqlite

import (
	"context"
	"encoding/json"

	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// Conversations is the conversation.Store in the database.
type Conversations struct{ db *DB }

var _ conversation.Store = (*Conversations)(nil)

// Conversations returns the store of conversations.
func (db *DB) Conversations() *Conversations { return &Conversations{db} }

func getConversation(ctx context.Context, t *tx, project, id string) (conversation.Conversation, error) {
	return one(ctx, t, scanConversation, `SELECT body, revision FROM conversations WHERE project = ? AND id = ?`, project, id)
}

func scanConversation(row scanner) (c conversation.Conversation, err error) {
	var body string
	var revision int64
	if err = row.Scan(&body, &revision); err != nil {
		return c, err
	}
	var s storedConversation
	err = json.Unmarshal([]byte(body), &s)
	c = s.conversation()
	c.Revision = revision
	return c, err
}

// Get implements conversation.Store.
func (s *Conversations) Get(ctx context.Context, project, id string) (c conversation.Conversation, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		c, err = getConversation(ctx, t, project, id)
		return err
	})
	return c, err
}

// Update implements conversation.Store.
func (s *Conversations) Update(ctx context.Context, project, id string, change func(conversation.Conversation) (conversation.Conversation, []job.New, error)) (c conversation.Conversation, err error) {
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := getConversation(ctx, t, project, id)
		if fault.Is(err, fault.NotFound) {
			before = conversation.Conversation{Project: project, ID: id}
		} else if err != nil {
			return err
		}
		var jobs []job.New
		if c, jobs, err = change(before); err != nil {
			return err
		}
		if err := putConversation(ctx, t, c); err != nil {
			return err
		}
		return insertJobs(ctx, t, jobs)
	})
	return c, err
}

func putConversation(ctx context.Context, t *tx, c conversation.Conversation) error {
	body, err := json.Marshal(storeConversation(c))
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		REPLACE INTO conversations (project, id, body, created_at, reported_at, revision) VALUES (?, ?, ?, ?, ?, ?)`,
		c.Project, c.ID, string(body), ms(c.CreatedAt), maybeMS(c.ReportedAt), c.Revision)
	return err
}
