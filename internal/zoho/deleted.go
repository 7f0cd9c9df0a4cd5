package zoho

import (
	"context"
	"iter"
	"net/http"
	"time"
)

// DeletedType chooses among deleted records.
type DeletedType string

// Zoho keeps a record in the recycle bin for 60 days, and a note of a
// permanently deleted one for 120 days.
const (
	DeletedAll       DeletedType = "all"
	DeletedRecycle   DeletedType = "recycle"
	DeletedPermanent DeletedType = "permanent"
)

// DeletedRecord is what remains of a deleted record.
type DeletedRecord struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"display_name"`
	Type        string   `json:"type"`
	DeletedTime DateTime `json:"deleted_time"`
	DeletedBy   Lookup   `json:"deleted_by"`
	CreatedBy   Lookup   `json:"created_by"`
}

// DeletedOptions narrow [Records.Deleted]; the zero value asks for all.
type DeletedOptions struct {
	Type DeletedType
	// Since yields only records deleted after this instant.
	Since time.Time
}

// Deleted yields the module's deleted records (GET /{module}/deleted,
// zoho-crm-api §3.5).
func (m Records[T]) Deleted(ctx context.Context, opts DeletedOptions) iter.Seq2[DeletedRecord, error] {
	req, err := moduleRequest(http.MethodGet, m.module, "deleted")
	if err != nil {
		return failed[DeletedRecord](err)
	}
	query := listQuery(nil, 0)
	query.Set("type", string(orDefault(opts.Type, DeletedAll)))
	if !opts.Since.IsZero() {
		req.header = http.Header{"If-Modified-Since": {At(opts.Since).String()}}
	}
	return pages[DeletedRecord](ctx, m.client, req, query)
}
