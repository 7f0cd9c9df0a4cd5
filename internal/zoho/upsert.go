package zoho

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// What an upsert did with a record; see [Result.Action].
const (
	ActionInsert = "insert"
	ActionUpdate = "update"
)

// withoutUpsert are the standard modules that Zoho does not upsert
// (zoho-crm-api §2.5).
var withoutUpsert = [...]string{"Events", "Calls", "Tasks", "Notes"}

// UpsertOptions are the side instructions of an upsert (zoho-crm-api §2.5).
type UpsertOptions struct {
	// DuplicateCheck names the fields that tell an existing record, in order:
	// Zoho's own (Email of leads and contacts, Account_Name, Deal_Name) or
	// fields that an administrator made unique. Phone numbers do not count
	// unless one did. Nil lets Zoho try its own field and then the unique ones.
	DuplicateCheck []string
	// Trigger, ApplyFeatures, SkipFeatures and AssignmentRule are as in
	// [InsertOptions].
	Trigger        []string
	ApplyFeatures  []string
	SkipFeatures   []string
	AssignmentRule string
	// IfUnmodifiedSince is as in [UpdateOptions].
	IfUnmodifiedSince time.Time
}

// Upsert inserts 1 to 100 records, or updates those that exist already
// (POST /{module}/upsert). [Result.Action] says which. A record with an id is
// always an update. Errors and results are as with Insert.
//
// Zoho overwrites what it finds: two different deals of the same name become
// one, and a contact found by its e-mail address loses its name to the new one.
// Events, Calls, Tasks and Notes have no upsert.
func (m Records[T]) Upsert(ctx context.Context, records []T, opts UpsertOptions) ([]Result, error) {
	req, err := upsertRequest(m.module, opts)
	if err != nil {
		return nil, err
	}
	return m.write(ctx, req, len(records), upsertBody(records, opts))
}

// UpsertOne upserts one record. Unlike Upsert, its error covers the record's
// own fate too.
func (m Records[T]) UpsertOne(ctx context.Context, record T, opts UpsertOptions) (Result, error) {
	req, err := upsertRequest(m.module, opts)
	if err != nil {
		return Result{}, err
	}
	if req.body, err = encode(req, upsertBody([]T{record}, opts)); err != nil {
		return Result{}, err
	}
	return m.client.writeOne(ctx, req)
}

func upsertRequest(module string, opts UpsertOptions) (request, error) {
	req, err := moduleRequest(http.MethodPost, module, "upsert")
	if err == nil && slices.Contains(withoutUpsert[:], module) {
		err = refuse(req, "the module %s has no upsert", module)
	}
	req.header = UpdateOptions{IfUnmodifiedSince: opts.IfUnmodifiedSince}.header()
	return req, err
}

func upsertBody(records any, opts UpsertOptions) writeBody {
	body := insertBody(records, InsertOptions{
		Trigger: opts.Trigger, ApplyFeatures: opts.ApplyFeatures, SkipFeatures: opts.SkipFeatures,
		AssignmentRule: opts.AssignmentRule,
	})
	body.DuplicateCheck = opts.DuplicateCheck
	return body
}
