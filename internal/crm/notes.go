package crm

import (
	"context"
	"strings"

	"github.com/ringbook/ringbook/internal/aftercall"
)

// AddNote implements aftercall.CRM. The content already holds the reference.
func (g *Gateway) AddNote(ctx context.Context, project string, n aftercall.Note) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	result, err := client.AddNote(ctx, n.Module, n.Record, n.Title, n.Content)
	return result.ID, translate(err)
}

// FindNote implements aftercall.CRM by reading the record's notes: Zoho does
// not search in them reliably.
func (g *Gateway) FindNote(ctx context.Context, project string, n aftercall.Note) (string, bool, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", false, err
	}
	for note, err := range client.NotesOf(ctx, n.Module, n.Record) {
		if err != nil {
			return "", false, translate(err)
		}
		if strings.Contains(note.Content, n.Reference) {
			return note.ID, true, nil
		}
	}
	return "", false, nil
}
