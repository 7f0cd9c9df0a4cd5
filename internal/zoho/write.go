package zoho

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxPerWrite is how many records one call may write (zoho-crm-api §2.4).
const maxPerWrite = 100

// InsertOptions are the side instructions of an insert (zoho-crm-api §2.4).
type InsertOptions struct {
	// Trigger names the automations to run: "workflow", "approval",
	// "blueprint", "pathfinder", "orchestration". Nil leaves the choice to
	// Zoho, which runs all of them; an empty list runs none.
	Trigger []string
	// ApplyFeatures switches checks on that the API skips by default, such as
	// "layout_rules" or "assignment_rules".
	ApplyFeatures []string
	// SkipFeatures switches features off, such as "cadences".
	SkipFeatures []string
	// AssignmentRule is the id of a rule that chooses the owner.
	AssignmentRule string
}

// UpdateOptions are the side instructions of an update (zoho-crm-api §2.5).
type UpdateOptions struct {
	// Trigger, ApplyFeatures and SkipFeatures are as in [InsertOptions].
	Trigger       []string
	ApplyFeatures []string
	SkipFeatures  []string
	// IfUnmodifiedSince makes Zoho refuse records that were modified after
	// this instant; see [IsModified]. Use the Modified_Time of the copy that
	// the update is based on. Zoho compares whole seconds, so that two writes
	// within one second can both pass.
	IfUnmodifiedSince time.Time
}

// writeBody is the body of an insert, update or upsert.
type writeBody struct {
	Data           any       `json:"data"`
	Trigger        []string  `json:"trigger,omitzero"` // nil and empty differ
	ApplyFeatures  []feature `json:"apply_feature_execution,omitempty"`
	SkipFeatures   []feature `json:"skip_feature_execution,omitempty"`
	AssignmentRule string    `json:"lar_id,omitempty"`
	DuplicateCheck []string  `json:"duplicate_check_fields,omitempty"` // upsert only
}

type feature struct {
	Name string `json:"name"`
}

func features(names []string) []feature {
	list := make([]feature, len(names))
	for i, name := range names {
		list[i].Name = name
	}
	return list
}

// Insert creates 1 to 100 records (POST /{module}).
//
// The error tells that the call as a whole failed; each record's own fate is
// in its result, in the order of the records. A call in which some or all
// records were refused is therefore not an error: look at each [Result.Err].
//
// A recurring event yields one result per occurrence, so that there may be
// more results than records. They are returned as Zoho sent them; insert a
// recurring event in a call of its own to know which results are its.
func (m Records[T]) Insert(ctx context.Context, records []T, opts InsertOptions) ([]Result, error) {
	req, err := moduleRequest(http.MethodPost, m.module)
	if err != nil {
		return nil, err
	}
	return m.write(ctx, req, len(records), insertBody(records, opts))
}

// InsertOne creates one record. Unlike Insert, its error covers the record's
// own fate too. For a recurring event it returns the first occurrence.
func (m Records[T]) InsertOne(ctx context.Context, record T, opts InsertOptions) (Result, error) {
	req, err := moduleRequest(http.MethodPost, m.module)
	if err != nil {
		return Result{}, err
	}
	if req.body, err = encode(req, insertBody([]T{record}, opts)); err != nil {
		return Result{}, err
	}
	return m.client.writeOne(ctx, req)
}

// Update changes 1 to 100 records (PUT /{module}). Each carries its own id and
// only the fields to change. Errors and results are as with Insert.
func (m Records[T]) Update(ctx context.Context, records []T, opts UpdateOptions) ([]Result, error) {
	req, err := moduleRequest(http.MethodPut, m.module)
	if err != nil {
		return nil, err
	}
	req.header = opts.header()
	return m.write(ctx, req, len(records), updateBody(records, opts))
}

// UpdateOne changes one record (PUT /{module}/{id}): the fields that record
// has, no others. Its error covers the record's own fate too.
func (m Records[T]) UpdateOne(ctx context.Context, id string, record T, opts UpdateOptions) (Result, error) {
	req, err := recordRequest(http.MethodPut, m.module, id)
	if err != nil {
		return Result{}, err
	}
	req.header = opts.header()
	if req.body, err = encode(req, updateBody([]T{record}, opts)); err != nil {
		return Result{}, err
	}
	return m.client.writeOne(ctx, req)
}

// Delete moves 1 to 100 records to the recycle bin (DELETE /{module}?ids=).
// Workflows run, as is Zoho's default. Errors and results are as with Insert.
func (m Records[T]) Delete(ctx context.Context, ids ...string) ([]Result, error) {
	req, err := moduleRequest(http.MethodDelete, m.module)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !isID(id) {
			return nil, refuse(req, "a record id is 1 to 19 digits")
		}
	}
	req.query = url.Values{"ids": {strings.Join(ids, ",")}}
	return m.client.writeMany(ctx, req, len(ids))
}

// DeleteOne moves a record to the recycle bin (DELETE /{module}/{id}). For a
// record that is gone already [IsNotFound] holds.
func (m Records[T]) DeleteOne(ctx context.Context, id string) error {
	req, err := recordRequest(http.MethodDelete, m.module, id)
	if err != nil {
		return err
	}
	_, err = m.client.writeOne(ctx, req)
	return err
}

func (m Records[T]) write(ctx context.Context, req request, n int, body writeBody) ([]Result, error) {
	var err error
	if req.body, err = encode(req, body); err != nil {
		return nil, err
	}
	return m.client.writeMany(ctx, req, n)
}

func insertBody(records any, opts InsertOptions) writeBody {
	return writeBody{
		Data: records, Trigger: opts.Trigger, AssignmentRule: opts.AssignmentRule,
		ApplyFeatures: features(opts.ApplyFeatures), SkipFeatures: features(opts.SkipFeatures),
	}
}

func updateBody(records any, opts UpdateOptions) writeBody {
	return writeBody{
		Data: records, Trigger: opts.Trigger,
		ApplyFeatures: features(opts.ApplyFeatures), SkipFeatures: features(opts.SkipFeatures),
	}
}

func (o UpdateOptions) header() http.Header {
	if o.IfUnmodifiedSince.IsZero() {
		return nil
	}
	return http.Header{"If-Unmodified-Since": {At(o.IfUnmodifiedSince).String()}}
}

// writeMany sends a write of n records.
func (c *Client) writeMany(ctx context.Context, req request, n int) ([]Result, error) {
	if n < 1 || n > maxPerWrite {
		return nil, refuse(req, "a call writes 1 to %d records, not %d", maxPerWrite, n)
	}
	req.items = n
	ans, err := c.send(ctx, req)
	if err != nil {
		return nil, err
	}
	results, err := ans.results()
	if err == nil && len(results) < n {
		err = ans.unreadable(nil)
	}
	return results, err
}

// writeOne sends a write of one record and makes its refusal the error.
func (c *Client) writeOne(ctx context.Context, req request) (Result, error) {
	results, err := c.writeMany(ctx, req, 1)
	if err != nil {
		return Result{}, err
	}
	return results[0], results[0].Err
}
