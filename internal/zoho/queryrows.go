package zoho

import "context"

// QueryRows makes one call of a COQL query with a limit clause of its own, from
// 1 row on, and returns the rows of that call and whether there are more. Zoho
// may refuse the limit: its pages name 200 and 2,000 (zoho-crm-api §3.3), and
// what a call costs goes by it (§6). Programs that want every row use [Query].
func QueryRows[T any](ctx context.Context, c *Client, query string, offset, limit int) (rows []T, more bool, err error) {
	p, ans, err := c.queryPage(ctx, query, offset, limit)
	if err != nil {
		return nil, false, err
	}
	rows, err = recordsOf[T](ans, p)
	return rows, p.Info.MoreRecords, err
}
