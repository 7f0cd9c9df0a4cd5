package zoho

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// GetIfModified reads one record if it changed after an instant
// (GET /{module}/{id} with If-Modified-Since, zoho-crm-api §2.6). That it did
// not is no error: modified is false and the record empty then. The zero instant
// reads it in any case.
func (m Records[T]) GetIfModified(ctx context.Context, id string, since time.Time, fields ...string) (record T, modified bool, err error) {
	req, err := recordRequest(http.MethodGet, m.module, id)
	if err != nil {
		return record, false, err
	}
	if !since.IsZero() {
		req.header = http.Header{"If-Modified-Since": {At(since).String()}}
	}
	record, err = m.read(ctx, req, fields)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusNotModified {
		return record, false, nil
	}
	return record, err == nil, err
}
