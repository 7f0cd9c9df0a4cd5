package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
)

// subRequest is a part in Zoho's form.
type subRequest struct {
	ID      string            `json:"sub_request_id"`
	Method  string            `json:"method"`
	URI     string            `json:"uri"`
	Params  map[string]string `json:"params,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

type compositeBody struct {
	Rollback bool         `json:"rollback_on_fail"`
	Parallel bool         `json:"parallel_execution"`
	Parts    []subRequest `json:"__composite_requests"`
}

// Composite sends a composite and returns what became of its parts.
//
// The error tells that the composite as a whole failed: it was wrongly built,
// refused, or no complete answer came. [Error.Applied] then holds for all its
// writes together. A part that failed is not an error here: ask
// [CompositeAnswer.Err], or each part.
func (c *Client) Composite(ctx context.Context, b *Composite) (*CompositeAnswer, error) {
	req := request{method: http.MethodPost, path: "/__composite_requests", read: b.reads()}
	if b.err != nil {
		return nil, b.err
	}
	if len(b.parts) == 0 {
		return nil, refuse(req, "a composite needs a part")
	}
	var err error
	if req.body, err = encode(req, b.body()); err != nil {
		return nil, err
	}
	ans, err := c.send(ctx, req)
	if err != nil {
		return nil, err
	}
	return ans.composite(b)
}

// reads reports that no part changes anything.
func (b *Composite) reads() bool {
	for _, p := range b.parts {
		if !p.request.read {
			return false
		}
	}
	return true
}

func (b *Composite) body() compositeBody {
	body := compositeBody{Rollback: b.mode == RollbackOnFail, Parallel: b.mode == InParallel}
	for _, p := range b.parts {
		body.Parts = append(body.Parts, subRequest{
			ID: strconv.Itoa(p.number), Method: p.request.method, URI: apiPath + p.request.path,
			Params: single(p.request.query), Headers: single(p.request.header), Body: p.request.body,
		})
	}
	return body
}

// single turns lists of one value into values.
func single(lists map[string][]string) map[string]string {
	values := make(map[string]string, len(lists))
	for name, list := range lists {
		values[name] = list[0]
	}
	return values
}
