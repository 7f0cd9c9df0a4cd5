package zoho

import (
	"context"
	"net/http"
)

// CancelEvent marks an event as cancelled (POST /Events/{id}/actions/cancel),
// with a mail to its participants if sendMail is set. The record stays.
//
// Zoho does this only for an event with participants that were invited, and
// before it ends; else the answer is [CodeNotAllowed], as it is for an event
// that is cancelled already (zoho-crm-api §2.7). Deleting the record is the
// way that always works.
func (c *Client) CancelEvent(ctx context.Context, id string, sendMail bool) error {
	req, err := recordRequest(http.MethodPost, "Events", id, "actions", "cancel")
	if err != nil {
		return err
	}
	type cancellation struct {
		SendMail bool `json:"send_cancelling_mail"`
	}
	req.body, err = encode(req, writeBody{Data: []cancellation{{sendMail}}})
	if err != nil {
		return err
	}
	_, err = c.writeOne(ctx, req)
	return err
}
